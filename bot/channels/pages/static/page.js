"use strict";
// The local page: one person at a time, the rooms they are in, what leaves the bot, and the clock.
const $ = (id) => document.getElementById(id);
const state = { people: [], words: {}, entries: [], waiting: [], seen: {}, me: "", room: "private", language: "en", version: "1.3", now: null, read: 0, mails: [], due: [], posts: [], channel: [], wiki: [], most_files: 0, most_megabytes: 0 };
const tints = ["#155e75", "#7c3aed", "#b45309", "#9d174d", "#1d4ed8", "#166534"];
const store = { get: (key, other) => { try { return localStorage.getItem(key) || other; } catch { return other; } }, set: (key, value) => { try { localStorage.setItem(key, value); } catch { /* private mode */ } } };

const say = (name) => (state.words[name] || {})[state.language] || "";
const someone = (address) => state.people.find((each) => each.address === address);
const roomOf = () => (state.room === "space" ? "space" : state.me);
const make = (tag, properties = {}, ...children) => { const element = Object.assign(document.createElement(tag), properties); element.append(...children); return element; };
const locale = () => (state.language === "fr" ? "fr-CA" : "en-CA");
const shown = (when, options) => new Intl.DateTimeFormat(locale(), { timeZone: "America/Toronto", ...options }).format(new Date(when));
const full = (when) => shown(when, { weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "numeric", minute: "2-digit" });
const initials = (name) => name.split(/\s+/).map((part) => part[0] || "").slice(0, 2).join("").toUpperCase();

function face(address, name) {
  const index = state.people.findIndex((each) => each.address === address);
  const element = make("span", { className: "face", textContent: address ? initials(name) : "C" });
  element.setAttribute("aria-hidden", "true");
  if (index >= 0) element.style.setProperty("--tint", tints[index % tints.length]);
  return element;
}

function words() {
  document.documentElement.lang = locale();
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = say(element.dataset.word);
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", say(element.dataset.label));
}

function drawPeople() {
  $("cast").replaceChildren(...state.people.map((each) => {
    const unread = state.entries.filter((entry) => entry.room === each.address && entry.number > (state.seen[each.address] || 0) && !entry.who).length;
    const button = make("button", { type: "button" }, face(each.address, each.name),
      make("span", { className: "who" }, make("b", { textContent: each.name }), make("small", { textContent: say(`role_${each.role}`) })));
    button.setAttribute("aria-pressed", String(each.address === state.me));
    if (unread && each.address !== state.me) {
      const mark = make("span", { className: "unread", textContent: String(unread) });
      mark.setAttribute("aria-label", `${unread} ${say("unread")}`);
      button.append(mark);
    }
    button.addEventListener("click", () => be(each.address));
    return make("li", {}, button);
  }));
}

function be(address) {
  state.me = address;
  store.set("circuit.me", address);
  if (!someone(address).member) state.room = "private";
  show("talk");
  draw();
}

function drawRooms() {
  const me = someone(state.me);
  $("private").textContent = say("private").replace("{name}", me.first);
  $("space").textContent = say("space");
  $("space").disabled = !me.member;
  for (const button of document.querySelectorAll("[data-room]")) button.setAttribute("aria-pressed", String(button.dataset.room === state.room));
  $("say-label").textContent = say("say_label").replace("{name}", me.first);
  $("say").placeholder = say("say_as").replace("{name}", me.first);
}

// The entries of a room; a card that takes another one's place stands where that one stood.
function entriesOf(room) {
  const found = [], places = new Map();
  for (const entry of state.entries) {
    if (entry.room !== room) continue;
    const ref = refOf(entry.card);
    const old = entry.replaces || ref;
    if (old && places.has(old)) {
      const index = places.get(old);
      if (!found[index].gone) found[index] = { ...found[index], card: entry.replaces && !entry.card ? null : entry.card || found[index].card, later: true };
      if (entry.card && ref) places.set(ref, index);
      if (!saysAll(entry)) found.push({ ...entry, card: null });
      continue;
    }
    if (ref) places.set(ref, found.length);
    found.push(entry);
  }
  return found.filter((entry) => entry.text || entry.card || entry.files.length);
}

// Whether the card that takes the other's place says, word for word, what the entry says.
function saysAll(entry) {
  const lines = ((entry.card && entry.card.body) || []).filter((each) => each.type === "TextBlock").map((each) => each.text);
  const bare = (text) => text.replace(/\\/g, "").replace(/\s+/g, " ").trim();
  return lines.length > 0 && bare(lines.join(" ")) === bare(entry.text || "");
}

function refOf(card) {
  for (const action of (card && card.actions) || []) {
    if (action.data && action.data.card) return action.data.card;
    if (action.card) { const inner = refOf(action.card); if (inner) return inner; }
  }
  return "";
}

function drawLog() {
  const log = $("log"), room = roomOf();
  const near = log.scrollHeight - log.scrollTop - log.clientHeight < 160 || log.dataset.of !== room;
  log.dataset.of = room;
  const entries = entriesOf(room), waiting = state.waiting.filter((each) => each.place === room && (each.text || each.chosen));
  if (!entries.length && !waiting.length) {
    log.replaceChildren(make("div", { className: "hello" }, make("b", { textContent: say("hello").replace("{name}", someone(state.me).first) }), make("p", { textContent: say(state.room === "space" ? "hello_space" : `hello_${someone(state.me).role}`) })));
  } else {
    const keys = [...entries.map((entry) => `${entry.number}/${JSON.stringify(entry.card)}/${state.version}/${state.language}`), ...waiting.map((each) => `w${each.id}${each.failed || ""}`)];
    const old = new Map([...log.children].map((child) => [child.dataset.key, child]));
    log.replaceChildren(...[...entries.map(entryOf), ...waiting.map(waitingOf)].map((build, index) => {
      const kept = old.get(keys[index]);
      if (kept) return kept;
      const element = build();
      element.dataset.key = keys[index];
      return element;
    }));
  }
  state.seen[state.me] = Math.max(0, ...state.entries.filter((entry) => entry.room === state.me).map((entry) => entry.number));
  if (near) log.scrollTop = log.scrollHeight;
}

function linked(text) {
  const element = make("div", { className: "text" });
  let last = 0;
  for (const found of text.matchAll(/https?:\/\/[^\s<>"]+[^\s<>".,;:!?)]/g)) {
    const url = new URL(found[0]);
    element.append(text.slice(last, found.index), make("a", { href: url.href, textContent: found[0], target: "_blank", rel: "noopener noreferrer" }));
    last = found.index + found[0].length;
  }
  element.append(text.slice(last));
  return element;
}

const entryOf = (entry) => () => {
  const said = make("div", { className: "said" }, make("div", { className: "meta", textContent: `${entry.who ? entry.name : "Circuit"} · ${shown(entry.at, { hour: "numeric", minute: "2-digit" })}` }));
  // A card says all that its text says, which is for where cards are not shown.
  said.append(entry.card ? cardOf(entry.card) : linked(entry.text));
  if (entry.files.length) said.append(filesOf(entry));
  return make("article", { className: `entry${entry.who === state.me ? " mine" : ""}` }, face(entry.who, entry.name), said);
};

const waitingOf = (each) => () => make("article", { className: `entry mine ${each.failed ? "failed" : "waiting"}` }, face(state.me, someone(state.me).name),
  make("div", { className: "said" }, make("div", { className: "meta", textContent: say(each.failed ? "not_sent" : "sending") }), make("div", { className: "text", textContent: [each.text, ...(each.chosen || []).map((file) => file.name)].filter(Boolean).join("\n") })));

function cardOf(card) {
  const frame = make("div", { className: "card" });
  if (!window.AdaptiveCards) { frame.textContent = card.fallbackText || ""; return frame; }
  const version = AdaptiveCards.Version.parse(state.version, new AdaptiveCards.SerializationContext());
  const context = new AdaptiveCards.SerializationContext(version);
  const drawn = new AdaptiveCards.AdaptiveCard();
  drawn.hostConfig = new AdaptiveCards.HostConfig({ fontFamily: "inherit", spacing: { default: 10, padding: 0 }, actions: { actionsOrientation: "horizontal", actionAlignment: "left", buttonSpacing: 8, maxActions: 6 } });
  drawn.version = version;
  drawn.parse(card, context);
  drawn.onExecuteAction = (action) => {
    if (action instanceof AdaptiveCards.OpenUrlAction) { window.open(action.url, "_blank", "noopener"); return; }
    const { card: ref, button, ...fields } = action.data || {};
    press(ref, button, fields);
  };
  frame.append(drawn.render());
  for (const required of frame.querySelectorAll("[required]")) required.setAttribute("aria-required", "true");
  return frame;
}

async function post(path, body) {
  const response = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(await response.text());
  const found = await response.json();
  take(found);
  return found;
}

// What is sent of a message: its files are brought first, so that it may name them.
async function body({ chosen, ...words }) {
  return chosen ? { ...words, files: await Promise.all(chosen.map(uploaded)) } : words;
}

async function deliver(path, what) {
  state.waiting.push(what);
  drawLog();
  for (let attempt = 0; attempt < 4; attempt += 1) {
    try {
      await post(path, await body(what));
      state.waiting = state.waiting.filter((each) => each !== what);
      lost("");
      drawLog();
      return;
    } catch (problem) {
      if (!(problem instanceof TypeError)) { lost(problem.message); break; }
      lost(say("server_gone"));
      await new Promise((go) => setTimeout(go, 1500 * (attempt + 1)));
    }
  }
  what.failed = true;
  drawLog();
}

const newId = () => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 10)}`;
const press = (card, button, fields) => deliver("/local/press", { as: state.me, room: state.room, place: roomOf(), id: newId(), card, button, fields });
function lost(text) { $("lost").textContent = text; $("lost").hidden = !text; }

function drawExamples() {
  const me = someone(state.me);
  const examples = (state.room === "space" ? say("examples_organiser") : say(`examples_${me.role}`)).split("\n").filter(Boolean);
  $("examples").replaceChildren(...examples.map((text) => {
    const button = make("button", { type: "button", textContent: text });
    button.addEventListener("click", () => { $("say").value = text; $("say").focus(); });
    return button;
  }));
}

function drawMails() {
  const open = new Set([...document.querySelectorAll("#mails details[open]")].map((each) => each.dataset.name));
  $("mails").replaceChildren(...(state.mails.length ? state.mails.map((mail) => {
    const details = make("details", { className: "mail", open: open.has(mail.name) }, make("summary", {}, make("b", { textContent: mail.subject }), make("small", { textContent: `${mail.to} · ${full(mail.date)}` })), make("pre", { textContent: mail.text.trim() }));
    details.dataset.name = mail.name;
    if (mail.invite) details.append(inviteOf(mail.invite));
    return details;
  }) : [make("p", { className: "none", textContent: say("no_mail") })]));
}

function inviteOf(invite) {
  const cancelled = invite.method === "CANCEL";
  const date = make("span", { className: "date" }, make("small", { textContent: shown(invite.starts, { month: "short" }) }), shown(invite.starts, { day: "numeric" }));
  const kind = say(cancelled ? "invite_cancel" : invite.sequence ? "invite_update" : "invite_new");
  const link = make("a", { textContent: ".ics", download: "invite.ics", href: `data:text/calendar;charset=utf-8,${encodeURIComponent(invite.file)}` });
  return make("div", { className: `invite${cancelled ? " cancelled" : ""}` }, date, make("b", { textContent: invite.summary }),
    make("span", {}, `${kind} · ${shown(invite.starts, { hour: "numeric", minute: "2-digit" })} – ${shown(invite.ends, { hour: "numeric", minute: "2-digit" })} · `, link));
}

// What stands in the channel of Teams that takes posts, each as its card.
function drawChannel() {
  const open = new Set([...document.querySelectorAll("#channel details[open]")].map((each) => each.dataset.name));
  $("channel").replaceChildren(...(state.channel.length ? state.channel.map((each) => {
    const details = make("details", { className: "mail", open: open.has(each.name) }, make("summary", {}, make("b", { textContent: headlineOf(each.card) }), make("small", { textContent: full(each.at) })), cardOf(each.card));
    details.dataset.name = each.name;
    return details;
  }) : [make("p", { className: "none", textContent: say("no_channel") })]));
}

// The first words in the reader's language, as they read once they are drawn.
function headlineOf(card) {
  const side = card.body[state.language === "fr" ? card.body.length - 1 : 0];
  return side.items.length ? side.items[0].text.replace(/\\(.)/g, "$1") : "";
}

// The pages of the wiki: headings, lists and links; whatever people wrote is words.
function drawWiki() {
  const open = new Set([...document.querySelectorAll("#wiki details[open]")].map((each) => each.dataset.name));
  const part = (each) => (each.address ? make("a", { href: each.address, textContent: each.text, rel: "noreferrer" }) : each.text);
  const tags = { heading: "h3", bullet: "li", text: "p" };
  const line = (each) => make(tags[each.kind], {}, ...each.parts.map(part));
  $("wiki").replaceChildren(...(state.wiki.length ? state.wiki.map((each) => {
    const body = make("div", { className: "wikipage" });
    for (const one of each.lines) {
      if (one.kind !== "bullet") body.append(line(one));
      else { if (!body.lastElementChild || body.lastElementChild.tagName !== "UL") body.append(make("ul")); body.lastElementChild.append(line(one)); }
    }
    const details = make("details", { className: "mail", open: open.has(each.title) || location.hash === `#wiki/${encodeURIComponent(each.title)}` }, make("summary", {}, make("b", { textContent: each.title }), make("small", { textContent: full(each.at) })), body);
    details.dataset.name = each.title;
    return details;
  }) : [make("p", { className: "none", textContent: say("no_wiki") })]));
}

function drawDue() {
  $("due").replaceChildren(...(state.due.length ? state.due.map((row) => make("div", { className: "owed" }, make("div", { textContent: row.what }), make("small", { textContent: `${row.to} · ${say(`state_${row.state}`)}${row.when ? ` · ${full(row.when)}` : ""}` }))) : [make("p", { className: "none", textContent: say("nothing_due") })]));
}

// What goes out when, a list for each day.
function drawPosts() {
  const days = new Map();
  for (const each of state.posts) {
    const day = shown(each.when, { weekday: "short", day: "numeric", month: "long", year: "numeric" });
    days.set(day, [...(days.get(day) || []), each]);
  }
  const row = (each) => {
    const small = make("small", {}, `${shown(each.when, { hour: "numeric", minute: "2-digit" })} · ${each.state[state.language]} · ${each.who[state.language]}`);
    if (each.address) small.append(" · ", linked(each.address).firstElementChild || each.address);
    return make("li", { className: "owed" }, make("div", { textContent: `${say("posts_session").replace("{session}", each.session)} · ${each.what[state.language]}` }), small);
  };
  $("posts").replaceChildren(...(days.size ? [...days].map(([day, rows]) => make("div", {}, make("h3", { textContent: day }), make("ul", {}, ...rows.map(row)))) : [make("p", { className: "none", textContent: say("no_posts") })]));
}

function take(found) {
  if (found.people) { Object.assign(state, { people: found.people, words: found.words, most_files: found.most_files, most_megabytes: found.most_megabytes }); }
  state.mails = found.mails; state.due = found.due; state.posts = found.posts; state.channel = found.channel; state.wiki = found.wiki;
  state.now = new Date(found.now).getTime(); state.read = Date.now();
  drawMails(); drawChannel(); drawWiki(); drawDue(); drawPosts(); drawClock();
}

const present = () => state.now + (Date.now() - state.read);
function drawClock() { $("now").textContent = `${shown(present(), { weekday: "long", day: "numeric", month: "long", year: "numeric" })}, ${shown(present(), { hour: "numeric", minute: "2-digit" })}`; }

async function moveClock(body) {
  $("moving").textContent = say("moving");
  try { await post("/local/clock", body); $("moving").textContent = say("moved"); } catch (problem) { $("moving").textContent = say("only_forward"); }
}

function show(pane) {
  document.querySelector(".layout").dataset.shown = pane;
  for (const button of document.querySelectorAll("[data-pane]")) button.setAttribute("aria-pressed", String(button.dataset.pane === pane));
}

function draw() { words(); drawAttach(); drawChosen(); drawPeople(); drawRooms(); drawExamples(); drawLog(); drawMails(); drawChannel(); drawWiki(); drawDue(); drawPosts(); drawClock(); drawPeople(); }

async function refresh() {
  try { take(await (await fetch("/local/state")).json()); } catch { lost(say("server_gone")); }
}

function listen() {
  const last = state.entries.length ? state.entries[state.entries.length - 1].number : 0;
  const stream = new EventSource(`/local/stream?since=${last}`);
  stream.onmessage = async (event) => {
    const found = JSON.parse(event.data);
    lost("");
    if (found.kind === "entry") {
      if (state.entries.some((entry) => entry.number === found.entry.number)) return;
      state.entries.push(found.entry);
      state.waiting = state.waiting.filter((each) => `${each.as}/${each.id}` !== found.entry.of);
      drawLog(); drawPeople();
    } else if (found.kind === "changed") await refresh();
  };
  stream.onerror = () => lost(say("server_gone"));
}

async function start() {
  if (window.markdownit && window.AdaptiveCards) {
    const markdown = window.markdownit();
    AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => { result.outputHtml = markdown.render(text); result.didProcess = true; };
  }
  take(await (await fetch("/local/state")).json());
  state.language = store.get("circuit.language", (navigator.language || "en").startsWith("fr") ? "fr" : "en");
  state.me = someone(store.get("circuit.me", "")) ? store.get("circuit.me", "") : state.people[0].address;
  document.querySelector(`#language input[value="${state.language}"]`).checked = true;
  show("talk");
  draw();
  listen();
  setInterval(drawClock, 10000);
}

$("compose").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = $("say").value.trim(), files = takeChosen();
  if (!text && !files.length) return;
  $("say").value = "";
  deliver("/local/message", { as: state.me, room: state.room, place: roomOf(), id: newId(), text, ...(files.length ? { chosen: files } : {}) });
});
$("say").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); $("compose").requestSubmit(); }
  if (event.key === "Escape") $("say").value = "";
});
for (const button of document.querySelectorAll("[data-room]")) button.addEventListener("click", () => { state.room = button.dataset.room; draw(); });
for (const button of document.querySelectorAll("[data-pane]")) button.addEventListener("click", () => show(button.dataset.pane));
for (const button of document.querySelectorAll("[data-minutes]")) button.addEventListener("click", () => moveClock({ minutes: Number(button.dataset.minutes) }));
$("move").addEventListener("submit", (event) => { event.preventDefault(); moveClock({ to: $("to").value }); });
$("language").addEventListener("change", (event) => { state.language = event.target.value; store.set("circuit.language", state.language); draw(); });
$("drawn").addEventListener("change", (event) => { state.version = event.target.value; draw(); });
document.addEventListener("DOMContentLoaded", start);
