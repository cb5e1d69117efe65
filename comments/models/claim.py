"""A moderator is looking at this; it ends by itself."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone


class ClaimQuerySet(models.QuerySet["Claim"]):
    def running(self) -> Self:
        return self.filter(until__gt=timezone.now())


class Claim(models.Model):
    comment = models.OneToOneField("Comment", models.CASCADE, related_name="claim")
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )
    until = models.DateTimeField()

    objects = ClaimQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.claimed_by} until {self.until:%H:%M}"

    @property
    def is_running(self) -> bool:
        """The same rule as `running()`, for a row in hand."""
        return self.until > timezone.now()
