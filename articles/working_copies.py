"""Keeping what somebody has in a form, and telling others that they are at it."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from articles.models import Article, WorkingCopy
from articles.roles import Actor, name_of

DESK, STORY = "desk", "story"
_NOT_KEPT = {"csrfmiddlewaretoken", "place", "is_changed"}
MAX_LENGTH = 300_000  # characters of all fields


def place_of(update_id: int) -> str:
    """Return the place that is one update's own form."""
    return f"update-{update_id}"


def fields_of(sent: Mapping[str, str]) -> dict[str, str]:
    """Return what a sent form holds of its author's; not tokens, not buttons."""
    return {
        name: str(sent[name])
        for name in sent
        if not name.startswith("_") and name not in _NOT_KEPT
    }


@transaction.atomic
def keep(
    article: Article, place: str, *, by: Actor, fields: dict[str, str] | None = None
) -> WorkingCopy:
    """Note that somebody has a form open, and what is in it where that has changed.

    Raises ValidationError for more than any form holds.
    """
    if fields and sum(map(len, fields.values())) > MAX_LENGTH:
        raise ValidationError("This is too long to be kept for you.")
    now = timezone.now()
    seen: dict[str, Any] = {"seen_at": now}
    if fields is not None:
        seen |= {"fields": fields, "kept_at": now}
    copy, _ = WorkingCopy.objects.update_or_create(
        article=article, place=place, user_id=by.pk or 0, defaults=seen
    )
    return copy


def kept_fields(article: Article, place: str, *, by: Actor) -> dict[str, str]:
    """Return what somebody left in a form, {} where nothing is kept."""
    copy = WorkingCopy.objects.at(article.pk, place).filter(user=by.pk).first()
    return copy.fields if copy else {}


def drop(article: Article, place: str, *, by: Actor) -> None:
    """Forget what was kept: it is sent, or thrown away."""
    WorkingCopy.objects.at(article.pk, place).filter(user=by.pk).delete()


def others_at(article: Article, place: str, *, by: Actor) -> list[str]:
    """Return who else has the same form open, by name."""
    present = WorkingCopy.objects.at(article.pk, place).present()
    others = present.exclude(user=by.pk).select_related("user").order_by("pk")
    return [name_of(copy.user) for copy in others]
