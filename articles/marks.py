"""One press on an update of the desk, and the press that takes it back exactly."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from articles.changes import lock, raise_change
from articles.live import unpin_others
from articles.models import Article, Update
from articles.roles import Actor, require, require_change
from articles.versions import record, reread

_STATE = ("status", "is_pinned", "is_key_event")
Status = Update.Status


@dataclass(frozen=True)
class Undo:
    """How rows stood before an act; `change` is what the act gave them.

    Plain numbers and words, so that a session can keep it.
    """

    what: str
    before: dict[str, dict[str, Any]]  # update id → its state
    change: int


def pin(update: Update, *, by: Actor) -> Undo:
    """Put an update on top; whatever was pinned is pinned no more."""
    return _mark(update, by, "pinned", is_pinned=True)


def unpin(update: Update, *, by: Actor) -> Undo:
    return _mark(update, by, "unpinned", is_pinned=False)


def mark_key_event(update: Update, *, by: Actor) -> Undo:
    return _mark(update, by, "marked as a key event", is_key_event=True)


def unmark_key_event(update: Update, *, by: Actor) -> Undo:
    return _mark(update, by, "no key event any more", is_key_event=False)


def hide(update: Update, *, by: Actor) -> Undo:
    """Take an update off the page until it is shown again; its address gives 404."""
    return _mark(update, by, "hidden", status=Status.HIDDEN, is_pinned=False)


def show(update: Update, *, by: Actor) -> Undo:
    """Bring a hidden or withdrawn update back to the page, at its stamp if to come."""
    is_to_come = update.stamped_at > timezone.now()
    status = Status.SCHEDULED if is_to_come else Status.PUBLISHED
    return _mark(update, by, "shown again", status=status)


def withdraw(update: Update, *, by: Actor) -> Undo:
    """Take an update back for good: its address says that it is gone.

    A draft that is withdrawn was never seen; its author may do that.
    """
    return _mark(update, by, "withdrawn", status=Status.WITHDRAWN, is_pinned=False)


def sent(update: Update, *, what: str) -> Undo:
    """Return how to take back what was just published, scheduled or handed in.

    It becomes a draft, and gives back the pin it took.
    """
    before: dict[str, dict[str, Any]] = {
        str(update.pk): {"status": Status.DRAFT.value, "is_pinned": False}
    }
    if update.is_public and update.is_pinned:
        unpinned = update.article.updates.filter(change=update.change)
        for pk in unpinned.exclude(pk=update.pk).values_list("pk", flat=True):
            before[str(pk)] = {"is_pinned": True}
    return Undo(what, before, update.change)


@transaction.atomic
def undo(article: Article, done: Undo, *, by: Actor) -> None:
    """Take an act back, every row as it stood; a pin that moved on stays where it is.

    Raises PermissionDenied, and ValidationError when a row has changed since.
    """
    change = raise_change(article)
    rows = list(Update.objects.filter(article=article, pk__in=done.before))
    has_pin = article.updates.pinned().exclude(pk__in=done.before).exists()
    for update in rows:
        if update.change != done.change:
            raise ValidationError("It has changed since, and cannot be undone.")
        if _is_out(update):
            _require(update, by)
        for name, value in done.before[str(update.pk)].items():
            setattr(update, name, value)
        _require(update, by)
        update.change, update.is_pinned = change, update.is_pinned and not has_pin
    for update in sorted(rows, key=lambda row: row.is_pinned):  # one pin at a time
        record(update, by=by, why=f"undone: {done.what}")


@transaction.atomic
def _mark(update: Update, by: Actor, what: str, **state: Any) -> Undo:
    """Set parts of an update's state.

    Raises PermissionDenied, and ValidationError where readers see nothing to mark.
    """
    lock(update.article)
    reread(update)
    _require(update, by)
    if "status" not in state and not update.is_unpublished and not _is_out(update):
        raise ValidationError("Readers do not see this update: nothing to mark.")
    if update.is_unpublished and state.get("status") in {
        Status.HIDDEN,
        Status.PUBLISHED,
    }:
        raise ValidationError("This is a draft: nobody sees it yet.")
    before = {str(update.pk): {name: getattr(update, name) for name in _STATE}}
    if not update.is_unpublished:
        update.change = raise_change(update.article)
    if state.get("is_pinned") and update.is_public:
        for other in unpin_others(update, by=by):
            before[str(other.pk)] = {
                **{name: getattr(other, name) for name in _STATE},
                "is_pinned": True,
            }
    for name, value in state.items():
        setattr(update, name, value)
    record(update, by=by, why=what)
    return Undo(what, before, update.change)


def _is_out(update: Update) -> bool:
    return update.status in {Status.PUBLISHED, Status.SCHEDULED}


def _require(update: Update, by: Actor) -> None:
    if update.is_unpublished:
        require_change(update, by)
    else:
        require(by, "articles.publish_update")
