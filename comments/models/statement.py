"""What an author is told of a decision by mail: once, and never many at a time."""

from typing import Self

from django.db import models
from django.utils import timezone


class StatementQuerySet(models.QuerySet["Statement"]):
    def unsent(self) -> Self:
        return self.filter(sent_at=None).exclude(address="")

    def signed(self, address: str) -> Self:
        return self.filter(address__iexact=address) if address else self.none()


class Statement(models.Model):
    action = models.OneToOneField("ModerationAction", models.PROTECT, related_name="+")
    address = models.EmailField(blank=True, help_text="Emptied after some days.")
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    objects = StatementQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["made_at"],
                name="statement_unsent",
                condition=models.Q(sent_at__isnull=True),
            ),
            models.Index(fields=["address", "sent_at"], name="statement_by_address"),
        ]

    def __str__(self) -> str:
        return f"{self.action_id} to {self.address}"
