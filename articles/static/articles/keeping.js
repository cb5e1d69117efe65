// An open form keeps what is in it, in this browser at once and on the server soon,
// and tells who else has it open.

const BEAT = 20_000;
const SETTLED = 3_000;
const NOT_KEPT = new Set(["csrfmiddlewaretoken", "version"]);
const NOT_FILLED = new Set([...NOT_KEPT, "submission"]); // each form has its own name

export function fieldsOf(form) {
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    const isKept = typeof value === "string" && !name.startsWith("_");
    if (isKept && !NOT_KEPT.has(name)) fields[name] = value;
  }
  return fields;
}

export function fill(form, fields) {
  for (const field of form.elements) {
    if (!(field.name in fields) && field.type !== "checkbox") continue;
    if (NOT_FILLED.has(field.name) || ["submit", "file"].includes(field.type)) continue;
    if (field.type === "checkbox") field.checked = field.name in fields;
    else field.value = fields[field.name];
    field.proseEditor?.commands.setContent(field.value, true);
  }
}

export class Keeper {
  constructor(element) {
    this.element = element;
    this.form = element.closest("form");
    const { user, place } = element.dataset;
    this.key = `dateline:${user}:${location.pathname}:${place}`;
    this.version = element.dataset.version;
    this.isChanged = false;
    this.isSent = false; // as it is in the form
    this.form.addEventListener("input", () => this.note());
    this.form.addEventListener("change", () => this.note());
    this.form.addEventListener("submit", () => {
      this.isSent = true;
      this.save();
    });
    addEventListener("pagehide", () => this.isChanged && this.save());
    setInterval(() => this.beat(), BEAT);
  }

  note() {
    this.isChanged = true;
    clearTimeout(this.waiting);
    this.keep();
    this.waiting = setTimeout(() => this.beat(), SETTLED);
  }

  keep() {
    this.isSent = false;
    this.save();
  }

  save() {
    const { version, isSent } = this;
    const copy = { fields: fieldsOf(this.form), version, isSent, at: Date.now() };
    try {
      localStorage.setItem(this.key, JSON.stringify(copy));
    } catch {
      // A full or forbidden store: the server's copy is left.
    }
  }

  saved() {
    try {
      return JSON.parse(localStorage.getItem(this.key));
    } catch {
      return null;
    }
  }

  forget() {
    clearTimeout(this.waiting);
    this.isChanged = false;
    localStorage.removeItem(this.key);
  }

  // Tell the server that this form is open, and what changed in it; hear what is new.
  async beat(extra = {}) {
    if (document.hidden && !this.isChanged) return null;
    const isChanged = this.isChanged;
    const fields = { ...(isChanged ? { ...fieldsOf(this.form), is_changed: "1" } : {}), ...extra };
    const { place } = this.element.dataset;
    const body = new URLSearchParams({ ...fields, place, version: this.version ?? "" });
    const token = this.form.elements.csrfmiddlewaretoken.value;
    const headers = { "X-CSRFToken": token, Accept: "application/json" };
    try {
      const answer = await fetch(this.element.dataset.keep, { method: "POST", body, headers });
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      const heard = await answer.json();
      if (isChanged) this.say(`Kept at ${new Date().toTimeString().slice(0, 5)}`);
      this.isChanged = this.isChanged && !isChanged;
      this.hear(heard);
      return heard;
    } catch {
      if (isChanged) this.say("Kept in this browser only: no connection, or signed out.");
      return null;
    }
  }

  hear({ others, version }) {
    const line = this.form.querySelector("[data-presence]");
    const has = others.length > 1 ? "have" : "has";
    if (line) {
      const open = `${others.join(", ")} ${has} ${line.dataset.presence} open too.`;
      line.textContent = others.length ? open : "";
      line.hidden = !others.length;
    }
    const newer = this.form.querySelector("[data-newer]");
    if (newer) newer.hidden = version === null || String(version) === this.version;
  }

  say(text) {
    const line = this.form.querySelector(".kept");
    if (line) line.textContent = text;
  }

  // What was left here and never arrived is offered; what it was written over is told
  // when it is saved, where somebody has saved another text since.
  offer() {
    const copy = this.saved();
    if (!copy) return;
    const { isSent, version } = copy;
    if (isSent && version !== undefined && version !== this.version) return this.forget();
    const now = fieldsOf(this.form);
    const differs = Object.keys(copy.fields).some(
      (name) => name !== "submission" && copy.fields[name] !== (now[name] ?? ""),
    );
    if (!differs) return;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = `Take up what you had here at ${new Date(copy.at).toTimeString().slice(0, 5)}`;
    button.addEventListener("click", () => {
      fill(this.form, copy.fields);
      if (version !== undefined) this.form.elements.version.value = this.version = version;
      this.note();
      button.remove();
    });
    (this.form.querySelector(".kept") ?? this.element.lastChild).after(button);
  }
}

const state = document.querySelector(".form-state[data-keep]");
if (state) {
  const keeper = new Keeper(state);
  keeper.beat();
  if (document.readyState === "complete") keeper.offer();
  else addEventListener("load", () => keeper.offer());
}
