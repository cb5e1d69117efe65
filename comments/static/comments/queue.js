// Lets keys press the queue's buttons, and decides in place: the next card comes up.
// Without this every button is a plain one that leads back to the queue.

const POLL_SECONDS = 20;
const queue = document.querySelector(".queue");
const keys = document.querySelector(".queue-keys");
const news = document.querySelector(".queue-news");
const DECISIONS = new Set(["approve", "restore", "hide", "grant", "refuse"]);
let hiding = null;

const cards = () => [...document.querySelectorAll(".queue > .card")];
const current = () => document.activeElement?.closest(".card") ?? null;

function stepTo(card) {
  stopHiding();
  if (!card) return;
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "start" });
}

function step(by) {
  const all = cards();
  const place = all.indexOf(current());
  stepTo(all[place < 0 ? 0 : Math.min(all.length - 1, Math.max(0, place + by))]);
}

// --- Deciding ------------------------------------------------------------

async function send(form, submitter) {
  const body = new URLSearchParams(new FormData(form, submitter));
  const answer = await fetch(form.action, {
    method: "POST",
    body,
    headers: { Accept: "application/json" },
  });
  if (answer.status !== 200 && answer.status !== 409) throw new Error(answer.status);
  return { isDone: answer.ok, ...(await answer.json()) };
}

async function decide(form, submitter) {
  const card = form.closest(".card");
  if (card.dataset.busy) return;
  card.dataset.busy = "1";
  try {
    const told = await send(form, submitter);
    if (!told.isDone) tell(card, told.said);
    else if (DECISIONS.has(submitter.name === "hide" ? "hide" : submitter.value)) {
      finish(card, told);
    } else await redraw(card, told.said);
  } catch {
    form.dataset.plain = "1"; // sent as the browser would without script
    form.requestSubmit(submitter);
  } finally {
    delete card.dataset.busy;
  }
}

function tell(card, said) {
  const line = card.querySelector(".card-said");
  line.textContent = `${said} `;
  const again = document.createElement("a");
  again.href = location.href;
  again.textContent = "Read it again";
  line.append(again);
  card.focus({ preventScroll: true });
}

// What is decided shrinks to a line that can undo it; the place after it comes up.
function finish(card, { said, group }) {
  const all = cards();
  const next = all[all.indexOf(card) + 1];
  const line = document.createElement("div");
  line.className = "card-done";
  line.id = card.id;
  line.append(`№ ${card.id.replace(/\D+/g, "")} ${said} `);
  if (group) line.append(undoButton(group, line));
  card.replaceWith(line);
  if (next) stepTo(next);
  else if (cards().length) stepTo(cards().at(-1));
  else location.assign(queue.dataset.next || location.href);
}

function undoButton(group, line) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "card-quiet";
  button.dataset.group = group;
  button.textContent = "Undo";
  button.addEventListener("click", () => undo(group, line));
  return button;
}

async function undo(group, line) {
  const form = document.querySelector(".card-acts, .queue-mine, .queue-bulk");
  const url = new URL(`../undo/${group}/`, location.href);
  const copy = document.createElement("form");
  copy.action = url.href;
  copy.append(form.querySelector("[name=csrfmiddlewaretoken]").cloneNode());
  const told = await send(copy);
  if (!told.isDone) line.textContent = told.said;
  else if (!(await redraw(line))) line.textContent = told.said;
}

// Draw a card as it stands now on the server; false where it has left this page.
async function redraw(place, said = "") {
  const answer = await fetch(location.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const card = page.getElementById(place.id);
  if (!card) return false;
  const fresh = document.importNode(card, true);
  place.replaceWith(fresh);
  fresh.querySelector(".card-said").textContent = said;
  stepTo(fresh);
  return true;
}

// --- Keys ----------------------------------------------------------------

function startHiding(card) {
  stopHiding();
  if (!card?.querySelector("[data-reason]")) return;
  hiding = card;
  card.classList.add("card-is-hiding");
}

function stopHiding() {
  hiding?.classList.remove("card-is-hiding");
  hiding = null;
}

function press(key) {
  const card = current() ?? cards()[0];
  if (hiding) {
    const reason = hiding.querySelector(`[data-reason="${CSS.escape(key)}"]`);
    stopHiding();
    reason?.click();
    return Boolean(reason);
  }
  if (key === "j" || key === "k") step(key === "j" ? 1 : -1);
  else if (key === "h") startHiding(card);
  else if (key === "?") keys.showModal();
  else if (key === "u") undoLast();
  else if (key === "n") openNotes(card);
  else return clickKey(card, key);
  return true;
}

function clickKey(card, key) {
  const button = card?.querySelector(`[data-key="${CSS.escape(key)}"]`);
  button?.click();
  return Boolean(button);
}

function undoLast() {
  const done = [...document.querySelectorAll(".card-done [data-group]")].at(-1);
  if (done) done.click();
  else document.querySelector("[data-undo]")?.requestSubmit();
}

function openNotes(card) {
  const notes = card?.querySelector(".card-notes");
  if (!notes) return;
  notes.open = true;
  notes.querySelector("input").focus();
}

function isTyping(target) {
  return target.closest("input:not([type=checkbox]), textarea, select, dialog[open]");
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (event.key === "Escape") stopHiding();
  else if (event.key.length === 1 && press(event.key)) event.preventDefault();
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches(".card-acts") || form.dataset.plain || !event.submitter) return;
  event.preventDefault();
  decide(form, event.submitter);
});

const help = document.querySelector(".queue-help");
help.hidden = false; // without script there are no keys
help.addEventListener("click", () => keys.showModal());

// --- News ----------------------------------------------------------------

async function lookForNews() {
  if (document.hidden || !news) return;
  const answer = await fetch(news.dataset.news, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const { new: number } = await answer.json();
  if (!number || news.dataset.told === String(number)) return;
  news.dataset.told = number;
  const link = document.createElement("a");
  link.href = location.pathname + location.search;
  link.textContent = `${number} new in the queue`;
  news.replaceChildren(link);
}

setInterval(() => lookForNews().catch(() => null), POLL_SECONDS * 1000);
