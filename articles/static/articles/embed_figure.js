// Embeds within the editor's text, with what the journalist tells of them.

import { Plugin, updateAttrsDialog } from "django-prose-editor/editor";
import { NEEDED, figure, words } from "./figure.js";
import { choose } from "./picker.js";

const ADDRESS = /^https?:\/\/\S+$/;

const embedDialog = updateAttrsDialog(
  {
    url: { title: "Address", required: true, format: "url" },
    title: { title: "Title" },
    quote: { title: "What the post says, in case it is taken down", format: "textarea" },
    author: { title: "Who says it" },
    date: { title: "When", format: "date" },
    image: {
      title: "Picture, by number",
      picker: {
        label: "Choose from the library",
        handler: async ({ input }) => {
          const [picked] = await choose();
          if (picked) input.value = picked.id;
        },
      },
    },
  },
  { title: "Embed", submitText: "Done" },
);
const EMPTY = { url: "", title: "", quote: "", author: "", date: "", image: "" };

export const EmbedFigure = figure({
  name: "embedFigure",
  priority: 1100, // before Link, which would take a pasted address
  icon: "add_link",
  title: "Embed",
  addAttributes: () => {
    const told = Object.keys(EMPTY).map((key) => [key, { default: "" }]);
    return { ...Object.fromEntries(told), url: NEEDED };
  },
  parseHTML: () => [{ tag: "figure.embed[data-embed]", getAttrs: readEmbed }],
  renderHTML: ({ node: { attrs } }) => [
    "figure",
    {
      class: "embed",
      "data-embed": attrs.url,
      ...(attrs.image && { "data-image": attrs.image }),
    },
    ["a", { href: attrs.url }, attrs.title || attrs.url],
    ...quoted(attrs.quote),
    ...credited(attrs),
  ],
  addProseMirrorPlugins() {
    return [new Plugin({ props: { handlePaste } })];
  },
  picture: ({ image }) => (image ? [image] : []),
  label: ({ url, title, quote, author }) =>
    [title, quote && `“${quote}”`, author, url].filter(Boolean).join(" · "),
  insert: (editor) => embedDialog(editor, EMPTY),
  edit: (editor, attrs) => embedDialog(editor, attrs),
});

function readEmbed(element) {
  const { embed: url, image = "" } = element.dataset;
  const title = words(element, "a");
  const lines = [...element.querySelectorAll("blockquote p")];
  return {
    url,
    image,
    title: title === url ? "" : title,
    quote: lines.map((line) => line.textContent.trim()).join("\n"),
    author: words(element, "figcaption cite"),
    date: element.querySelector("time")?.getAttribute("datetime") ?? "",
  };
}

function quoted(quote) {
  const lines = quote.split("\n").map((line) => line.trim());
  const paragraphs = lines.filter(Boolean).map((line) => ["p", {}, line]);
  return paragraphs.length ? [["blockquote", {}, ...paragraphs]] : [];
}

function credited({ author, date }) {
  const told = [];
  if (author) told.push(["cite", {}, author]);
  if (date) told.push(["time", { datetime: date }, date]);
  return told.length ? [["figcaption", {}, ...told]] : [];
}

// An address pasted on an empty line becomes an embed; elsewhere it stays a link.
function handlePaste(view, event) {
  const url = event.clipboardData?.getData("text/plain").trim() ?? "";
  const { $from, empty } = view.state.selection;
  const isOnItsOwn = empty && $from.parent.isTextblock && !$from.parent.content.size;
  if (!ADDRESS.test(url) || !isOnItsOwn) return false;
  const node = view.state.schema.nodes.embedFigure.create({ ...EMPTY, url });
  view.dispatch(view.state.tr.replaceSelectionWith(node).scrollIntoView());
  return true;
}
