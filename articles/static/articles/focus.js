// The focal point: a click on the picture fills the two numbers; the crops follow.

const box = document.querySelector("[data-focus]");
const x = document.querySelector("#id_focus_x");
const y = document.querySelector("#id_focus_y");
if (box && x && y) equip(box.querySelector("img"));

function equip(picture) {
  const mark = document.createElement("span");
  mark.className = "focus-mark";
  box.append(mark);
  box.classList.add("focus-ready");
  const crops = document.createElement("div");
  crops.className = "focus-crops";
  for (const [kind, name] of [["square", "Square"], ["social", "Social sites"]]) {
    const figure = document.createElement("figure");
    const crop = document.createElement("img");
    crop.src = picture.currentSrc || picture.src;
    crop.alt = "";
    crop.className = `focus-${kind}`;
    const caption = document.createElement("figcaption");
    caption.textContent = name;
    figure.append(crop, caption);
    crops.append(figure);
  }
  box.after(crops);

  const show = () => {
    const [left, top] = [x, y].map((input) => `${Number(input.value) || 0}%`);
    mark.style.left = left;
    mark.style.top = top;
    for (const crop of crops.querySelectorAll("img")) {
      crop.style.objectPosition = `${left} ${top}`;
    }
  };
  picture.addEventListener("click", (event) => {
    const edge = picture.getBoundingClientRect();
    x.value = Math.round(((event.clientX - edge.left) / edge.width) * 100);
    y.value = Math.round(((event.clientY - edge.top) / edge.height) * 100);
    show();
  });
  for (const input of [x, y]) input.addEventListener("input", show);
  show();
}
