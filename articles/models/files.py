"""Columns of uploads: what is stored is clean and named by us, however it came."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models
from django.db.models.fields.files import ImageFieldFile

from articles.recordings import forget_notes
from articles.uploads import fingerprint, open_picture, stripped, upright_size


class PictureFile(ImageFieldFile):
    """A stored picture; its width and height are those of the upright picture."""

    def _get_image_dimensions(self) -> tuple[int, int]:
        if not hasattr(self, "_dimensions_cache"):
            was_closed = self.closed
            self.open()
            self._dimensions_cache = self._read_dimensions()
            self.seek(0)
            if was_closed:
                self.close()
        return self._dimensions_cache

    def _read_dimensions(self) -> tuple[int, int]:
        try:
            return upright_size(open_picture(self))
        except ValidationError:
            return 0, 0  # the column's validator says why


class RecordingField(models.FileField):
    """A video or a sound, kept without what its camera notes of places."""

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.FileField", args, kwargs

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        file = getattr(model_instance, self.attname)
        if file and not file._committed:
            forget_notes(file.file)
        return super().pre_save(model_instance, add)


class PictureField(models.ImageField):
    """A picture file, kept without its notes and recognised when it comes again."""

    attr_class = PictureFile

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.ImageField", args, kwargs

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        file = getattr(model_instance, self.attname)
        if file and not file._committed:
            data = stripped(file)
            model_instance.receive(fingerprint(data))
            file.save(file.name, ContentFile(data, file.name), save=False)
        return super().pre_save(model_instance, add)
