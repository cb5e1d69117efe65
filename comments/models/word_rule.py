"""A word or phrase that keeps a comment off the page."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class WordRule(models.Model):
    class Action(models.TextChoices):
        HOLD = "hold", "hold for a moderator"
        REFUSE = "refuse", "refuse"

    phrase = models.CharField(
        "word or phrase",
        max_length=100,
        unique=True,
        error_messages={"unique": "There is a rule for this already."},
        help_text="Matches whole words, whatever their case, accents, look-alike"
        " letters, or punctuation within.",
    )
    action = models.CharField(max_length=10, choices=Action, default=Action.HOLD)
    is_active = models.BooleanField("in use", default=True)
    note = models.CharField(max_length=200, blank=True)
    changed_at = models.DateTimeField(
        default=timezone.now, editable=False, db_index=True
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        editable=False,
    )

    class Meta:
        ordering = ["phrase"]

    def __str__(self) -> str:
        return self.phrase
