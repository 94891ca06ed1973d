/* The attendance sheet on a phone: every tap is kept here first and sent when there is a signal. */

import { openQueue } from "./queue.js";

const sheet = document.querySelector("[data-sheet]");
const list = sheet.querySelector("[data-rows]");
const say = sheet.dataset;
const session = Number(say.session);
const MOST = 500;
const undoable = [];
let queue;
let sending = false;
let again = false;
let timer;

const fold = (text) => text.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase().replace(/đ/g, "d").trim();
const rows = () => [...list.querySelectorAll("[data-learner]")];
const rowOf = (learner) => list.querySelector(`[data-learner="${CSS.escape(String(learner))}"]`);

/* ---- what is shown ---- */

function show(row, state, waits) {
  row.dataset.state = state;
  row.classList.toggle("sheet-row--waits", Boolean(waits));
  for (const button of row.querySelectorAll("button[name]")) {
    button.setAttribute("aria-pressed", String(button.name === state));
  }
}

function count() {
  const states = rows().map((row) => row.dataset.state);
  for (const place of sheet.querySelectorAll("[data-count]")) {
    place.textContent = states.filter((state) => state === place.dataset.count).length;
  }
  sheet.querySelector("[data-total]").textContent = states.length;
  sheet.querySelector("[data-empty]").hidden = states.length > 0;
  sheet.querySelector("[data-undo]").disabled = undoable.length === 0;
}

function addRow(person) {
  const row = sheet.querySelector("template").content.firstElementChild.cloneNode(true);
  row.querySelector("[data-name]").textContent = person.name;
  row.querySelector("[data-initials]").textContent = person.initials;
  row.querySelector("[role=group]").setAttribute("aria-label", person.name);
  row.dataset.folded = fold(person.name);
  row.dataset.badge = person.badge || "";
  rename(row, person.id);
  list.append(row);
  return row;
}

function rename(row, id) {
  row.dataset.learner = id;
  row.id = `learner-${id}`;
  for (const button of row.querySelectorAll("button[name]")) button.value = id;
}

function initials(name) {
  const words = name.trim().split(/\s+/);
  return (words.length > 1 ? words[0][0] + words.at(-1)[0] : name.slice(0, 2)).toUpperCase();
}

async function status(problem) {
  const { marks, walkIns } = await queue.pending(session);
  const waiting = marks.length + walkIns.length;
  const place = sheet.querySelector("[data-status]");
  const words = waiting ? say.textWaiting.replace("%d", waiting) : say.textSaved;
  const kind = waiting ? (navigator.onLine && !problem ? "sending" : "waiting") : "saved";
  const text = problem && waiting ? `${words} ${problem}` : words;
  place.dataset.status = kind;
  if (place.lastElementChild.textContent !== text) place.lastElementChild.textContent = text;
  const refused = await queue.refused(session);
  const notice = sheet.querySelector("[data-refused]");
  notice.hidden = refused.length === 0;
  notice.querySelector("ul").replaceChildren(...refused.map((one) => {
    const item = document.createElement("li");
    const row = rowOf(one.learner);
    item.textContent = `${one.full_name || (row ? row.querySelector("[data-name]").textContent : "")}: ${one.why}`;
    return item;
  }));
}

/* ---- what is done ---- */

async function mark(changes, { remember = true, source } = {}) {
  const before = changes.map(({ learner }) => ({ learner, state: rowOf(learner).dataset.state }));
  for (const { learner, state } of changes) show(rowOf(learner), state, true);
  if (remember) undoable.push(before);
  count();
  await queue.mark(session, changes.map((change) => (source ? { ...change, source } : change)));
  await status();
  soon();
}

async function allPresent() {
  const open = rows().filter((row) => row.dataset.state === "unmarked");
  if (open.length) await mark(open.map((row) => ({ learner: row.dataset.learner, state: "present" })));
}

async function undo() {
  const last = undoable.pop();
  if (last) await mark(last.filter(({ learner }) => rowOf(learner)), { remember: false });
}

async function walkIn(form) {
  const name = form.elements.full_name.value.trim().replace(/\s+/g, " ");
  if (!name) { form.elements.full_name.focus(); return; }
  const person = await queue.admit(session, { full_name: name, phone: form.elements.phone.value.trim() });
  const learner = `new-${person.client_id}`;
  show(addRow({ id: learner, name, initials: initials(name) }), "unmarked", true);
  form.reset();
  form.closest("details").open = false;
  await mark([{ learner, state: "present" }], { source: "walk_in" });
  rowOf(learner)?.scrollIntoView({ block: "center" });
}

async function badge(code) {
  const found = rows().find((row) => row.dataset.badge && row.dataset.badge === code);
  if (!found) return false;
  await mark([{ learner: found.dataset.learner, state: "present" }], { source: "badge" });
  found.scrollIntoView({ block: "center" });
  return true;
}

function search(text) {
  const words = fold(text).split(/\s+/).filter(Boolean);
  for (const row of rows()) row.hidden = !words.every((word) => row.dataset.folded.includes(word));
}

/* ---- sending ---- */

function soon() {
  clearTimeout(timer);
  timer = setTimeout(send, 600);
}

async function post(body) {
  const cookie = document.cookie.match(new RegExp(`(?:^|; )${say.csrfCookie}=([^;]+)`));
  const token = cookie ? cookie[1] : sheet.querySelector("[name=csrfmiddlewaretoken]").value;
  const answer = await fetch(say.sync, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token, Accept: "application/json" },
    body: JSON.stringify(body),
  });
  if (answer.redirected || answer.status === 403) throw new Error(say.textSignIn);
  if (answer.status === 404) throw new Error(say.textNotYours);
  if (!answer.ok) throw new Error(say.textLater);
  return answer.json();
}

async function send() {
  if (sending) { again = true; return; }
  sending = true;
  let problem;
  try {
    let more = true;
    while (more) more = await sendSome();
  } catch (error) {
    problem = error instanceof TypeError ? say.textOffline : error.message;
  }
  sending = false;
  await status(problem);
  if (again) { again = false; soon(); }
}

async function sendSome() {
  const { marks, walkIns } = await queue.pending(session);
  const batch = marks.slice(0, MOST);
  const asked = Date.now();
  const answer = await post({
    device: queue.device,
    clock_offset_ms: queue.clock?.offset,
    sent_at: new Date(Math.max(Date.now(), queue.last)).toISOString(),
    walk_ins: walkIns.map(({ client_id, full_name, phone }) => ({ client_id, full_name, phone })),
    marks: batch.map(({ client_id, learner, state, at, source }) => ({ client_id, learner, state, at, source })),
  });
  queue.measure(asked, Date.now(), answer.server_time);
  await queue.settle(session, answer);
  await takeOver(answer);
  return marks.length > batch.length;
}

async function takeOver(answer) {
  for (const [temporary, id] of Object.entries(answer.learners)) {
    const row = rowOf(temporary);
    if (row && rowOf(id)) row.remove();
    else if (row) rename(row, id);
    for (const group of undoable) for (const change of group) if (change.learner === temporary) change.learner = String(id);
  }
  await queue.remember(session, answer.rows, answer.server_time);
  await draw(answer.rows);
}

/* The server's word, and over it what still waits here. */
async function draw(known) {
  const { marks, walkIns } = await queue.pending(session);
  for (const person of walkIns) {
    const id = `new-${person.client_id}`;
    if (!rowOf(id)) show(addRow({ id, name: person.full_name, initials: initials(person.full_name) }), "unmarked", true);
  }
  for (const person of known) show(rowOf(person.id) || addRow(person), person.state, false);
  for (const { learner, state } of marks) if (rowOf(learner)) show(rowOf(learner), state, true);
  count();
}

/* ---- the camera, where the browser can read codes ---- */

async function scan() {
  const dialog = sheet.querySelector("[data-camera]");
  const video = dialog.querySelector("video");
  const words = dialog.querySelector("[data-scanned]");
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch {
    words.textContent = say.textNoCamera;
    dialog.showModal();
    return;
  }
  video.srcObject = stream;
  await video.play();
  dialog.showModal();
  let seen = "";
  const look = async () => {
    if (!dialog.open) { stream.getTracks().forEach((track) => track.stop()); return; }
    const [code] = await detector.detect(video).catch(() => []);
    if (code && code.rawValue !== seen) {
      seen = code.rawValue;
      const found = rows().find((row) => row.dataset.badge && seen.endsWith(row.dataset.badge));
      words.textContent = found ? found.querySelector("[data-name]").textContent : say.textUnknownBadge;
      if (found) { await badge(found.dataset.badge); navigator.vibrate?.(80); }
    }
    setTimeout(look, 250);
  };
  look();
}

/* ---- beginning ---- */

function listen() {
  list.addEventListener("click", (event) => {
    const button = event.target.closest("button[name]");
    if (!button) return;
    event.preventDefault();
    const row = button.closest("[data-learner]");
    const state = row.dataset.state === button.name ? "unmarked" : button.name;
    mark([{ learner: row.dataset.learner, state }]);
  });
  sheet.querySelector("[data-all-present]").addEventListener("click", (event) => { event.preventDefault(); allPresent(); });
  sheet.querySelector("[data-undo]").addEventListener("click", (event) => { event.preventDefault(); undo(); });
  sheet.querySelector("[data-walk-in]").addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    walkIn(event.target);
  }, true);
  sheet.querySelector("[data-walk-in]").closest("details").addEventListener("toggle", (event) => {
    if (event.target.open) event.target.querySelector("[name=full_name]").focus();
  });
  const find = sheet.querySelector("[data-search]");
  find.addEventListener("input", () => search(find.value));
  find.addEventListener("keydown", async (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (await badge(find.value.toUpperCase().replace(/[^A-Z0-9]/g, ""))) { find.value = ""; search(""); }
  });
  sheet.querySelector("[data-forget]").addEventListener("click", async () => {
    await queue.forgetRefused(await queue.refused(session));
    await status();
  });
  if ("BarcodeDetector" in window && navigator.mediaDevices) {
    const button = sheet.querySelector("[data-scan]");
    button.hidden = false;
    button.addEventListener("click", scan);
  }
  window.addEventListener("online", send);
  window.addEventListener("offline", () => status(say.textOffline));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
  setInterval(() => { if (!document.hidden && navigator.onLine) send(); }, 15_000);
}

async function begin() {
  queue = await openQueue();
  sheet.querySelectorAll("[data-script-only]").forEach((part) => { part.hidden = false; });
  const known = await queue.known(session);
  await draw(known && known.at > say.renderedAt ? known.rows : []);
  listen();
  await status();
  sheet.dataset.ready = "";
  send();
}

if ("marking" in say) begin();
