// Opens the comment form in the thread. Without this the same link opens its page.

async function openForm(event) {
  const link = event.target.closest("[data-write]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const host = link.closest(".comment") ?? link.closest(".comments-join");
  const open = host.querySelector("form");
  if (open) {
    open.querySelector("textarea")?.focus();
    return;
  }
  try {
    const answer = await fetch(`${link.href}?fragment`);
    if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
    host.insertAdjacentHTML("beforeend", await answer.text());
  } catch {
    location.assign(link.href);
    return;
  }
  const form = host.querySelector("form");
  giveOwnIds(form, link.pathname);
  form.querySelector("textarea")?.focus();
  form.querySelector(".form-cancel")?.addEventListener("click", (cancel) => {
    cancel.preventDefault();
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

document.addEventListener("click", openForm);
