"""One act of a moderator, kept for good."""

from typing import Any, NoReturn, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone


class Reason(models.TextChoices):
    """Why a comment is reported or hidden."""

    ABUSE = "abuse", "abuse"
    HATE = "hate", "hate"
    SPAM = "spam", "spam"
    OFF_TOPIC = "off_topic", "off topic"
    PERSONAL_DATA = "personal_data", "personal data"
    FACTUAL_ERROR = "factual_error", "factual error"
    ILLEGAL = "illegal", "illegal content"


# What an act may change of a comment; the log keeps each before and after it.
STATE = (
    *("status", "hidden_reason", "hidden_note", "held_because"),
    *("is_locked", "is_pick", "slow_until"),
)


class ModerationActionQuerySet(models.QuerySet["ModerationAction"]):
    def of_group(self, group: Any) -> Self:
        """All that was done with one press."""
        return self.filter(group=group)

    def newest_first(self) -> Self:
        return self.order_by("-pk")

    def about(self, account_id: int) -> Self:
        """What was done to an account or to its comments."""
        return self.filter(
            models.Q(account=account_id) | models.Q(comment__author=account_id)
        )

    def last_on(self, comments: models.QuerySet) -> Self:
        """What was done last to each of these comments."""
        acts = self.order_by().filter(comment__in=comments.values("pk"))
        last = acts.values("comment").annotate(last=models.Max("pk"))
        return self.filter(pk__in=last.values("last"))

    def latest_of(self, moderator_id: int) -> "ModerationAction | None":
        """What a moderator did last, if that can be undone at once."""
        own = self.filter(acted_by=moderator_id, undone_by=None)
        return own.exclude(act=ModerationAction.Act.UNDO).order_by("-pk").first()

    def told(self) -> Self:
        """With all that a line of a timeline prints."""
        return self.select_related("acted_by", "comment", "sanction", "undone_by")

    def update(self, **kwargs: Any) -> NoReturn:
        raise RuntimeError("The log of moderation is only ever added to.")

    def delete(self) -> NoReturn:
        raise RuntimeError("The log of moderation is only ever added to.")


class ModerationAction(models.Model):
    class Act(models.TextChoices):
        APPROVE = "approve"
        HIDE = "hide"
        RESTORE = "restore"
        HOLD = "hold"
        LOCK = "lock"
        UNLOCK = "unlock"
        PICK = "pick"
        UNPICK = "unpick"
        SLOW = "slow", "Slow down"
        UNSLOW = "unslow", "End slow mode"
        LOCK_ARTICLE = "lock_article", "Lock discussion"
        UNLOCK_ARTICLE = "unlock_article", "Unlock discussion"
        SANCTION = "sanction"
        LIFT = "lift", "Lift sanction"
        GRANT_APPEAL = "grant_appeal", "Grant appeal"
        REFUSE_APPEAL = "refuse_appeal", "Refuse appeal"
        UNDO = "undo"
        WITHDRAW = "withdraw"

    group = models.UUIDField(
        default=uuid4, help_text="Shared by all that one press did; undone as one."
    )
    comment = models.ForeignKey(
        "Comment", models.PROTECT, null=True, related_name="moderation_actions"
    )
    article = models.ForeignKey(
        "articles.Article", models.PROTECT, null=True, related_name="+"
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        help_text="Whom a sanction is about.",
    )
    sanction = models.ForeignKey(
        "Sanction", models.SET_NULL, null=True, related_name="actions"
    )
    undoes = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="undone_by"
    )
    act = models.CharField(max_length=20, choices=Act)
    reason = models.CharField(max_length=20, choices=Reason, blank=True)
    note = models.TextField(max_length=1000, blank=True)
    acted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="moderation_actions",
        help_text="Nobody where the site acted by itself.",
    )
    acted_at = models.DateTimeField(default=timezone.now)

    status_before = models.CharField(max_length=10, blank=True)
    status_after = models.CharField(max_length=10, blank=True)
    hidden_reason_before = models.CharField(max_length=20, blank=True)
    hidden_reason_after = models.CharField(max_length=20, blank=True)
    hidden_note_before = models.CharField(max_length=300, blank=True)
    hidden_note_after = models.CharField(max_length=300, blank=True)
    held_because_before = models.CharField(max_length=200, blank=True)
    held_because_after = models.CharField(max_length=200, blank=True)
    is_locked_before = models.BooleanField(default=False)
    is_locked_after = models.BooleanField(default=False)
    is_pick_before = models.BooleanField(default=False)
    is_pick_after = models.BooleanField(default=False)
    slow_until_before = models.DateTimeField(null=True)
    slow_until_after = models.DateTimeField(null=True)

    objects = ModerationActionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["group", "comment"], name="action_group"),
            models.Index(fields=["acted_at"], name="action_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.who} · {self.get_act_display()} · {self.acted_at:%F %H:%M}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to write a row a second time."""
        if not self._state.adding:
            raise RuntimeError("The log of moderation is only ever added to.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise RuntimeError("The log of moderation is only ever added to.")

    @property
    def who(self) -> str:
        """The moderator's name; the site has one too."""
        if self.act == self.Act.WITHDRAW:
            return "The author"
        if self.acted_by is None:
            return "The site"
        return self.acted_by.get_full_name() or self.acted_by.get_username()

    @property
    def change(self) -> str:
        """What it changed, as `status: published → hidden`."""
        changed = []
        for column in STATE:
            before = getattr(self, f"{column}_before")
            after = getattr(self, f"{column}_after")
            if before != after:
                name = column.replace("_", " ")
                changed.append(f"{name}: {before or '–'} → {after or '–'}")
        return ", ".join(changed)

    @property
    def is_undone(self) -> bool:
        return hasattr(self, "undone_by")
