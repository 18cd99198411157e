"use strict";
// Files on the page: chosen, dropped or pasted beside the words, sent with them, and downloaded.
const chosen = [];
const MEGABYTE = 1_000_000;
const clip = '<svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true"><path d="M20 11.5 12.3 19a5 5 0 0 1-7-7l8-7.8a3.3 3.3 0 0 1 4.6 4.7l-8 7.8a1.7 1.7 0 0 1-2.3-2.4l7.2-7" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"/></svg>';
const filled = (name, facts) => Object.entries(facts).reduce((text, [blank, value]) => text.replace(`{${blank}}`, () => value), say(name));

// How large a file is, in the words of the language: 12 KB, 12 ko.
function sized(bytes) {
  const [unit, value] = bytes < 1000 ? ["byte", bytes] : bytes < MEGABYTE ? ["kilobyte", bytes / 1000] : ["megabyte", bytes / MEGABYTE];
  return new Intl.NumberFormat(locale(), { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
}

// Take files beside the words; those that cannot be sent are named, with the reason.
function choose(files) {
  const problems = [];
  for (const file of files) {
    if (file.size > state.most_megabytes * MEGABYTE) problems.push(filled("file_too_large", { file: file.name, megabytes: state.most_megabytes }));
    else if (chosen.length >= state.most_files) problems.push(filled("files_too_many", { most: state.most_files }));
    else chosen.push(file);
  }
  refuse(problems);
  drawChosen();
  $("say").focus();
}

function refuse(problems) { $("refused").textContent = [...new Set(problems)].join("\n"); $("refused").hidden = !problems.length; }

function drawChosen() {
  const log = $("log"), near = log.scrollHeight - log.scrollTop - log.clientHeight < 160;
  $("chosen").replaceChildren(...chosen.map((file, index) => {
    const away = make("button", { type: "button", textContent: "×" });
    away.setAttribute("aria-label", filled("file_away", { file: file.name }));
    away.addEventListener("click", () => { chosen.splice(index, 1); refuse([]); drawChosen(); ($("chosen").querySelector("button") || $("say")).focus(); });
    return make("li", {}, make("span", { textContent: `${file.name} · ${sized(file.size)}` }), away);
  }));
  $("chosen").hidden = !chosen.length;
  $("attached").textContent = chosen.length ? filled("files_ready", { files: chosen.map((file) => file.name).join(", ") }) : "";
  if (near) log.scrollTop = log.scrollHeight;
}

// The files beside the words, which from now on belong to the message that is sent.
function takeChosen() {
  const taken = chosen.splice(0);
  refuse([]);
  drawChosen();
  return taken;
}

// What the bot finds a file by, once it is there.
async function uploaded(file) {
  const response = await fetch("/local/files", { method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: await held(file) });
  if (response.status === 413) throw new Error(filled("file_too_large", { file: file.name, megabytes: state.most_megabytes }));
  if (!response.ok) throw new Error(await response.text());
  return { name: file.name, source: (await response.json()).source };
}

async function held(file) {
  try { return await file.arrayBuffer(); } catch { throw new Error(filled("file_unreadable", { file: file.name })); }
}

// The files of an entry, each to be saved.
function filesOf(entry) {
  return make("ul", { className: "files" }, ...entry.files.map((file) => {
    const link = make("a", { href: `/local/files/${file.source}`, download: file.name, textContent: `${file.name} · ${sized(file.size)}` });
    link.setAttribute("aria-label", filled("file_save", { file: file.name, size: sized(file.size) }));
    return make("li", {}, link);
  }));
}

const carriesFiles = (event) => [...(event.dataTransfer ? event.dataTransfer.types : [])].includes("Files");

function dropped(event) {
  const items = [...event.dataTransfer.items].filter((item) => item.kind === "file");
  const folders = items.filter((item) => { const entry = item.webkitGetAsEntry && item.webkitGetAsEntry(); return entry && entry.isDirectory; });
  const files = items.filter((item) => !folders.includes(item)).map((item) => item.getAsFile()).filter(Boolean);
  choose(files);
  if (folders.length) refuse([say("file_folder")]);
}

function drawAttach() { $("attach").innerHTML = clip; $("attach").setAttribute("aria-label", say("attach")); $("attach").title = say("attach"); }

$("attach").addEventListener("click", () => $("file").click());
$("file").addEventListener("change", () => { choose([...$("file").files]); $("file").value = ""; });
$("say").addEventListener("paste", (event) => {
  const files = [...event.clipboardData.files];
  if (files.length && !event.clipboardData.types.includes("text/plain")) { event.preventDefault(); choose(files); }
});
let over = 0;
const showDrop = (change) => { over = change ? Math.max(0, over + change) : 0; $("talk").classList.toggle("over", over > 0); };
document.addEventListener("dragenter", (event) => { if (carriesFiles(event)) { event.preventDefault(); show("talk"); showDrop(1); } });
document.addEventListener("dragleave", (event) => { if (carriesFiles(event)) showDrop(-1); });
document.addEventListener("dragover", (event) => { if (carriesFiles(event)) event.preventDefault(); });
document.addEventListener("drop", (event) => { if (carriesFiles(event)) { event.preventDefault(); showDrop(0); dropped(event); } });
