// Keeps the numbers of a poll up to date while its page is open; without it, reloading does the same.
"use strict";

const shown = document.querySelector("[data-poll]");

function each(name, values, put) {
  for (const element of shown.querySelectorAll(`[data-${name}]`)) {
    put(element, values[Number(element.dataset[name])]);
  }
}

function number(value) {
  return value < 10000 ? value : String(value).replace(/\B(?=(\d{3})+$)/g, shown.dataset.between);
}

function draw({ state, voters, votes }) {
  const listed = shown.querySelector("[data-votes]") !== null;
  if (state !== shown.dataset.state || (votes !== null && votes.length > 0) !== listed) {
    if (!document.querySelector("form :focus, form :checked")) window.location.reload();
    return;
  }
  shown.querySelector("[data-voters]").textContent = number(voters);
  if (!votes) return;
  const shares = votes.map((many) => Math.round((100 * many) / (voters || 1)));
  each("votes", votes, (element, value) => { element.textContent = number(value); });
  each("per", shares, (element, value) => { element.textContent = value; });
  each("share", shares, (element, value) => { element.value = value; });
}

if (shown && shown.dataset.state !== "closed") {
  const events = new EventSource(`/p/${shown.dataset.poll}/events`);
  events.onmessage = (event) => {
    const facts = JSON.parse(event.data);
    draw(facts);
    if (facts.state === "closed") events.close();
  };
}
