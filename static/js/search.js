/* The search box suggests while a person types (an ARIA combobox), and results tell which of them was opened.

   Without this file the form still searches. What she searched before is kept in her browser only. */

const DELAY = 120; // milliseconds after the last key
const RECENT = "chosen-searches";
const MOST_RECENT = 5;

const recent = {
  all() {
    try { return JSON.parse(localStorage.getItem(RECENT)) ?? []; } catch { return []; }
  },
  add(text) {
    try {
      const others = this.all().filter((one) => one.toLowerCase() !== text.toLowerCase());
      localStorage.setItem(RECENT, JSON.stringify([text, ...others].slice(0, MOST_RECENT)));
    } catch { /* a private window keeps nothing */ }
  },
};

function enhance(form) {
  const input = form.querySelector("input[type=search]");
  const words = form.dataset;
  const list = document.createElement("div");
  const status = document.createElement("div");
  const found = new Map(); // what was typed → its suggestions, as long as the page lives
  const price = new Intl.NumberFormat(document.documentElement.lang === "en" ? "en" : "vi");
  let timer, request, options = [], active = -1;

  list.className = "combobox__list search-box__list";
  list.id = `${input.id}-list`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", words.suggestions);
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  form.append(list, status);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) input.setAttribute(name, value);

  function close() {
    clearTimeout(timer);
    request?.abort();
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    mark(-1);
  }

  function mark(place) {
    options[active]?.setAttribute("aria-selected", "false");
    active = place;
    const option = options[active];
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function optionFor({ text, url, small, image }) {
    const option = document.createElement("div");
    option.className = "combobox__option search-box__option";
    option.id = `${list.id}-${options.length}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.url = url;
    if (image) {
      const picture = option.appendChild(document.createElement("img"));
      Object.assign(picture, { src: image, alt: "", width: 48, height: 48 });
    }
    const label = option.appendChild(document.createElement("span"));
    label.textContent = text;
    if (small) label.appendChild(document.createElement("small")).textContent = small;
    options.push(option);
    return option;
  }

  function group(title, entries) {
    if (!entries?.length) return null;
    const box = document.createElement("div");
    const head = box.appendChild(document.createElement("div"));
    box.setAttribute("role", "group");
    head.id = `${list.id}-${title.replace(/\W+/g, "")}-${options.length}`;
    head.className = "combobox__note";
    head.textContent = title;
    box.setAttribute("aria-labelledby", head.id);
    box.append(...entries.map(optionFor));
    return box;
  }

  const searchFor = (text) => ({ text, url: `${form.action}?q=${encodeURIComponent(text)}` });

  function show(typed, answer) {
    options = [];
    const before = recent.all().filter((one) => one.toLowerCase().startsWith(typed.toLowerCase()) && one !== typed);
    const others = answer.queries.filter((one) => !before.includes(one));
    const listings = answer.listings.map((one) => ({ text: one.title, url: one.url, image: one.image, small: `${price.format(one.price)} ₫ · ${one.shop}` }));
    const named = (entries) => entries.map(({ name, url }) => ({ text: name, url }));
    const groups = [
      group(words.recent, before.slice(0, typed ? 2 : MOST_RECENT).map(searchFor)),
      group(words.popular, others.map(searchFor)),
      group(words.listings, listings),
      group(words.categories, named(answer.categories)),
      group(words.shops, named(answer.shops)),
    ].filter(Boolean);
    list.replaceChildren(...groups);
    list.hidden = !options.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    mark(-1);
    status.textContent = options.length ? words.found.replace("%d", options.length) : "";
  }

  async function suggest() {
    const typed = input.value.trim();
    request?.abort();
    if (!found.has(typed)) {
      request = new AbortController();
      const url = new URL(words.suggest, location.href);
      url.searchParams.set("q", typed);
      try {
        const response = await fetch(url, { signal: request.signal, headers: { Accept: "application/json" } });
        if (!response.ok) return close();
        found.set(typed, await response.json());
      } catch {
        return; // a newer question, or no network: typing goes on
      }
    }
    if (typed === input.value.trim() && document.activeElement === input) show(typed, found.get(typed));
  }

  function choose(option) {
    close();
    location.assign(option.dataset.url);
  }

  function move(event) {
    event.preventDefault();
    if (list.hidden) return suggest();
    const next = active + (event.key === "ArrowDown" ? 1 : -1);
    mark(next < -1 ? options.length - 1 : next >= options.length ? -1 : next); // past either end: back in the text
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(suggest, DELAY);
  });
  input.addEventListener("focus", suggest);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") move(event);
    else if (event.key === "Enter" && !list.hidden && active >= 0) {
      event.preventDefault();
      choose(options[active]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
  });
  input.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the input keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });
  form.addEventListener("submit", () => { if (input.value.trim()) recent.add(input.value.trim()); });
}

document.querySelectorAll("form[data-search]").forEach(enhance);

document.querySelector("[data-search-results]")?.addEventListener("click", (event) => {
  const card = event.target.closest("a") && event.target.closest("[data-listing]");
  const { searchResults: ticket, clicked } = event.currentTarget.dataset;
  if (card && ticket) navigator.sendBeacon(clicked, new URLSearchParams({ ticket, slug: card.dataset.listing }));
});
