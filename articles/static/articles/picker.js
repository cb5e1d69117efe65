// Opens the library in a window of its own and resolves with what was picked there:
// a list of {id, words}, empty when the window was closed.

export function choose({ library = "image", many = false } = {}) {
  const name = `dateline-picker${many ? "-many" : ""}`;
  const url = `${adminRoot()}articles/${library}/?_popup=1`;
  const picker = window.open(url, name, "width=960,height=720,scrollbars=yes");
  if (!picker) return Promise.resolve([]);
  picker.focus();
  return new Promise((resolve) => {
    const done = (picked) => {
      clearInterval(watch);
      removeEventListener("message", receive);
      picker.close();
      resolve(picked);
    };
    const receive = (event) => {
      if (event.origin !== location.origin || event.source !== picker) return;
      if (!Array.isArray(event.data?.picked)) return;
      done(event.data.picked);
    };
    addEventListener("message", receive);
    const watch = setInterval(() => picker.closed && done([]), 400);
  });
}

export function thumbnail(id) {
  return `${adminRoot()}articles/image/${Number(id)}/thumbnail/`;
}

function adminRoot() {
  return location.pathname.slice(0, location.pathname.indexOf("/articles/") + 1);
}
