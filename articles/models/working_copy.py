"""What somebody has in a form and not yet sent: kept for them, and told to others."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

PRESENT_SECONDS = 50  # a page that is open says so every 20


class WorkingCopyQuerySet(models.QuerySet["WorkingCopy"]):
    def at(self, article_id: int, place: str) -> Self:
        return self.filter(article=article_id, place=place)

    def present(self) -> Self:
        """Those whose page was open a moment ago."""
        since = timezone.now() - timedelta(seconds=PRESENT_SECONDS)
        return self.filter(seen_at__gt=since)


class WorkingCopy(models.Model):
    article = models.ForeignKey("Article", models.CASCADE, related_name="+")
    place = models.CharField(
        max_length=30, help_text="Which form: desk, story or update-12."
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    fields = models.JSONField(default=dict, blank=True)
    kept_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(default=timezone.now)

    objects = WorkingCopyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["article", "place", "user"], name="one_working_copy_each"
            )
        ]
        verbose_name_plural = "working copies"

    def __str__(self) -> str:
        return f"{self.user} at {self.place} of {self.article_id}"
