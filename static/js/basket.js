// Changes in the basket without a new page: the form is sent as it is, and the basket of the answer takes the old one's place.
// One change is sent after the other, so that of two quick taps the later one holds, and the checkout waits for both.

import { sendPlainly, setBasketCount, toast } from "./ui.js";

const REGION = '[data-region="basket"]';
let queue = Promise.resolve();
let waiting = 0;
let leaving = false;

/** The messages of the answer, over the page: she sees them wherever she is in the basket, and nothing moves under her finger. */
function say(messages) {
  document.querySelector("[data-toasts]").replaceChildren();
  for (const message of messages) {
    const kind = [...message.classList].find((name) => name.startsWith("message--"));
    toast(message.querySelector("div").textContent.trim(), kind.slice("message--".length));
  }
}

async function send(action, body) {
  const answer = await fetch(action, { method: "POST", body });
  if (waiting > 1) return; // the next one's answer shows this change too
  if (!answer.ok) { location.reload(); return; }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const focused = document.activeElement?.id;
  document.querySelector(".messages")?.remove();
  document.querySelector(REGION).replaceWith(page.querySelector(REGION));
  say(page.querySelectorAll("[data-message]"));
  setBasketCount(Number(page.querySelector("[data-basket-count]")?.textContent || 0));
  document.getElementById(focused)?.focus();
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest('[data-form="basket-line"]');
  if (!form) return;
  event.preventDefault();
  const body = new FormData(form, event.submitter);
  document.querySelector(REGION).setAttribute("aria-busy", "true");
  waiting += 1;
  queue = queue
    .then(() => send(form.getAttribute("action"), body))
    .catch(() => { if (!leaving) sendPlainly(form); })
    .finally(() => {
      waiting -= 1;
      document.querySelector(REGION).removeAttribute("aria-busy");
    });
}, { capture: true });

// Who goes on before the answer is there takes her last change along.
document.addEventListener("click", (event) => {
  const link = event.target.closest(`${REGION} a[href]`);
  if (!link || !waiting || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  queue.then(() => location.assign(link.href));
});

addEventListener("beforeunload", () => { leaving = true; });
addEventListener("pageshow", () => { leaving = false; });
