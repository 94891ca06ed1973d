// The waiting page: asks now and then whether the money has come, and turns when it has. A refresh does the same.

const page = document.querySelector("[data-waiting]");
let missing = null;
let pause = 3000;

async function look() {
  if (document.visibilityState === "visible") {
    try {
      const answer = await fetch(page.dataset.waiting, { headers: { Accept: "application/json" } });
      const told = await answer.json();
      if (!told.waiting || (missing !== null && told.missing !== missing)) return location.reload();
      missing = told.missing;
      pause = Math.min(pause * 1.15, 15000);
    } catch {
      pause = 15000;
    }
  }
  setTimeout(look, pause);
}

document.addEventListener("visibilitychange", () => { pause = 3000; });
setTimeout(look, pause);
