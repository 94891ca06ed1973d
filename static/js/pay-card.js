// The card's fields are Stripe's; we only ever see a token. 3-D Secure happens in Stripe's own window.

const form = document.querySelector("[data-card-form]");
const problem = form.querySelector("[data-card-error]");
const button = form.querySelector("button");
const stripe = window.Stripe(form.dataset.key, { locale: form.dataset.locale });
const card = stripe.elements().create("card", { hidePostalCode: true });
card.mount(form.querySelector("[data-card-element]"));

function say(words) {
  problem.textContent = words || form.dataset.failed;
  problem.hidden = false;
  button.removeAttribute("aria-busy");
  button.disabled = false;
}

async function charge(token) {
  const body = new FormData(form);
  body.set("token", token);
  const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
  return answer.json();
}

async function pay() {
  const { token, error } = await stripe.createToken(card);
  if (error) return say(error.message);
  const told = await charge(token.id);
  if (told.message) return say(told.message);
  if (told.status === "requires_action") {
    const result = await stripe.confirmCardPayment(told.client_secret);
    if (result.error) return say(result.error.message);
    if (result.paymentIntent.status !== "succeeded") return say();
  }
  location.assign(form.dataset.return);
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  problem.hidden = true;
  button.setAttribute("aria-busy", "true");
  button.disabled = true;
  try { await pay(); } catch { say(); }
});
