// The sums of the checkout follow the commune and the ways she chooses; without this the page shows both possible totals.

const summary = document.querySelector("[data-summary]");
const ward = document.querySelector('[name="ward"]');
let asked = 0;

async function refresh() {
  const question = ++asked;
  const chosen = new URLSearchParams({ ward: ward.value });
  for (const way of document.querySelectorAll("[data-way]:checked")) chosen.set(way.name, way.value);
  const answer = await fetch(`${summary.dataset.summary}?${chosen}`);
  if (!answer.ok) return;
  const sums = await answer.text();
  if (question !== asked) return; // she has chosen anew since
  summary.style.minHeight = `${summary.offsetHeight}px`; // the button below stays under the finger that is about to press it
  summary.innerHTML = sums;
}

ward?.addEventListener("change", refresh);
addEventListener("pageshow", () => { if (ward && ward.value !== ward.defaultValue) refresh(); }); // what she typed came back with the page
for (const way of document.querySelectorAll("[data-way]")) way.addEventListener("change", refresh);
