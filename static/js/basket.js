// Changes in the basket without a new page: the form is sent as it is, and the basket of the answer takes the old one's place.

import { setBasketCount } from "./ui.js";

const REGIONS = ['[data-region="basket"]', ".messages"];

async function send(form, submitter) {
  const region = document.querySelector(REGIONS[0]);
  region.setAttribute("aria-busy", "true");
  const answer = await fetch(form.getAttribute("action"), { method: "POST", body: new FormData(form, submitter) });
  if (!answer.ok) { location.reload(); return; }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const focused = document.activeElement?.id;
  document.querySelector(".messages")?.remove();
  region.replaceWith(page.querySelector(REGIONS[0]));
  const messages = page.querySelector(".messages");
  if (messages) document.querySelector("main .wrap").prepend(messages);
  setBasketCount(Number(page.querySelector("[data-basket-count]")?.textContent || 0));
  document.getElementById(focused)?.focus();
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest('[data-form="basket-line"]');
  if (!form) return;
  event.preventDefault();
  send(form, event.submitter).catch(() => HTMLFormElement.prototype.submit.call(form));
}, { capture: true });
