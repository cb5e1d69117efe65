// Opens the comment form in the thread, keeps drafts, likes in place.
// Without this the same links open pages that do the same.

const KEPT = "dateline-draft:";
const SENT = "dateline-sent";
const SIGNATURE = "dateline-signature";
const NEARLY_FULL = 500;

// A private window may refuse storage: then nothing is kept, and all else works.
const store = {
  get: (key) => attempt(() => localStorage.getItem(key)),
  set: (key, value) => attempt(() => localStorage.setItem(key, value)),
  drop: (key) => attempt(() => localStorage.removeItem(key)),
};

function attempt(act) {
  try {
    return act();
  } catch {
    return null;
  }
}

async function fetchPage(url, options) {
  const answer = await fetch(url, options);
  if (!answer.ok) throw new Error(answer.statusText);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

// --- The form ------------------------------------------------------------

async function openForm(link) {
  const host = link.closest(".comment, .update-answers, .comments-join");
  const open = host.querySelector("form") ?? host.nextElementSibling;
  if (open?.matches?.("form")) {
    open.querySelector("textarea")?.focus();
    return;
  }
  const url = new URL(link.href);
  url.searchParams.set("fragment", "");
  const form = (await fetchPage(url)).querySelector("form");
  if (host.matches("p")) host.after(form);
  else host.append(form);
  giveOwnIds(form, `${url.pathname}${url.search}`);
  tend(form);
  form.querySelector("textarea")?.focus();
  form.querySelector(".form-cancel")?.addEventListener("click", (event) => {
    event.preventDefault();
    form.remove();
    link.focus();
  });
}

// Two open forms must not share the ids their labels point to.
function giveOwnIds(form, path) {
  const suffix = path.replace(/\W+/g, "-");
  for (const field of form.querySelectorAll("[id]")) {
    const id = field.id;
    field.id = id + suffix;
    form.querySelector(`label[for="${id}"]`)?.setAttribute("for", field.id);
    form
      .querySelector(`[aria-describedby~="${id}"]`)
      ?.setAttribute("aria-describedby", field.id);
  }
}

function tend(form) {
  const words = form.querySelector("textarea:not([readonly])");
  if (!words || !form.dataset.draft) return;
  keepDraft(form, words);
  countDown(words);
  rememberSignature(form);
}

// A draft is kept until its comment is seen on the page that follows the posting.
function keepDraft(form, words) {
  const key = KEPT + form.dataset.draft;
  words.value ||= store.get(key) ?? "";
  words.addEventListener("input", () => {
    if (words.value) store.set(key, words.value);
    else store.drop(key);
  });
  form.addEventListener("submit", (event) => {
    if (event.submitter?.name === "preview") return;
    attempt(() => sessionStorage.setItem(SENT, key));
  });
}

// What this tab has sent was taken if it was led from there to a comment, or told that
// it is held. Any other page that comes next proves nothing, and the draft stays.
function forgetSentDraft(comment) {
  const key = attempt(() => sessionStorage.getItem(SENT));
  attempt(() => sessionStorage.removeItem(SENT));
  const wasLed = performance.getEntriesByType("navigation")[0]?.redirectCount;
  const isTaken = (comment && wasLed) || document.querySelector("[data-held]");
  if (key && isTaken) store.drop(key);
}

function countDown(words) {
  const counter = document.createElement("p");
  counter.className = "field-help";
  counter.setAttribute("aria-live", "polite");
  words.after(counter);
  const tell = () => {
    const left = words.maxLength - words.value.length;
    counter.textContent = left <= NEARLY_FULL ? `${left} characters left` : "";
  };
  words.addEventListener("input", tell);
  tell();
}

// A guest's name stays in this browser, and only when asked to.
function rememberSignature(form) {
  const fields = [...form.querySelectorAll("[name=name], [name=email]")];
  if (!fields.length) return;
  const kept = attempt(() => JSON.parse(store.get(SIGNATURE))) ?? {};
  for (const field of fields) field.value ||= kept[field.name] ?? "";
  const label = document.createElement("label");
  label.className = "remember";
  const box = document.createElement("input");
  box.type = "checkbox";
  box.checked = Boolean(kept.name);
  label.append(box, " Remember me in this browser");
  form.querySelector(".form-acts").before(label);
  form.addEventListener("submit", () => {
    const signature = Object.fromEntries(fields.map(({ name, value }) => [name, value]));
    if (box.checked) store.set(SIGNATURE, JSON.stringify(signature));
    else store.drop(SIGNATURE);
  });
}

// --- Liking --------------------------------------------------------------

async function like(link) {
  const form = (await fetchPage(link.href)).querySelector("form[data-like]");
  if (!form) throw new Error("sign in first");
  const body = new URLSearchParams(new FormData(form));
  const answer = await fetch(link.href, { method: "POST", body, redirect: "manual" });
  if (answer.type !== "opaqueredirect") throw new Error(answer.statusText);
  const likes = Number(link.dataset.like) + (body.has("unlike") ? -1 : 1);
  link.dataset.like = likes;
  link.textContent = likes ? `Like ${likes}` : "Like";
}

// --- The page ------------------------------------------------------------

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-write], [data-like]");
  if (!link?.href || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const act = "write" in link.dataset ? openForm : like;
  act(link).catch(() => location.assign(link.href));
});

// Whoever has just posted, or followed a link to a comment, goes on from there.
function stepTo(comment) {
  if (!comment) return;
  comment.tabIndex = -1;
  comment.focus();
}

document.querySelectorAll("form[data-draft]").forEach(tend);
const shown =
  location.hash.startsWith("#comment-") && document.getElementById(location.hash.slice(1));
stepTo(shown);
forgetSentDraft(shown);
