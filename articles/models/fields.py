"""Columns that are clean however a row is saved: form, import, shell or bulk."""

from collections.abc import Callable
from typing import Any

from django.db import models
from django_prose_editor.fields import ProseEditorField

from articles.models.figures import check_figures, check_typed
from articles.sanitiser import MAX_LENGTH, sanitise, trusted

EDITOR = {
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [2, 3]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HorizontalRule": True,
    "HardBreak": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
    "PictureFigure": True,
    "GalleryFigure": True,
    "RecordingFigure": True,
    "EmbedFigure": True,
}


class BodyField(ProseEditorField):
    """Rich text as its author wrote it, through the sanitiser's door at every save."""

    description = f"Rich text of at most {MAX_LENGTH:,} characters"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, extensions=EDITOR, sanitize=sanitise, **kwargs)

    def clean(self, value: str | None, model_instance: models.Model | None) -> str:
        """Sanitise first, so that text which is all markup counts as none."""
        check_typed(value or "")
        clean = sanitise(value or "")
        check_figures(clean)
        return models.TextField.clean(self, clean, model_instance)

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = sanitise(getattr(model_instance, self.attname) or "")
        setattr(model_instance, self.attname, value)
        return value


class BakedField(models.TextField):
    """HTML made from another column when the row is saved, and trusted when read.

    `source` names a column declared above this one; `bake` turns its text into
    HTML that the sanitiser has seen. Nothing else can write here.
    """

    def __init__(
        self, source: str = "", bake: Callable[[str], str] = str, **kwargs: Any
    ) -> None:
        self.source, self.bake = source, bake
        super().__init__(**{"editable": False, "blank": True, **kwargs})

    def deconstruct(self) -> Any:
        """To a migration it is plain text: what is baked in is the code's business."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = trusted(self.bake(getattr(model_instance, self.source)))
        setattr(model_instance, self.attname, value)
        return value

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        return None if value is None else trusted(value)
