// What the editor's figures share. Each is one block that names what it shows; the site
// prints it from the library when it is saved.

import { Node } from "django-prose-editor/editor";
import { thumbnail } from "./picker.js";

// Without it an empty text would be filled with the first figure there is.
export const NEEDED = { isRequired: true };

function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  Object.assign(made, attributes);
  made.append(...children.filter(Boolean));
  return made;
}

export function caption(words) {
  return words ? [["figcaption", {}, words]] : [];
}

export function words(element, selector) {
  return element.querySelector(selector)?.textContent.trim() ?? "";
}

// What all figures share: how they look in the text, are changed and taken out.
export function figure({ name, icon, title, insert, edit, picture, label, ...rest }) {
  return Node.create({
    name,
    group: "block",
    atom: true,
    draggable: true,

    addNodeView() {
      return ({ node, editor, getPos }) => {
        let shown = node;
        const change = async () => {
          const attrs = await edit(editor, shown.attrs);
          if (attrs) {
            const { tr } = editor.state;
            editor.view.dispatch(tr.setNodeMarkup(getPos(), null, attrs));
          }
        };
        const remove = () => {
          const at = getPos();
          editor.chain().focus().deleteRange({ from: at, to: at + shown.nodeSize }).run();
        };
        const dom = make("figure", { className: `editor-figure editor-${name}` });
        const draw = () => {
          const pictures = picture(shown.attrs).map((id) =>
            make("img", { src: thumbnail(id), alt: `Picture No. ${id}` }),
          );
          dom.replaceChildren(
            make("div", { className: "editor-pictures" }, ...pictures),
            make("p", { textContent: label(shown.attrs) }),
            make(
              "div",
              { className: "editor-acts", contentEditable: "false" },
              make("button", { type: "button", textContent: "Change", onclick: change }),
              make("button", { type: "button", textContent: "Remove", onclick: remove }),
            ),
          );
        };
        draw();
        dom.addEventListener("dblclick", change);
        return {
          dom,
          ignoreMutation: () => true,
          stopEvent: (event) => event.target.closest?.(".editor-acts") !== null,
          update(next) {
            if (next.type !== shown.type) return false;
            shown = next;
            draw();
            return true;
          },
        };
      };
    },

    addMenuItems({ buttons, menu }) {
      menu.defineItem({
        name,
        groups: "nodes",
        button: buttons.material(icon, title),
        command: async (editor) => {
          const attrs = await insert(editor);
          if (attrs) editor.chain().focus().insertContent({ type: name, attrs }).run();
        },
      });
    },
    ...rest,
  });
}
