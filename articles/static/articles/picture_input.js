// A picture's number gets its looks and a button that fills it from the library.

import { choose, thumbnail } from "./picker.js";

function equip(box) {
  if (box.dataset.ready) return;
  box.dataset.ready = "1";
  const input = box.querySelector("input");
  const preview = box.querySelector("img") ?? document.createElement("img");
  const words = box.querySelector("[data-words]");
  const clear = box.querySelector("[data-clear]");
  const button = box.querySelector("[data-choose]");

  const show = (text) => {
    const id = /^[0-9]+$/.test(input.value.trim()) ? input.value.trim() : "";
    preview.hidden = clear.hidden = !id;
    if (id) Object.assign(preview, { src: thumbnail(id), alt: `Picture No. ${id}` });
    words.textContent = id ? text : "";
  };
  const set = (value, text = "") => {
    input.value = value;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    show(text);
  };
  button.setAttribute("role", "button");
  button.addEventListener("click", async (event) => {
    event.preventDefault();
    const [picked] = await choose();
    if (picked) set(picked.id, picked.words);
    button.focus();
  });
  clear.addEventListener("click", () => {
    set("");
    button.focus();
  });
  for (const kind of ["input", "change"]) input.addEventListener(kind, () => show(""));
  preview.addEventListener("error", () => {
    preview.hidden = true;
    words.textContent = `The library has no picture No. ${input.value}.`;
  });
  clear.hidden = !input.value;
  if (preview.isConnected) return;
  preview.className = "picture-input-preview";
  preview.hidden = true;
  box.prepend(preview);
}

document.querySelectorAll("[data-picture-input]").forEach(equip);
document.addEventListener("formset:added", (event) => {
  event.target.querySelectorAll("[data-picture-input]").forEach(equip);
});
