/* Where the trainer asked for nearness: the phone says where it is before the form is sent. */

const form = document.querySelector("[data-where]");

form?.addEventListener("submit", (event) => {
  if ("asked" in form.dataset || !navigator.geolocation) return;
  form.dataset.asked = "";
  event.preventDefault();
  event.stopImmediatePropagation();
  const send = () => form.requestSubmit();
  navigator.geolocation.getCurrentPosition(({ coords }) => {
    form.elements.latitude.value = coords.latitude;
    form.elements.longitude.value = coords.longitude;
    send();
  }, send, { timeout: 10_000 });
}, true);
