// Saves a form while she types; without a signal it waits on the page and is sent when the signal is back.

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const state = form.querySelector("[data-autosave-state]");
  let timer, sent = "", sending = false;

  const written = () => {
    const data = new FormData(form);
    data.delete("csrfmiddlewaretoken");
    return new URLSearchParams(data).toString();
  };

  const save = async () => {
    clearTimeout(timer);
    const now = written();
    if (sending || now === sent) return;
    sending = true;
    state.textContent = form.dataset.saving;
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.statusText);
      sent = now;
      state.textContent = form.dataset.saved;
    } catch {
      state.textContent = form.dataset.unsaved;
    }
    sending = false;
    if (sent === now && written() !== now) later();
  };

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(save, 900);
  };

  sent = written();
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  addEventListener("online", save);
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
}
