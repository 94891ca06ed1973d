/* Keeps the desk's pages on the phone for the hall without a signal. */

const root = document.querySelector("[data-service-worker]");

function keep(worker) {
  const pages = [...document.querySelectorAll("a[data-keep]")].map((link) => link.href);
  worker.postMessage({ keep: [location.href.split("#")[0], ...pages] });
}

if (root && "serviceWorker" in navigator) {
  navigator.serviceWorker.register(root.dataset.serviceWorker).catch(() => {});
  navigator.serviceWorker.addEventListener("message", (event) => {
    if (!event.data.kept) return;
    root.dataset.kept = "";
    root.querySelectorAll("[data-when-kept]").forEach((words) => { words.hidden = false; });
  });
  navigator.serviceWorker.ready.then((registration) => keep(registration.active));
}
