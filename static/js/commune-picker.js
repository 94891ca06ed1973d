/* Makes `[data-commune-picker]` an ARIA 1.2 combobox that suggests communes while a person types.

   It writes the chosen label into the input; the server understands labels and whatever else is typed, so that the
   form works the same without this file. Fires `change` on the input when a commune is chosen.

   Classes, styled by the design system: `.combobox` (the wrapper: position relative), `.combobox__list` (the
   suggestions: position absolute below the input, so that nothing moves; `hidden` when closed), `.combobox__option`
   (`aria-selected="true"` on the one the keys are at, `aria-disabled="true"` on "nothing found"; a former name stands in
   a `<small>`), `.visually-hidden` (what screen readers are told). */

const DELAY = 150; // milliseconds after the last key
const SHORTEST = 2; // characters

export function enhance(wrapper) {
  if (wrapper.dataset.enhanced) return;
  wrapper.dataset.enhanced = "true";
  const input = wrapper.querySelector("input[type=text]");
  const list = wrapper.appendChild(document.createElement("ul"));
  const status = wrapper.appendChild(document.createElement("div"));
  const found = new Map(); // what was typed → the communes found, as long as the page lives
  let timer, request, active = -1;

  list.className = "combobox__list";
  list.id = `${input.id || input.name}-list`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", wrapper.dataset.listLabel);
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);

  function close() {
    clearTimeout(timer);
    request?.abort();
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    mark(-1);
  }

  function mark(position) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = position;
    const option = list.children[active];
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function choose(option) {
    if (option.getAttribute("aria-disabled")) return;
    input.value = option.dataset.label;
    close();
    input.focus();
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function show(communes) {
    const nothing = [{ label: wrapper.dataset.none, disabled: true }];
    list.replaceChildren(...(communes.length ? communes : nothing).map(optionFor));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    mark(-1);
    const { none, some } = wrapper.dataset;
    status.textContent = communes.length ? some.replace("%d", communes.length) : none;
  }

  function optionFor(commune, position) {
    const option = document.createElement("li");
    option.className = "combobox__option";
    option.id = `${list.id}-${position}`;
    option.dataset.label = commune.label;
    option.textContent = commune.label;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    if (commune.disabled) option.setAttribute("aria-disabled", "true");
    if (commune.former) option.appendChild(document.createElement("small")).textContent = commune.former;
    return option;
  }

  async function suggest() {
    const typed = input.value.trim();
    request?.abort();
    if (typed.length < SHORTEST) return close();
    if (!found.has(typed)) {
      request = new AbortController();
      const url = new URL(wrapper.dataset.url, location.href);
      url.searchParams.set("q", typed);
      try {
        const response = await fetch(url, { signal: request.signal, headers: { Accept: "application/json" } });
        if (!response.ok) return close();
        found.set(typed, (await response.json()).communes);
      } catch {
        return; // a newer question, or no network: typing goes on, the server resolves the text
      }
    }
    if (typed === input.value.trim() && document.activeElement === input) show(found.get(typed));
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(suggest, DELAY);
  });

  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const last = list.children.length - 1;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) return suggest();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const next = active + step;
      mark(active < 0 && step < 0 ? last : next > last ? -1 : next); // past either end: back in the text
    } else if (event.key === "Enter" && !list.hidden && active >= 0) {
      event.preventDefault();
      choose(list.children[active]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
  });

  input.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "mouse") event.preventDefault(); // the input keeps the focus
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the same after a tap
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });
}

function enhanceAll(root = document) {
  root.querySelectorAll("[data-commune-picker]").forEach(enhance);
}

enhanceAll();
document.addEventListener("htmx:load", (event) => enhanceAll(event.target));
