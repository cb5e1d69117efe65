// The desk without waiting for pages: updates go out and marks are set in place.
// Whatever does not go through is sent the plain way, or stays where it was typed.

import { Keeper, fieldsOf, fill } from "./keeping.js";

const timeline = document.getElementById("timeline");
const composer = document.getElementById("composer");
const acts = document.getElementById("acts");
const JSON_ONLY = { Accept: "application/json" };

function show(html) {
  timeline.innerHTML = html;
}

function tell(text) {
  const line = document.createElement("p");
  line.className = "error";
  line.textContent = text;
  timeline.querySelector(".desk-said").replaceChildren(line);
}

function post(url, data) {
  return fetch(url, { method: "POST", body: data, headers: JSON_ONLY });
}

// A mark: one press, and the timeline as it is then.
acts.addEventListener("submit", async (event) => {
  const button = event.submitter;
  if (!button) return;
  event.preventDefault();
  button.disabled = true;
  try {
    const answer = await post(button.formAction, new FormData(acts));
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    const html = await answer.text();
    const isElsewhere = composer?.contains(document.activeElement); // and typing
    show(html);
    if (!isElsewhere) timeline.querySelector(".desk-said button")?.focus();
  } catch (error) {
    button.disabled = false;
    if (error instanceof TypeError) return tell("Not done: no connection. Press again.");
    acts.action = button.formAction;
    acts.submit();
  }
});

if (composer) {
  const keeper = new Keeper(composer);
  const body = composer.querySelector("textarea[name=body]");
  let change = composer.dataset.change;

  // What is written; the rest of the form is chosen.
  function written() {
    const { body: text, headline, stamped_at: stamp } = fieldsOf(composer);
    return JSON.stringify([text, headline, stamp]);
  }

  function clearErrors() {
    for (const line of composer.querySelectorAll(".errorlist, .early, .composer-errors > *")) {
      line.remove();
    }
  }

  function clear() {
    for (const name of ["stamped_at", "headline"]) composer.elements[name].value = "";
    for (const name of ["is_key_event", "is_pinned"]) composer.elements[name].checked = false;
    const image = composer.elements.image;
    image.value = "";
    image.dispatchEvent(new Event("change", { bubbles: true }));
    body.value = "";
    body.proseEditor?.commands.clearContent(true);
    keeper.forget();
    keeper.say("");
    (body.proseEditor?.commands ?? body).focus();
  }

  function complain(errors) {
    for (const line of composer.querySelectorAll(".errorlist")) line.remove();
    for (const [name, sentences] of Object.entries(errors)) {
      const list = document.createElement("ul");
      list.className = "errorlist";
      list.id = `id_${name}_error`;
      for (const sentence of sentences) {
        const item = document.createElement("li");
        item.textContent = sentence;
        list.append(item);
      }
      const field = composer.elements[name];
      const place = field?.closest?.(".field") ?? composer.querySelector(".composer-errors");
      place.append(list);
      field?.setAttribute?.("aria-describedby", list.id);
    }
    if (errors.stamped_at?.some((sentence) => sentence.includes("The stamp is right"))) {
      const label = document.createElement("label");
      label.className = "early";
      label.innerHTML = '<input type="checkbox" name="is_early_meant"> The stamp is right';
      composer.querySelector(".early")?.remove();
      composer.elements.stamped_at.closest(".field").append(label);
    }
    const first = composer.elements[Object.keys(errors)[0]];
    (first?.proseEditor?.commands ?? first)?.focus?.();
  }

  composer.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (button?.name === "_discard") return keeper.forget();
    if (!button || button.name === "_preview") return;
    event.preventDefault();
    if (composer.ariaBusy === "true") return; // the first press is on its way
    composer.ariaBusy = "true";
    const sent = written();
    try {
      const answer = await post(composer.action, new FormData(composer, button));
      const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
      if (answer.redirected || !isJson) return plainly(button);
      const { errors, timeline: html, submission } = await answer.json();
      if (errors) {
        keeper.keep();
        return complain(errors);
      }
      show(html);
      clearErrors();
      composer.elements.submission.value = submission;
      if (written() === sent) return clear();
      keeper.note();
      keeper.say("Sent as it was when you pressed. What you wrote since is still here.");
    } catch {
      const said = "Not sent: no connection. Your text is kept here; press again.";
      complain({ __all__: [said] });
    } finally {
      composer.ariaBusy = "false";
    }
  });

  // Signed out, or a page instead of an answer: send it as a page would.
  function plainly(button) {
    const press = document.createElement("input");
    Object.assign(press, { type: "hidden", name: button.name, value: button.value });
    composer.append(press);
    composer.submit();
  }

  async function takeUp() {
    const copy = keeper.saved();
    if (!copy || !(copy.fields.body || copy.fields.headline)) return;
    const heard = await keeper.beat({ submission: copy.fields.submission ?? "" });
    if (heard?.is_sent && copy.isSent) return keeper.forget();
    if (heard?.is_sent) {
      composer.elements.submission.value = copy.fields.submission;
      fill(composer, copy.fields);
      return keeper.say("This was sent, and you have written on: press again to change it.");
    }
    if (body.value || composer.elements.headline.value) return keeper.offer();
    fill(composer, copy.fields);
    keeper.say("This is what you had not sent.");
  }

  // Others publish too: the timeline follows, unless somebody is using it.
  keeper.hear = function (heard) {
    Keeper.prototype.hear.call(this, heard);
    if (String(heard.change) === change || timeline.contains(document.activeElement)) return;
    change = String(heard.change);
    fetch(location.href, { headers: JSON_ONLY })
      .then((answer) => (answer.ok && !answer.redirected ? answer.text() : null))
      .then((html) => html && show(html))
      .catch(() => {});
  };

  if (document.readyState === "complete") takeUp();
  else addEventListener("load", takeUp);
  keeper.beat();
}
