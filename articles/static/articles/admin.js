// The rich editor gets its label and, on the desk, the cursor; Ctrl+Enter presses the
// first button of the row.

document.addEventListener("prose-editor:ready", (event) => {
  const { editor, textarea } = event.detail;
  textarea.proseEditor = editor;
  const row = textarea.closest(".form-row");
  const label = row?.querySelector("label")?.textContent.replace(":", "").trim();
  if (label) editor.view.dom.setAttribute("aria-label", label);
  if (!textarea.closest("#composer")) return;
  if (document.querySelector("#composer .errorlist")) return;
  keepLastSpace(editor, textarea.value);
  takeCursor(editor);
  // Django's own scripts take the cursor to the first field until the page is loaded.
  if (document.readyState !== "complete") addEventListener("load", () => takeCursor(editor));
});

// HTML ends without the space that was typed last, before the editor was there.
function keepLastSpace(editor, typed) {
  if (!/[^\s>] $/.test(typed)) return;
  editor.view.dispatch(editor.state.tr.insertText(" ", editor.state.doc.content.size - 1));
}

// Behind what was typed while the editor was on its way; and from nobody at work.
function takeCursor(editor) {
  const isInLine = document.activeElement.matches("input") && document.activeElement.value;
  if (editor.view.hasFocus() || isInLine) return;
  editor.commands.setTextSelection(editor.state.doc.content.size);
  editor.view.focus();
}

// The boxes that search have no name of their own: they get their field's.
function nameBoxes() {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const label = select.labels[0]?.textContent.replace(":", "").trim();
    const box = select.nextElementSibling;
    if (!label || !box) continue;
    for (const part of box.querySelectorAll("[role=combobox], [role=textbox], input")) {
      part.removeAttribute("aria-labelledby");
      part.setAttribute("aria-label", label);
    }
  }
}

// Behind jQuery's own callbacks, which draw the boxes.
addEventListener("load", () => setTimeout(nameBoxes));

document.addEventListener(
  "keydown",
  (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    const button = event.target
      .closest("form")
      ?.querySelector(".submit-row input.default");
    if (!button) return;
    event.preventDefault();
    event.stopPropagation();
    button.click();
  },
  true,
);
