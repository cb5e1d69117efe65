"""What stands against an account, an address or a network, and until when."""

from ipaddress import IPv6Address, ip_address, ip_network
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from comments.models.moderation_action import Reason

TARGETS = ("account", "email", "domain", "network", "address_range")
_WIDEST = {4: 16, 6: 32}  # bits an address range keeps at least


class SanctionQuerySet(models.QuerySet["Sanction"]):
    def standing(self) -> Self:
        """Not lifted, not over; what expires does so by itself."""
        return self.filter(Q(until=None) | Q(until__gt=timezone.now()), lifted_at=None)

    def of_account(self, account_id: int) -> Self:
        return self.filter(account=account_id).select_related("made_by", "account")

    def to_acknowledge(self, account_id: int) -> Self:
        """Warnings an account has not yet said it read."""
        warnings = self.standing().filter(kind=Sanction.Kind.WARNING)
        return warnings.filter(account=account_id, acknowledged_at=None)


class Sanction(models.Model):
    class Kind(models.TextChoices):
        NOTE = "note", "note for colleagues"
        WARNING = "warning", "warning to acknowledge"
        PREMODERATION = "premoderation", "pre-moderation"
        SUSPENSION = "suspension", "suspension"
        BAN = "ban", "ban"

    kind = models.CharField(max_length=15, choices=Kind)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="sanctions",
    )
    email = models.EmailField("e-mail address", blank=True)
    domain = models.CharField(
        "e-mail domain", max_length=253, blank=True, help_text="As in example.org."
    )
    network = models.CharField(
        max_length=64, blank=True, editable=False, help_text="A comment's keyed hash."
    )
    address_range = models.CharField(
        max_length=50,
        blank=True,
        help_text="One address, or a range as in 203.0.113.0/24.",
    )
    # The range's ends as 32 hex digits, so that databases compare them as text.
    first_address = models.CharField(max_length=32, blank=True, editable=False)
    last_address = models.CharField(max_length=32, blank=True, editable=False)
    reason = models.CharField(max_length=20, choices=Reason)
    message = models.TextField(
        max_length=1000, blank=True, help_text="The reader sees this."
    )
    note = models.TextField(
        max_length=1000, blank=True, help_text="For your colleagues alone."
    )
    until = models.DateTimeField(
        null=True, blank=True, help_text="Empty: until somebody lifts it."
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    lifted_at = models.DateTimeField(null=True, editable=False)
    acknowledged_at = models.DateTimeField(null=True, editable=False)

    objects = SanctionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(account__isnull=False)
                | ~Q(email="")
                | ~Q(domain="")
                | ~Q(network="")
                | ~Q(address_range=""),
                name="sanction_has_a_target",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.target}"

    @property
    def target(self) -> str:
        """Whom or what it stands against, in words."""
        if self.account is not None:
            return self.account.get_full_name() or self.account.get_username()
        if self.network:
            return "a comment’s network"
        return self.email or self.domain or self.address_range

    @property
    def is_standing(self) -> bool:
        """The same rule as `standing()`, for a row in hand."""
        is_over = self.until is not None and self.until <= timezone.now()
        return self.lifted_at is None and not is_over

    def clean(self) -> None:
        """Tell what is wrong beside the field it is wrong in."""
        if sum(bool(getattr(self, target)) for target in TARGETS) != 1:
            raise ValidationError("Say whom it is against: one account or address.")
        if self.kind == self.Kind.WARNING and self.account is None:
            raise ValidationError(
                {"kind": "Only an account can acknowledge a warning."}
            )
        if self.until is not None and self.until <= timezone.now():
            raise ValidationError({"until": "This moment is over. Choose a later one."})
        if self.kind == self.Kind.SUSPENSION and self.until is None:
            raise ValidationError(
                {"until": "Say until when; without an end it is a ban."}
            )
        self.email = self.email.strip().lower()
        self.domain = self.domain.strip().lower().lstrip("@")
        if self.domain and ("." not in self.domain or "@" in self.domain):
            raise ValidationError({"domain": "Give a domain, as in example.org."})
        self._read_range()

    def _read_range(self) -> None:
        self.first_address = self.last_address = ""
        if not self.address_range:
            return
        try:
            network = ip_network(self.address_range.strip(), strict=False)
        except ValueError as error:
            raise ValidationError(
                {"address_range": "Give an address, or a range as in 203.0.113.0/24."}
            ) from error
        if network.prefixlen < _WIDEST[network.version]:
            raise ValidationError(
                {"address_range": "This range is too wide: it shuts out whole cities."}
            )
        self.address_range = str(network)
        self.first_address = address_digits(str(network.network_address))
        self.last_address = address_digits(str(network.broadcast_address))


def address_digits(address: str) -> str:
    """Return an address as 32 hex digits that sort as addresses do, "" for none."""
    if not address:
        return ""
    known = ip_address(address)
    if known.version == 4:
        known = IPv6Address(f"::ffff:{known}")
    return f"{int(known):032x}"
