"""A video or a sound of the library, with what those who cannot hear it read."""

from django.db import models

from articles.models.files import RecordingField
from articles.recordings import (
    captions_path,
    recording_path,
    validate_captions,
    validate_recording,
)
from articles.uploads import MEDIA_TYPES


class Recording(models.Model):
    title = models.CharField(max_length=200, help_text="What it is, in a few words.")
    file = RecordingField(
        upload_to=recording_path,
        validators=[validate_recording],
        help_text="MP4 or WebM for video, MP3 or Ogg for sound; at most 200 MB.",
    )
    poster = models.ForeignKey(
        "Image",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recordings",
        help_text="Shown until it is played.",
    )
    captions = models.FileField(
        upload_to=captions_path,
        blank=True,
        validators=[validate_captions],
        help_text="A WebVTT file: what is said and heard, in time with it.",
    )
    captions_language = models.CharField(
        max_length=10, default="en", help_text="Its code, as in en or cy."
    )
    transcript = models.TextField(
        blank=True, help_text="What is said and heard, to be read without playing it."
    )
    caption = models.CharField(max_length=300, blank=True)
    credit = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[str(self.file.name).rpartition(".")[2]]

    @property
    def is_video(self) -> bool:
        return self.media_type.startswith("video/")
