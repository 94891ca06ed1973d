// Writing what a shop says of a product: saved as she types, kept on the phone while there is no signal.
import { toast } from "./ui.js";

const NEXT_TRY = 8_000;
const PATIENCE = 30_000;

// ---- what waits on this phone: drafts by their id, pictures by theirs ----
const opened = new Promise((resolve, reject) => {
  const request = indexedDB.open("cho-sen-drafts", 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("drafts", { keyPath: "id" });
    request.result.createObjectStore("pictures", { keyPath: "id" }).createIndex("draft", "draft");
  };
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

async function store(name, act, ...values) {
  const db = await opened;
  return new Promise((resolve, reject) => {
    const request = db.transaction(name, "readwrite").objectStore(name)[act](...values);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
const usable = await opened.then(() => true, () => false); // a private window may have no store: then the form is a plain one
const shop = document.querySelector("meta[name=shop]")?.content ?? ""; // two sellers may share a phone
/** In the order in which she chose them: the first becomes the cover. */
const picturesOf = async (draft) => (await store("pictures", "getAll")).filter((one) => one.draft === draft).sort((a, b) => a.at - b.at);

const token = () => document.querySelector("meta[name=csrf-token]")?.content ?? "";
const newId = () => crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) =>
  (+c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (+c / 4)))).toString(16));

/** Not delivered: what waits stays on the phone. `why` is "signal", "server" or "signed-out". */
class NotSent extends Error {
  constructor(why) { super(why); this.why = why; }
}

/** Only our own answer counts: a sign-in page, or the page of a hotspot, is none, whatever its status. */
function judged(status, isOurs) {
  if (status >= 500) throw new NotSent("server");
  if (status === 403 || !isOurs) throw new NotSent("signed-out");
}

async function send(url, body) {
  body.set("csrfmiddlewaretoken", token());
  let answer;
  try {
    answer = await fetch(url, { method: "POST", body, headers: { Accept: "application/json" }, signal: AbortSignal.timeout(PATIENCE) });
  } catch {
    throw new NotSent("signal");
  }
  const type = answer.headers.get("content-type") ?? "";
  judged(answer.status, type.includes("json") && !answer.redirected);
  return { status: answer.status, data: await answer.json().catch(() => { throw new NotSent("signal"); }) };
}

/** With progress, which fetch does not tell. */
function sendPicture(url, body, onProgress) {
  body.set("csrfmiddlewaretoken", token());
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("Accept", "application/json");
    request.timeout = 4 * PATIENCE;
    request.responseType = "json";
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onload = () => {
      try {
        judged(request.status, (request.response && request.responseURL.endsWith(url)) || request.status === 413); // too heavy for the server before us
        resolve({ status: request.status, data: request.response ?? {} });
      } catch (error) { reject(error); }
    };
    request.onerror = request.ontimeout = request.onabort = () => reject(new NotSent("signal"));
    request.send(body);
  });
}

// ---- the form on this page, if there is one ----
const form = document.querySelector("form[data-draft]");
const said = form?.dataset ?? {};
const saved = document.querySelector("[data-saved]");
const say = (words) => { if (saved) saved.textContent = words; };
const shots = document.querySelector("[data-shots]");

function typed() {
  const fields = [];
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && name !== "csrfmiddlewaretoken") fields.push([name, value]);
  }
  return fields;
}

function fill(fields) {
  const values = new Map();
  for (const [name, value] of fields) values.set(name, [...(values.get(name) ?? []), value]);
  for (const input of form.elements) {
    if (!input.name || ["file", "hidden", "submit", "button"].includes(input.type)) continue;
    const kept = values.get(input.name) ?? [];
    if (["checkbox", "radio"].includes(input.type)) input.checked = kept.includes(input.value);
    else input.value = kept[0] ?? "";
  }
}

const key = () => `${said.draft}/${said.page}`;

/** Later than what this page was opened with, also on a phone whose clock is slow. */
const now = () => Math.max(Date.now(), Number(said.typedAt) + 1);

async function keep(change = {}) {
  const before = await store("drafts", "get", key());
  await store("drafts", "put", {
    submit: false, ...before, id: key(), shop, draft: said.draft, fields: typed(), typedAt: now(), save: said.save, send: form.action, ...change,
  });
}

// ---- sending what waits, one thing after the other ----
let sending = false, again = false, timer;
async function flush() {
  if (!usable) return;
  if (sending) { again = true; return; }
  sending = true;
  clearTimeout(timer);
  try {
    let failed;
    do {
      again = false;
      failed = await flushAll();
    } while (again && !failed);
    if (failed) await waitFor(failed);
  } finally {
    sending = false;
  }
}

/** Sends each draft that waits; the last that could not be sent says why. One that fails does not hold up the others. */
async function flushAll() {
  let failed = null;
  for (const kept of await store("drafts", "getAll")) {
    if (kept.shop !== shop) continue;
    try {
      await flushDraft(kept);
    } catch (error) {
      if (!(error instanceof NotSent)) throw error;
      failed = error;
      if (error.why !== "server") break;
    }
  }
  return failed;
}

async function waitFor(failed) {
  const kept = form && (await store("drafts", "get", key()));
  if (kept) say(failed.why === "signed-out" ? said.saidSignedOut : kept.submit ? said.saidWaiting : said.saidKept);
  await showWaiting();
  if (failed.why !== "signed-out") timer = setTimeout(flush, NEXT_TRY);
}

async function flushDraft(kept) {
  const here = form && kept.id === key();
  if (here) say(said.saidSaving);
  const body = new FormData();
  for (const [name, value] of kept.fields) body.append(name, value);
  body.set("typed_at", kept.typedAt);
  const answer = await send(kept.save, body);
  if (answer.status === 409) { await store("drafts", "delete", kept.id); if (here) location.reload(); return; }
  for (const picture of await picturesOf(kept.draft)) if (!picture.error) await flushPicture(picture);
  if (kept.submit) return submit(kept, here);
  const newest = await store("drafts", "get", kept.id);
  if (newest?.typedAt === kept.typedAt && !(await picturesOf(kept.draft)).some((one) => !one.error)) await store("drafts", "delete", kept.id);
  else again = true;
  if (here) say(said.saidSaved);
}

async function flushPicture(picture) {
  const body = new FormData();
  body.set("picture_id", picture.id);
  body.set("picture", picture.file, picture.name);
  const tile = () => shots?.querySelector(`[data-waiting="${picture.id}"]`);
  const answer = await sendPicture(picture.url, body, (part) => {
    const bar = tile()?.querySelector("progress");
    if (bar) bar.value = part;
  });
  if (answer.status === 200) {
    await store("pictures", "delete", picture.id);
    tile()?.remove();
    if (shots && said.draft === picture.draft) showPictures(answer.data.html);
  } else {
    const error = answer.status === 413 ? said.saidHeavy : answer.data.error;
    await store("pictures", "put", { ...picture, error: error || said.saidFailed || `${answer.status}` });
    await showWaiting();
  }
}

async function submit(kept, here) {
  const body = new FormData();
  for (const [name, value] of kept.fields) body.append(name, value);
  body.set("submit", "1");
  const answer = await send(kept.send, body);
  await store("drafts", "delete", kept.id);
  if (here && answer.data.url) location.assign(answer.data.url);
  else if (answer.data.error) toast(answer.data.error, "error");
}

// ---- pictures on the page ----
function showPictures(html) {
  const waiting = [...shots.querySelectorAll("[data-waiting]")];
  shots.innerHTML = html;
  shots.append(...waiting);
  const token = form.querySelector("[name=csrfmiddlewaretoken]");
  for (const button of shots.querySelectorAll("button[form]")) {
    if (document.getElementById(button.getAttribute("form"))) continue;
    const act = document.createElement("form");
    act.id = button.getAttribute("form");
    act.method = "post";
    act.hidden = true;
    act.action = button.closest(".shot").querySelector("a").getAttribute("href");
    act.append(token.cloneNode());
    form.before(act);
  }
}

async function showWaiting() {
  if (!shots) return;
  const waiting = await picturesOf(said.draft);
  for (const gone of shots.querySelectorAll("[data-waiting]")) if (!waiting.some((one) => one.id === gone.dataset.waiting)) gone.remove();
  for (const picture of waiting) {
    let tile = shots.querySelector(`[data-waiting="${picture.id}"]`);
    if (!tile) {
      tile = document.createElement("li");
      tile.dataset.waiting = picture.id;
      tile.className = "shot shot--waiting";
      shots.append(tile);
    }
    drawWaiting(tile, picture);
  }
}

function drawWaiting(tile, picture) {
  tile.classList.toggle("shot--refused", Boolean(picture.error));
  const words = document.createElement("p");
  words.className = "shot__words";
  words.textContent = picture.error ? `${picture.name}: ${picture.error}` : `${picture.name} – ${navigator.onLine ? said.saidSending : said.saidQueue}`;
  if (picture.error) words.setAttribute("role", "alert");
  const parts = [preview(picture), words];
  if (!picture.error) {
    const bar = document.createElement("progress");
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", picture.name);
    parts.push(bar);
  }
  const acts = document.createElement("div");
  acts.className = "shot__acts";
  if (picture.error) acts.append(button(said.saidRetry, async () => { await store("pictures", "put", { ...picture, error: "" }); await keep(); drawWaiting(tile, { ...picture, error: "" }); flush(); }));
  acts.append(button(said.saidRemove, async () => { await store("pictures", "delete", picture.id); tile.remove(); }));
  tile.replaceChildren(...parts, acts);
}

function preview(picture) {
  const blank = document.createElement("div");
  blank.className = "shot__blank";
  if (picture.error || /hei[cf]/i.test(picture.file.type + picture.name)) return blank;
  const image = document.createElement("img");
  image.alt = "";
  const reader = new FileReader();
  reader.onload = () => { image.src = reader.result; };
  reader.readAsDataURL(picture.file);
  image.onerror = () => image.replaceWith(blank);
  return image;
}

function button(words, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn--quiet btn--small";
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
}

async function choose(input) {
  let room = Number(said.most) - shots.querySelectorAll(".shot:not(.shot--refused)").length;
  const files = [...input.files];
  input.value = "";
  for (const file of files) {
    if (room <= 0) { toast(said.saidMany, "error"); break; }
    const picture = { id: newId(), at: performance.timeOrigin + performance.now(), draft: said.draft, url: said.pictures, file, name: file.name || "anh.jpg", error: file.size > Number(said.maxBytes) ? said.saidHeavy : "" };
    if (!picture.error) room -= 1;
    try {
      await store("pictures", "put", picture);
    } catch {
      toast(said.saidNoRoom, "error");
      break;
    }
  }
  await keep();
  await showWaiting();
  flush();
}

if (form && usable) {
  let pause;
  form.addEventListener("input", (event) => {
    if (event.target.type === "file") return;
    say(said.saidSaving);
    keep();
    clearTimeout(pause);
    pause = setTimeout(flush, 900);
  });
  const chosen = form.querySelector("input[type=file]");
  chosen?.addEventListener("change", () => choose(chosen));
  form.addEventListener("submit", async (event) => {
    const name = event.submitter?.name ?? "";
    if (name !== "submit") {
      if (!navigator.onLine) event.preventDefault();
      return keep();
    }
    event.preventDefault();
    event.submitter.setAttribute("aria-busy", "true");
    clearTimeout(pause);
    await keep({ submit: true });
    await flush();
    event.submitter.removeAttribute("aria-busy");
  }, { capture: true });
  shots?.addEventListener("click", async (event) => {
    const pressed = event.target.closest("button[form]");
    if (!pressed || !navigator.onLine) return;
    event.preventDefault();
    const body = new FormData();
    body.set(pressed.name, "1");
    try {
      const answer = await send(document.getElementById(pressed.getAttribute("form")).action, body);
      if (answer.data.html !== undefined) showPictures(answer.data.html);
      if (answer.data.error) toast(answer.data.error, "error");
    } catch { say(said.saidKept); }
  });
  store("drafts", "get", key()).then(async (kept) => {
    if (kept && kept.typedAt > Number(said.typedAt)) { fill(kept.fields); say(said.saidKept); }
    form.dataset.ready = "";
    await showWaiting();
    if (chosen?.files.length) choose(chosen); // she was quicker than this script
    else flush();
  });
} else {
  flush();
}
addEventListener("online", () => { showWaiting(); flush(); });

// ---- as she types: the likely category, what the price leaves her ----
const later = (wait, act) => { let id; return (...values) => { clearTimeout(id); id = setTimeout(act, wait, ...values); }; };
const ask = async (url, values) => {
  try {
    const answer = await fetch(`${url}?${new URLSearchParams(values)}`, { headers: { Accept: "application/json" } });
    return answer.ok && !answer.redirected ? await answer.json() : null;
  } catch { return null; }
};

const any = document.querySelector(".listing-form");
const title = any?.elements.title, category = any?.elements.category, chips = document.querySelector("[data-suggestions]");
let chosenByHand = Boolean(category?.value);
category?.addEventListener("change", () => { chosenByHand = true; });
title?.addEventListener("input", later(500, async () => {
  const answer = await ask(any.dataset.suggest, { title: title.value });
  if (!answer || !chips) return;
  chips.hidden = answer.categories.length === 0;
  chips.replaceChildren(...answer.categories.map(({ id, name }) => {
    const chip = document.createElement("button");
    chip.type = "button";
    chip.className = "chip";
    chip.textContent = name;
    chip.addEventListener("click", () => { category.value = id; chosenByHand = true; category.dispatchEvent(new Event("input", { bubbles: true })); });
    return chip;
  }));
  if (!chosenByHand && answer.categories[0]) {
    category.value = answer.categories[0].id;
    category.dispatchEvent(new Event("input", { bubbles: true }));
  }
}));

const price = any?.elements.price, receive = document.querySelector("[data-receive]");
const showReceive = later(400, async () => {
  const answer = await ask(any.dataset.receiveUrl, { price: price.value, category: category?.value ?? "" });
  if (answer) receive.textContent = answer.text;
});
if (price && receive) for (const input of [price, category]) input?.addEventListener("input", showReceive);

// ---- choosing the part of a picture that is shown ----
const crop = document.querySelector("[data-crop]");
if (crop) {
  const image = crop.querySelector("[data-crop-image]");
  const turns = Number(image.dataset.turns);
  const draw = () => {
    const { x, y, zoom } = crop.elements;
    image.style.objectPosition = `${x.value}% ${y.value}%`;
    image.style.transformOrigin = `${x.value}% ${y.value}%`;
    image.style.transform = `rotate(${turns * 90}deg) scale(${zoom.value / 100})`;
  };
  crop.addEventListener("input", draw);
  draw();
}
