"""A reader's complaint about a comment."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from comments.models.moderation_action import Reason


class ReportQuerySet(models.QuerySet["Report"]):
    def open(self) -> Self:
        """Nobody has looked at them yet, nor has the author taken the comment back."""
        return self.filter(resolved_at=None).exclude(comment__status="withdrawn")


class Report(models.Model):
    class Outcome(models.TextChoices):
        UPHELD = "upheld"
        DISMISSED = "dismissed"

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
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    resolved_group = models.UUIDField(
        null=True, editable=False, help_text="The act that resolved it."
    )
    weight = models.PositiveSmallIntegerField(
        default=100,
        editable=False,
        help_text="In hundredths; who was right before weighs more.",
    )

    objects = ReportQuerySet.as_manager()

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
            ),
            models.Index(fields=["reporter_key"], name="report_by_reporter"),
            models.Index(fields=["reported_at"], name="report_by_time"),
            models.Index(
                fields=["resolved_group"],
                name="report_resolved",
                condition=models.Q(resolved_group__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}: {self.note[:60]}"
