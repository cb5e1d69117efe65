"""One picture of the library: what it shows and who made it."""

from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from articles.models.files import PictureField
from articles.models.rendition import Renditions
from articles.uploads import picture_path, validate_picture


class ImageQuerySet(models.QuerySet["Image"]):
    def described(self) -> Self:
        """Those fit to print: with alt text, or decorative."""
        return self.filter(~Q(alt_text="") | Q(is_decorative=True))

    def undescribed(self) -> Self:
        return self.filter(alt_text="", is_decorative=False)

    def waiting(self) -> Self:
        """Those whose renditions are still to be made: the queue."""
        return self.filter(is_waiting=True)


class Image(models.Model):
    # What a page prints of it.
    PRINTED = (
        *("file", "width", "height", "focus_x", "focus_y", "stored_renditions"),
        *("alt_text", "is_decorative", "caption", "credit"),
    )

    file = PictureField(
        upload_to=picture_path,
        width_field="width",
        height_field="height",
        validators=[validate_picture],
        help_text="JPEG, PNG, WebP, AVIF or GIF; at most 25 MB and 50 megapixels.",
    )
    width = models.PositiveIntegerField(editable=False, default=0)
    height = models.PositiveIntegerField(editable=False, default=0)
    content_hash = models.CharField(
        max_length=64, editable=False, default="", db_index=True
    )
    alt_text = models.CharField(
        "alt text",
        max_length=300,
        blank=True,
        help_text="What it shows, for those who cannot see it.",
    )
    is_decorative = models.BooleanField(
        "decorative", default=False, help_text="It tells nothing the text does not."
    )
    caption = models.CharField(
        max_length=300,
        blank=True,
        help_text="What is seen. A text that uses the picture can say it in its own"
        " words.",
    )
    credit = models.CharField(max_length=120, blank=True, help_text="Who made it.")
    focus_x = models.PositiveSmallIntegerField(
        "focal point, from the left",
        default=50,
        validators=[MaxValueValidator(100)],
        help_text="Per cent. Crops keep this point.",
    )
    focus_y = models.PositiveSmallIntegerField(
        "focal point, from the top", default=50, validators=[MaxValueValidator(100)]
    )
    stored_renditions = models.JSONField(null=True, editable=False)
    is_waiting = models.BooleanField(
        default=True, editable=False, help_text="Its renditions are still to be made."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ImageQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["id"], name="image_waiting", condition=Q(is_waiting=True)
            )
        ]

    def __str__(self) -> str:
        return self.caption or self.alt_text or f"Picture {self.pk}"

    def clean(self) -> None:
        if not self.alt_text.strip() and not self.is_decorative:
            raise ValidationError(
                {"alt_text": "Say what the picture shows, or mark it decorative."}
            )

    def receive(self, content_hash: str) -> None:
        """Begin anew with another file: its renditions are still to be made."""
        self.content_hash = content_hash
        self.stored_renditions = None
        self.is_waiting = True

    @property
    def is_described(self) -> bool:
        """The same rule as `described()`, for a row in hand; others are not printed."""
        return self.alt_text != "" or self.is_decorative

    @property
    def printed_alt_text(self) -> str:
        return "" if self.is_decorative else self.alt_text

    @property
    def renditions(self) -> Renditions | None:
        """None until they are made; the original is served until then."""
        stored = self.stored_renditions
        return Renditions.read(stored) if stored else None

    @property
    def focus_class(self) -> str:
        """The class by which a style sheet crops it: the focal point in quarters."""
        x, y = (round(value / 25) * 25 for value in (self.focus_x, self.focus_y))
        return f"focus-x-{x} focus-y-{y}"

    @property
    def url(self) -> str:
        """The file for a browser that chooses none of the sources."""
        renditions = self.renditions
        return renditions.shown_url if renditions else self.file.url

    @property
    def social_url(self) -> str:
        """The cut for social sites, or the original while there is none."""
        renditions = self.renditions
        return renditions.url("social") if renditions else self.file.url

    @property
    def social_size(self) -> tuple[int, int]:
        cuts = self.renditions
        return cuts.social if cuts else (self.width, self.height)
