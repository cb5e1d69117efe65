// The library: pictures are dropped on it, and in a pop-up picked from it.

const drop = document.querySelector("[data-drop]");
if (drop && !window.opener) equipDrop(drop);
if (window.opener && window.name.startsWith("dateline-picker")) equipPicking();

function equipDrop(zone) {
  const report = zone.querySelector(".drop-report");
  const input = zone.querySelector("input");
  zone.hidden = false;
  input.addEventListener("change", () => takeIn([...input.files]));
  for (const name of ["dragover", "dragleave", "drop"]) {
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.toggle("drop-over", name === "dragover");
    });
  }
  zone.addEventListener("drop", (event) => takeIn([...event.dataTransfer.files]));

  // One after the other: a refused one holds up none, and each is told at once.
  async function takeIn(files) {
    let kept = 0;
    let refused = 0;
    for (const file of files) {
      const line = document.createElement("li");
      line.textContent = `${file.name}: uploading …`;
      report.append(line);
      const { text, known, isKept } = await send(file);
      line.textContent = `${file.name}: ${text}`;
      line.classList.toggle("drop-problem", !isKept);
      if (known) line.append(" ", link(`../image/${known}/change/`, "Open it"));
      isKept ? (kept += 1) : (refused += 1);
    }
    input.value = "";
    if (kept && !refused) location.assign(zone.dataset.describe);
    else if (kept) {
      const line = document.createElement("li");
      line.append(link(zone.dataset.describe, `Describe the ${kept} that are here`));
      report.append(line);
    }
  }

  async function send(file) {
    const body = new FormData();
    body.append("files", file);
    body.append("csrfmiddlewaretoken", token());
    try {
      const response = await fetch(zone.dataset.upload, {
        method: "POST",
        headers: { Accept: "application/json" },
        body,
      });
      if (!response.ok) throw new Error(response.status);
      const [{ kept, known, problem }] = (await response.json()).files;
      return { isKept: Boolean(kept), known, text: problem || "is in the library." };
    } catch {
      return { isKept: false, text: "could not be sent. Try it again." };
    }
  }
}

function token() {
  return document.querySelector("[name=csrfmiddlewaretoken]").value;
}

function link(href, text) {
  const made = document.createElement("a");
  made.href = href;
  made.textContent = text;
  return made;
}

function equipPicking() {
  const isMany = window.name.endsWith("-many");
  const chosen = new Map();
  const links = document.querySelectorAll("[data-pick]");
  const bar = document.createElement("div");
  bar.className = "library-chosen";
  const done = document.createElement("button");
  done.type = "button";
  done.className = "button";
  bar.append(done);

  const give = (picked) => {
    window.opener.postMessage({ picked }, location.origin);
    // Who asked closes the window: what a closed one has said may not arrive.
    setTimeout(() => window.close(), 2000);
  };
  const tell = () => {
    done.disabled = chosen.size === 0;
    done.textContent = `Use ${chosen.size} pictures`;
  };
  for (const each of links) {
    const { pick, words } = each.dataset;
    each.setAttribute("role", "button");
    if (isMany) each.setAttribute("aria-pressed", "false");
    each.addEventListener("click", (event) => {
      event.preventDefault();
      if (!isMany) return give([{ id: pick, words }]);
      chosen.has(pick) ? chosen.delete(pick) : chosen.set(pick, { id: pick, words });
      each.setAttribute("aria-pressed", chosen.has(pick));
      tell();
    });
    each.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      each.click();
    });
  }
  if (isMany) {
    done.addEventListener("click", () => give([...chosen.values()]));
    document.querySelector("[data-library]").after(bar);
    tell();
  }
}
