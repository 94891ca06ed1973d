// What makes the pages pleasant; everything works without it.

const root = document.documentElement;
root.classList.add("js");
const text = (name) => document.querySelector(`meta[name="text-${name}"]`).content;
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

/** A short message over the page; `level` is success, error, warning or info. Errors stay until closed. */
export function toast(words, level = "success") {
  const region = document.querySelector("[data-toasts]");
  if (!region) return;
  const box = document.createElement("div");
  box.className = `message message--${level}`;
  const body = document.createElement("div");
  body.textContent = words;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "message__close";
  close.dataset.dismiss = "";
  close.setAttribute("aria-label", text("close"));
  close.textContent = "×";
  box.append(body, close);
  region.append(box);
  if (level !== "error") setTimeout(() => box.remove(), 6000);
}

/** Set the number on the basket everywhere it is shown. */
export function setBasketCount(n) {
  for (const mark of document.querySelectorAll(".basket-mark")) {
    let count = mark.querySelector(".count");
    if (!n) { count?.remove(); continue; }
    if (!count) {
      count = document.createElement("span");
      count.className = "count";
      mark.append(count);
    }
    count.textContent = n;
  }
}

// quantity stepper: − and + beside a number input ----
function syncStepper(stepper) {
  const input = stepper.querySelector("input");
  const value = Number(input.value) || 0;
  for (const button of stepper.querySelectorAll("[data-step]")) {
    const down = Number(button.dataset.step) < 0;
    const bound = down ? input.min : input.max;
    button.disabled = input.disabled || (bound !== "" && (down ? value <= bound : value >= bound));
  }
}

function step(button) {
  const input = button.closest("[data-stepper]").querySelector("input");
  if (Number(button.dataset.step) > 0) input.stepUp(); else input.stepDown();
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

// one listener for what is pressed ----
document.addEventListener("click", (event) => {
  const hit = (selector) => event.target.closest(selector);
  hit("[data-dismiss]")?.closest(".message")?.remove();
  const stepButton = hit("[data-step]");
  if (stepButton) step(stepButton);
  const opener = hit("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog?.showModal) { event.preventDefault(); dialog.showModal(); }
  if (hit("[data-dialog-close]")) { event.preventDefault(); hit("dialog")?.close(); }
  if (event.target.open && event.target.matches("dialog")) {
    const { top, bottom, left, right } = event.target.getBoundingClientRect();
    const { clientX: x, clientY: y } = event;
    if (y < top || y > bottom || x < left || x > right) event.target.close();
  }
  const thumb = hit(".gallery__thumbs a");
  if (thumb) { event.preventDefault(); showPicture(thumb); }
  if (hit("[data-print]")) print();
  const copy = hit("[data-copy]");
  if (copy) navigator.clipboard?.writeText(copy.dataset.copy).then(() => toast(text("copied")));
});

document.addEventListener("change", (event) => {
  const stepper = event.target.closest("[data-stepper]");
  if (stepper) syncStepper(stepper);
  if (event.target.closest("[data-autosubmit]")) event.target.form?.requestSubmit();
});

/** Says that there is no signal, where there is none: a form that went without one would lose the page. */
function lacksSignal() {
  if (!navigator.onLine) toast(text("no-signal"), "warning");
  return !navigator.onLine;
}

/** Sends a form as without script, where the script could not; without a signal it stays as the page came. */
export function sendPlainly(form) {
  if (!lacksSignal()) { HTMLFormElement.prototype.submit.call(form); return; }
  form.reset();
  for (const stepper of form.querySelectorAll("[data-stepper]")) syncStepper(stepper);
}

// a form is sent once: its button says so while the answer is under way ----
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "dialog" || event.defaultPrevented) return;
  if (form.dataset.sending || (form.method === "post" && lacksSignal())) { event.preventDefault(); return; }
  if (form.method === "post") form.dataset.sending = "1";
  const button = event.submitter;
  if (button?.classList.contains("btn")) button.setAttribute("aria-busy", "true");
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sending]")) delete form.dataset.sending;
  for (const button of document.querySelectorAll('form .btn[aria-busy="true"]')) button.removeAttribute("aria-busy");
});

// gallery: thumbnails follow the strip, and move it ----
function showPicture(thumb) {
  const slide = document.getElementById(thumb.hash.slice(1));
  slide?.parentElement.scrollTo({ left: slide.offsetLeft - slide.parentElement.offsetLeft, behavior: calm ? "auto" : "smooth" });
}

for (const gallery of document.querySelectorAll("[data-gallery]")) {
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries.filter((e) => e.isIntersecting)) {
      for (const thumb of gallery.querySelectorAll(".gallery__thumbs a")) {
        thumb.ariaCurrent = thumb.hash === `#${entry.target.id}` ? "true" : null;
      }
    }
  }, { root: gallery.querySelector(".gallery__strip"), threshold: 0.6 });
  gallery.querySelectorAll(".gallery__strip > *").forEach((slide) => seen.observe(slide));
}

// filters: a column on the desktop, a sheet on the phone ----
const wide = matchMedia("(min-width: 62em)");
for (const panel of document.querySelectorAll("details.filters")) {
  const follow = () => { panel.open = wide.matches; };
  follow();
  wide.addEventListener("change", follow);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && panel.open && !wide.matches) { panel.open = false; panel.querySelector("summary").focus(); }
  });
}

// a form that came back: what is wrong in it, into sight ----
const wrong = document.querySelector("main :is(.form-errors, .field__error)");
if (wrong && wrong.getBoundingClientRect().bottom > innerHeight) wrong.scrollIntoView({ block: "center" });

// no signal ----
const offline = document.querySelector("[data-offline]");
const showSignal = () => { if (offline) offline.hidden = navigator.onLine; };
addEventListener("online", showSignal);
addEventListener("offline", showSignal);
showSignal();

for (const stepper of document.querySelectorAll("[data-stepper]")) syncStepper(stepper);
