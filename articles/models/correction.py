"""A dated public note that something was wrong."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Correction(models.Model):
    article = models.ForeignKey("Article", models.CASCADE, related_name="corrections")
    update = models.ForeignKey(
        "Update", models.CASCADE, null=True, blank=True, related_name="corrections"
    )
    reason = models.TextField(
        max_length=1000,
        help_text="Printed as it stands: what was wrong, what is right.",
    )
    corrected_at = models.DateTimeField(default=timezone.now)
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        ordering = ["corrected_at", "pk"]

    def __str__(self) -> str:
        return self.reason[:80]
