"""One picture of the library: what it shows and who made it."""

from django.core.exceptions import ValidationError
from django.db import models

from articles.uploads import picture_path, validate_picture


class Image(models.Model):
    file = models.ImageField(
        upload_to=picture_path,
        width_field="width",
        height_field="height",
        validators=[validate_picture],
        help_text="JPEG, PNG, WebP, AVIF or GIF; at most 25 MB and 50 megapixels.",
    )
    width = models.PositiveIntegerField(editable=False, default=0)
    height = models.PositiveIntegerField(editable=False, default=0)
    alt_text = models.CharField(
        "alt text",
        max_length=300,
        blank=True,
        help_text="What it shows, for those who cannot see it.",
    )
    is_decorative = models.BooleanField(
        "decorative", default=False, help_text="It tells nothing the text does not."
    )
    caption = models.CharField(max_length=300, blank=True)
    credit = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.caption or self.alt_text or f"Picture {self.pk}"

    def clean(self) -> None:
        if not self.alt_text.strip() and not self.is_decorative:
            raise ValidationError(
                {"alt_text": "Say what the picture shows, or mark it decorative."}
            )
