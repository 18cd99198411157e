// Keeps the speakers' list of questions up to date while its page is open; reloading does the same.
"use strict";

const shown = document.querySelector("[data-questions]");
const events = new EventSource(`${window.location.pathname}/events`);
let known = "";

async function renew() {
  const answer = await fetch(`${window.location.pathname}/list${window.location.search}`);
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  shown.replaceChildren(...fresh.body.children);
}

events.onmessage = ({ data }) => {
  if (data === known) return;
  known = data;
  renew();
};
