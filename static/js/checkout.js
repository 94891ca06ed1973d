// The sums of the checkout follow the commune and the ways she chooses; without this the page shows both possible totals.

const summary = document.querySelector("[data-summary]");
const ward = document.querySelector('[name="ward"]');

async function refresh() {
  const chosen = new URLSearchParams({ ward: ward.value });
  for (const way of document.querySelectorAll("[data-way]:checked")) chosen.set(way.name, way.value);
  const answer = await fetch(`${summary.dataset.summary}?${chosen}`);
  if (answer.ok) summary.innerHTML = await answer.text();
}

ward?.addEventListener("change", refresh);
for (const way of document.querySelectorAll("[data-way]")) way.addEventListener("change", refresh);
