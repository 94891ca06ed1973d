// Photos of papers are made smaller on the phone before they travel, and sent as soon as they are chosen.

const LONGEST = 2000;

async function smaller(file) {
  if (!/^image\/(jpeg|png|webp)$/.test(file.type) || file.size < 400_000) return file;
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    const blob = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", 0.85); });
    return blob && blob.size < file.size ? new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg" }) : file;
  } catch {
    return file; // what this phone cannot read, the server may
  }
}

for (const form of document.querySelectorAll("form[data-paper]")) {
  const input = form.querySelector("input[type=file]");
  input.addEventListener("change", async () => {
    if (!input.files.length) return;
    form.setAttribute("aria-busy", "true");
    const files = new DataTransfer();
    for (const file of input.files) files.items.add(await smaller(file));
    input.files = files.files;
    form.requestSubmit();
  });
}
