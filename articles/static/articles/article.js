// Players load when tapped; stamps say the reader's own time on hover and touch.

const ALLOWED = {
  video: "autoplay; encrypted-media; fullscreen; picture-in-picture",
  sound: "autoplay; encrypted-media",
  post: "",
};

function play(event) {
  const link = event.target.closest("[data-player] .embed-link");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const figure = link.closest("[data-player]");
  const frame = document.createElement("iframe");
  frame.src = figure.dataset.player;
  frame.title = `${link.querySelector(".embed-provider").textContent} player`;
  frame.allow = ALLOWED[figure.dataset.kind] ?? "";
  // Its own scripts and storage; no forms, pop-ups, downloads or way to our page.
  frame.setAttribute("sandbox", "allow-scripts allow-same-origin");
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  link.replaceWith(frame);
  frame.focus();
}

// Where the reader's clock differs from the site's, each stamp carries both.
function tellOwnTime() {
  const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });
  for (const time of document.querySelectorAll("time[datetime]")) {
    const moment = new Date(time.dateTime);
    if (time.dateTime.endsWith("+00:00") && moment.getTimezoneOffset() === 0) continue;
    time.title = `${clock.format(moment)} your time`;
  }
}

function equip() {
  tellOwnTime();
  // Few stories have one: the others do without its script.
  if (!document.querySelector("[data-gallery], .picture > [data-moves]")) return;
  import("./gallery.js").then(({ equipGalleries }) => equipGalleries());
}

document.addEventListener("click", play);
document.addEventListener("story:drawn", equip);
equip();
