// Pictures, galleries and recordings within the editor's text.

import { updateAttrsDialog } from "django-prose-editor/editor";
import { NEEDED, caption, figure, words } from "./figure.js";
import { choose } from "./picker.js";

const CAPTION = { title: "Caption, in the text's own words", format: "textarea" };
const captionDialog = updateAttrsDialog({ caption: CAPTION }, { title: "Picture", submitText: "Done" });

export const PictureFigure = figure({
  name: "pictureFigure",
  icon: "image",
  title: "Picture",
  addAttributes: () => ({ image: NEEDED, caption: { default: "" } }),
  parseHTML: () => [
    {
      tag: "figure.image[data-image]",
      getAttrs: (element) => ({
        image: element.dataset.image,
        caption: words(element, "figcaption"),
      }),
    },
  ],
  renderHTML: ({ node }) => [
    "figure",
    { class: "image", "data-image": node.attrs.image },
    ...caption(node.attrs.caption),
  ],
  picture: ({ image }) => [image],
  label: ({ image, caption }) => caption || `Picture No. ${image}, caption of the library`,
  insert: async () => {
    const [picked] = await choose();
    return picked && { image: picked.id, caption: "" };
  },
  edit: async (editor, attrs) => {
    const told = await captionDialog(editor, attrs);
    return told && { ...attrs, ...told };
  },
});

const galleryDialog = updateAttrsDialog(
  {
    images: {
      title: "Pictures, by number, in their order",
      required: true,
      picker: {
        label: "Add from the library",
        handler: async ({ input }) => {
          const picked = await choose({ many: true });
          input.value = [input.value, ...picked.map(({ id }) => id)].join(" ").trim();
        },
      },
    },
    caption: { title: "What the gallery shows", format: "textarea" },
  },
  { title: "Gallery", submitText: "Done" },
);

export const GalleryFigure = figure({
  name: "galleryFigure",
  icon: "photo_library",
  title: "Gallery",
  addAttributes: () => ({ images: NEEDED, caption: { default: "" } }),
  parseHTML: () => [
    {
      tag: "figure.gallery[data-images]",
      getAttrs: (element) => ({
        images: element.dataset.images,
        caption: words(element, "figcaption"),
      }),
    },
  ],
  renderHTML: ({ node }) => [
    "figure",
    { class: "gallery", "data-images": node.attrs.images },
    ...caption(node.attrs.caption),
  ],
  picture: ({ images }) => numbers(images),
  label: ({ images, caption }) => `Gallery of ${numbers(images).length}. ${caption}`,
  insert: async () => {
    const picked = await choose({ many: true });
    return picked.length && { images: picked.map(({ id }) => id).join(" "), caption: "" };
  },
  edit: async (editor, attrs) => {
    const told = await galleryDialog(editor, attrs);
    return told && { ...told, images: numbers(told.images).join(" ") };
  },
});

function numbers(text) {
  return text.match(/[0-9]+/g) ?? [];
}

const recordingDialog = updateAttrsDialog({ caption: CAPTION }, { title: "Recording", submitText: "Done" });

export const RecordingFigure = figure({
  name: "recordingFigure",
  icon: "movie",
  title: "Video or sound",
  addAttributes: () => ({ recording: NEEDED, caption: { default: "" } }),
  parseHTML: () => [
    {
      tag: "figure.recording[data-recording]",
      getAttrs: (element) => ({
        recording: element.dataset.recording,
        caption: words(element, "figcaption"),
      }),
    },
  ],
  renderHTML: ({ node }) => [
    "figure",
    { class: "recording", "data-recording": node.attrs.recording },
    ...caption(node.attrs.caption),
  ],
  picture: () => [],
  label: ({ recording, caption }) => `Recording No. ${recording}. ${caption}`,
  insert: async () => {
    const [picked] = await choose({ library: "recording" });
    return picked && { recording: picked.id, caption: "" };
  },
  edit: async (editor, attrs) => {
    const told = await recordingDialog(editor, attrs);
    return told && { ...attrs, ...told };
  },
});
