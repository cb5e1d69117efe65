// Galleries get buttons, and what moves by itself can be stopped.

function button(text, act, label = "") {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  if (label) made.setAttribute("aria-label", label);
  made.addEventListener("click", act);
  return made;
}

// The strip scrolls by itself; here it says where it stands and steps at a press.
function equip(gallery) {
  if (gallery.querySelector(".gallery-steps")) return;
  const strip = gallery.querySelector(".gallery-strip");
  const count = gallery.querySelector(".gallery-count");
  const last = strip.children.length - 1;
  const place = () => Math.round((strip.scrollLeft / (strip.scrollWidth || 1)) * (last + 1));
  const step = (by) => {
    const to = strip.children[Math.min(Math.max(place() + by, 0), last)];
    strip.scrollTo({ left: to.offsetLeft - strip.children[0].offsetLeft });
  };
  const previous = button("‹", () => step(-1), "Previous picture");
  const next = button("›", () => step(1), "Next picture");
  const tell = () => {
    count.textContent = `${place() + 1} of ${last + 1}`;
    previous.disabled = place() === 0;
    next.disabled = place() === last;
  };
  const steps = document.createElement("span");
  steps.className = "gallery-steps";
  steps.append(previous, next);
  gallery.querySelector(":scope > figcaption").append(steps);
  count.setAttribute("aria-live", "polite");
  strip.addEventListener("scroll", tell, { passive: true });
  strip.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by || event.target !== strip) return;
    event.preventDefault();
    step(by);
  });
  tell();
}

// What moves by itself can be stopped: its first frame is put before it.
function stoppable(picture) {
  if (picture.dataset.moves === "can stop") return;
  picture.dataset.moves = "can stop";
  const still = picture.querySelector("source[media]").cloneNode();
  still.removeAttribute("media");
  const stop = button("Stop the motion", () => {
    if (still.isConnected) still.remove();
    else picture.prepend(still);
    stop.textContent = still.isConnected ? "Let it move" : "Stop the motion";
  });
  picture.after(stop);
}

export function equipGalleries() {
  document.querySelectorAll("[data-gallery]").forEach(equip);
  document.querySelectorAll(".picture > [data-moves]").forEach(stoppable);
}
