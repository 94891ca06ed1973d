// The heart of a product, for who is signed in: kept or let go where it is. Without script the form goes and comes back.

import { sendPlainly, toast } from "./ui.js";

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-heart]");
  if (!form) return;
  event.preventDefault();
  const button = form.querySelector("button");
  if (button.disabled) return;
  button.disabled = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
    const { wished, message } = await answer.json();
    button.setAttribute("aria-pressed", wished);
    form.elements.wished.value = wished ? "0" : "1";
    toast(message);
  } catch {
    sendPlainly(form);
  }
  button.disabled = false;
}, true);
