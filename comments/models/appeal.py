"""An author's one appeal against a moderator's act."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone


class AppealQuerySet(models.QuerySet["Appeal"]):
    def waiting(self) -> Self:
        return self.filter(decided_at=None)

    def told(self) -> Self:
        """With all that a card prints."""
        return self.select_related(
            "action__acted_by",
            "action__sanction__account",
            "action__comment__article",
            "action__undone_by",
        )

    def oldest_first(self) -> Self:
        return self.order_by("made_at", "pk")


class Appeal(models.Model):
    class Outcome(models.TextChoices):
        GRANTED = "granted"
        REFUSED = "refused"

    action = models.OneToOneField(
        "ModerationAction", models.PROTECT, related_name="appeal"
    )
    words = models.TextField(max_length=2000)
    made_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    answer = models.TextField(max_length=1000, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["made_at"],
                name="appeal_waiting",
                condition=models.Q(decided_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.words[:60]
