"""A reader's complaint about a comment."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from comments.models.moderation_action import Reason


class Report(models.Model):
    comment = models.ForeignKey("Comment", models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    reporter_key = models.CharField(
        max_length=80,
        blank=True,
        editable=False,
        help_text="The account, or a keyed hash of a guest's network.",
    )
    reason = models.CharField(max_length=20, choices=Reason)
    note = models.TextField(max_length=1000, blank=True)
    reported_at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["reported_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "reporter_key"],
                condition=models.Q(resolved_at__isnull=True)
                & ~models.Q(reporter_key=""),
                name="one_open_report_a_reader",
            )
        ]
        indexes = [
            models.Index(
                fields=["comment"],
                name="report_open",
                condition=models.Q(resolved_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}: {self.note[:60]}"
