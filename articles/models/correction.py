"""A dated public note that something was wrong."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.models.article import Article
from articles.models.update import Update


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def public(self) -> Self:
        """Those of what the public may read now, newest first."""
        updates = Update.objects.published().values("pk")
        on_public = Q(update=None) | Q(update__in=updates)
        articles = Article.objects.published().values("pk")
        found = self.filter(on_public, article__in=articles)
        return found.order_by("-corrected_at", "-pk")


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

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["corrected_at", "pk"]

    def __str__(self) -> str:
        return self.reason[:80]
