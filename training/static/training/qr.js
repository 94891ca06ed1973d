/* The code on the hall's screen, a new one every few seconds. */

const place = document.querySelector("[data-qr]");
let shown = Date.now();

async function renew() {
  try {
    const answer = await fetch(place.dataset.qr, { headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    const { svg } = await answer.json();
    place.querySelector("[data-qr-code]").innerHTML = svg;
    shown = Date.now();
  } catch { /* said below */ }
  place.querySelector("[data-qr-stale]").hidden = Date.now() - shown < 45_000;
}

setInterval(renew, Number(place.dataset.period) * 1000);
