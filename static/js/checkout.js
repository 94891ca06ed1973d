// The sums of the checkout follow the commune she names; without this the page shows both possible totals.

const summary = document.querySelector("[data-summary]");
const ward = document.querySelector('[name="ward"]');

ward?.addEventListener("change", async () => {
  const answer = await fetch(`${summary.dataset.summary}?ward=${encodeURIComponent(ward.value)}`);
  if (answer.ok) summary.innerHTML = await answer.text();
});
