"""What moderators do. Every act is logged beside the row it changed."""

from typing import cast

from django.db import transaction
from django.utils import timezone

from articles.roles import Actor, require
from comments.counts import move_counts
from comments.models import Comment, ModerationAction, Reason

Act = ModerationAction.Act
Status = Comment.Status

_DECIDED = {
    Status.PUBLISHED: "is published",
    Status.HIDDEN: "is hidden",
    Status.WITHDRAWN: "was withdrawn by its author",
    Status.PENDING: "still waits for a decision",
}


class NotPossible(Exception):
    """Why an act cannot be done to a comment as it stands, for the moderator."""


def hide(comment: Comment, *, by: Actor, reason: str, note: str = "") -> Comment:
    """Take a comment down; replies stay, under a tombstone that says why.

    `reason` is a value of `Reason`. Its open reports are resolved.

    Raises PermissionDenied, ValueError for no such reason, NotPossible.
    """
    return _act(
        comment,
        Act.HIDE,
        by=by,
        allowed={Status.PUBLISHED, Status.PENDING},
        after=Status.HIDDEN,
        reason=Reason(reason),
        note=note,
    )


def restore(comment: Comment, *, by: Actor, note: str = "") -> Comment:
    """Put a hidden comment back before the public.

    Raises PermissionDenied, NotPossible.
    """
    return _act(
        comment,
        Act.RESTORE,
        by=by,
        allowed={Status.HIDDEN},
        after=Status.PUBLISHED,
        note=note,
    )


def approve(comment: Comment, *, by: Actor, note: str = "") -> Comment:
    """Let a pending comment be seen.

    Raises PermissionDenied, NotPossible.
    """
    return _act(
        comment,
        Act.APPROVE,
        by=by,
        allowed={Status.PENDING},
        after=Status.PUBLISHED,
        note=note,
    )


@transaction.atomic
def _act(
    comment: Comment,
    act: ModerationAction.Act,
    *,
    by: Actor,
    allowed: set[str],
    after: str,
    reason: str = "",
    note: str = "",
) -> Comment:
    require(by, "comments.moderate_comment")
    locked = Comment.objects.order_by().select_for_update(of=("self",))
    before = locked.values_list("status", flat=True).get(pk=comment.pk)
    if before not in allowed:
        last = comment.moderation_actions.select_related("acted_by").first()
        who = f" ({last.acted_by} decided that)" if last else ""
        raise NotPossible(f"This comment {_DECIDED[Status(before)]} already{who}.")
    comment.status, comment.hidden_reason = after, reason
    comment.save(update_fields=["status", "hidden_reason"])
    move_counts(comment, (after == Status.PUBLISHED) - (before == Status.PUBLISHED))
    if act == Act.HIDE:
        comment.reports.filter(resolved_at=None).update(resolved_at=timezone.now())
    _log(comment, act, by=by, note=note, before=before, reason=reason)
    return comment


def lock(comment: Comment, *, by: Actor, note: str = "") -> Comment:
    """Let nobody but moderators reply to a comment; to a thread, if it begins one.

    Raises PermissionDenied, NotPossible.
    """
    return _mark(comment, Act.LOCK, "is_locked", True, by=by, note=note)


def unlock(comment: Comment, *, by: Actor, note: str = "") -> Comment:
    """Let readers reply again.

    Raises PermissionDenied, NotPossible.
    """
    return _mark(comment, Act.UNLOCK, "is_locked", False, by=by, note=note)


def pick(comment: Comment, *, by: Actor, note: str = "") -> Comment:
    """Show a comment on top, as an editor's pick.

    Raises PermissionDenied, NotPossible.
    """
    if not comment.is_published:
        raise NotPossible("Only a published comment can be picked.")
    return _mark(comment, Act.PICK, "is_pick", True, by=by, note=note)


def unpick(comment: Comment, *, by: Actor, note: str = "") -> Comment:
    """Take a comment off the editor's picks.

    Raises PermissionDenied, NotPossible.
    """
    return _mark(comment, Act.UNPICK, "is_pick", False, by=by, note=note)


@transaction.atomic
def _mark(
    comment: Comment, act: Act, mark: str, value: bool, *, by: Actor, note: str
) -> Comment:
    require(by, "comments.moderate_comment")
    rows = Comment.objects.order_by().filter(pk=comment.pk, **{mark: not value})
    if not rows.update(**{mark: value}):
        raise NotPossible(f"To {act.label.lower()} this comment changes nothing.")
    setattr(comment, mark, value)
    _log(comment, act, by=by, note=note, before=comment.status)
    return comment


def _log(
    comment: Comment,
    act: Act,
    *,
    by: Actor,
    note: str,
    before: str,
    reason: str = "",
) -> None:
    ModerationAction.objects.create(
        comment=comment,
        act=act,
        acted_by_id=cast(int, by.pk),
        reason=reason,
        note=note,
        status_before=before,
        status_after=comment.status,
    )
