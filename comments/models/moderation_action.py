"""One act of a moderator, kept for good."""

from django.conf import settings
from django.db import models


class Reason(models.TextChoices):
    """Why a comment is reported or hidden."""

    ABUSE = "abuse", "abuse"
    HATE = "hate", "hate"
    SPAM = "spam", "spam"
    OFF_TOPIC = "off_topic", "off topic"
    PERSONAL_DATA = "personal_data", "personal data"
    FACTUAL_ERROR = "factual_error", "factual error"
    ILLEGAL = "illegal", "illegal content"


class ModerationAction(models.Model):
    class Act(models.TextChoices):
        APPROVE = "approve"
        HIDE = "hide"
        RESTORE = "restore"
        LOCK = "lock"
        UNLOCK = "unlock"
        PICK = "pick"
        UNPICK = "unpick"

    comment = models.ForeignKey(
        "Comment", models.PROTECT, related_name="moderation_actions"
    )
    act = models.CharField(max_length=10, choices=Act)
    reason = models.CharField(max_length=20, choices=Reason, blank=True)
    note = models.TextField(max_length=1000, blank=True)
    status_before = models.CharField(max_length=10)
    status_after = models.CharField(max_length=10)
    acted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    acted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.acted_by} · {self.get_act_display()} · {self.acted_at:%F %H:%M}"
