/* The desk without a signal: its pages as they were last seen, the newest first. Scope: the desk only. */

const PAGES = "training-pages";
const FILES = "training-files-{{ version }}";
const SHELL = [{% for address in shell %}"{{ address|escapejs }}", {% endfor %}];
const OFFLINE = "{{ offline|escapejs }}";
const LOGIN = "{{ login|escapejs }}";
const PATIENCE = 4000;
const SAME = { ignoreVary: true }; // the page is that of this phone, whatever headers a request bears

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const files = await caches.open(FILES);
    await Promise.allSettled(SHELL.map((address) => files.add(address)));
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("training-files-") && name !== FILES) await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

self.addEventListener("message", (event) => {
  event.waitUntil((async () => {
    const [here] = await Promise.allSettled((event.data.keep || []).map((address) => fetchPage(new Request(address))));
    if (here && here.status === "fulfilled" && here.value.ok) event.source.postMessage({ kept: true });
  })());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (["style", "script", "font", "image"].includes(request.destination)) event.respondWith(file(event, request));
});

async function fetchPage(request) {
  const answer = await fetch(request);
  const sentAway = answer.type === "opaqueredirect" || (answer.redirected && new URL(answer.url).pathname === LOGIN);
  if (sentAway) await forget();
  else if (answer.ok && !answer.redirected && (answer.headers.get("Content-Type") || "").startsWith("text/html")) {
    await (await caches.open(PAGES)).put(request.url.split("#")[0], answer.clone());
  }
  return answer;
}

/* Signed out: names leave the phone. Marks that still wait stay; they hold none. */
async function forget() {
  await caches.delete(PAGES);
  await new Promise((resolve) => {
    const request = indexedDB.open("training", 1);
    request.onupgradeneeded = () => request.transaction.abort(); // there is none, and none is made here
    request.onerror = resolve;
    request.onsuccess = () => {
      const transaction = request.result.transaction("known", "readwrite");
      transaction.objectStore("known").clear();
      transaction.oncomplete = transaction.onabort = () => { request.result.close(); resolve(); };
    };
  });
}

async function page(request) {
  const kept = await (await caches.open(PAGES)).match(request.url.split("#")[0], SAME);
  const answer = fetchPage(request);
  answer.catch(() => {});
  try {
    if (!kept) return await answer;
    const late = new Promise((_, reject) => setTimeout(() => reject(new Error("late")), PATIENCE));
    return await Promise.race([answer, late]);
  } catch {
    return kept || (await caches.match(OFFLINE, SAME)) || Response.error();
  }
}

async function file(event, request) {
  const files = await caches.open(FILES);
  const kept = await files.match(request, SAME);
  const fresh = fetch(request).then(async (answer) => {
    if (answer.ok) await files.put(request, answer.clone());
    return answer;
  });
  if (!kept) return fresh;
  event.waitUntil(fresh.catch(() => {}));
  return kept;
}
