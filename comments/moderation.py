"""What moderators do. Every act is logged beside the row it changed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from articles.roles import Actor
from comments import acts
from comments.acts import NotPossible
from comments.claims import check_claim
from comments.models import Comment, ModerationAction, Reason, Report
from comments.roles import require_moderator
from comments.statements import state_reasons

Act = ModerationAction.Act
Status = Comment.Status

_DECIDED = {
    Status.PUBLISHED: "is published",
    Status.HIDDEN: "is hidden",
    Status.WITHDRAWN: "was withdrawn by its author",
    Status.PENDING: "still waits for a decision",
}
SHOWN = {"status": Status.PUBLISHED, "hidden_reason": "", "hidden_note": ""}
_REPORTED = Exists(Report.objects.open().filter(comment=OuterRef("pk")).order_by())
_ACTS_ON_IT = ModerationAction.objects.filter(comment=OuterRef("pk"))
LAST_ACTION = Subquery(_ACTS_ON_IT.newest_first().values("pk")[:1])
# To which comments an act can be done at all.
FIT = {
    Act.APPROVE: Q(status=Status.PENDING) | Q(_REPORTED, status=Status.PUBLISHED),
    Act.HIDE: Q(status__in=[Status.PUBLISHED, Status.PENDING]),
    Act.RESTORE: Q(status=Status.HIDDEN),
    Act.LOCK: Q(is_locked=False),
    Act.UNLOCK: Q(is_locked=True),
    Act.PICK: Q(is_pick=False, status=Status.PUBLISHED),
    Act.UNPICK: Q(is_pick=True),
}


def hide(
    comment: Comment,
    *,
    by: Actor,
    reason: str,
    note: str = "",
    public_note: str = "",
    seen: str | None = None,
) -> Comment:
    """Take a comment down; replies stay, under a tombstone that says why.

    `reason` is a value of `Reason`, `public_note` stands on the tombstone. Its open
    reports were right. Its author is told by mail. For `seen` see `version_of`.

    Raises PermissionDenied, ValueError for no such reason, NotPossible.
    """
    after = hidden(reason, public_note)
    return do(comment, Act.HIDE, after, by=by, reason=reason, note=note, seen=seen)


def restore(
    comment: Comment, *, by: Actor, note: str = "", seen: str | None = None
) -> Comment:
    """Put a hidden comment back before the public.

    Raises PermissionDenied, NotPossible.
    """
    return do(comment, Act.RESTORE, SHOWN, by=by, note=note, seen=seen)


def approve(
    comment: Comment, *, by: Actor, note: str = "", seen: str | None = None
) -> Comment:
    """Let a pending comment be seen, or a reported one stand: its reports were wrong.

    Raises PermissionDenied, NotPossible.
    """
    after = {"status": Status.PUBLISHED}
    return do(comment, Act.APPROVE, after, by=by, note=note, seen=seen)


def lock(comment: Comment, *, by: Actor, note: str = "") -> Comment:
    """Let nobody but moderators reply to a comment; to a thread, if it begins one.

    Raises PermissionDenied, NotPossible.
    """
    return do(comment, Act.LOCK, {"is_locked": True}, by=by, note=note)


def unlock(comment: Comment, *, by: Actor, note: str = "") -> Comment:
    """Let readers reply again.

    Raises PermissionDenied, NotPossible.
    """
    return do(comment, Act.UNLOCK, {"is_locked": False}, by=by, note=note)


def pick(comment: Comment, *, by: Actor, note: str = "") -> Comment:
    """Show a comment on top, as an editor's pick.

    Raises PermissionDenied, NotPossible.
    """
    return do(comment, Act.PICK, {"is_pick": True}, by=by, note=note)


def unpick(comment: Comment, *, by: Actor, note: str = "") -> Comment:
    """Take a comment off the editor's picks.

    Raises PermissionDenied, NotPossible.
    """
    return do(comment, Act.UNPICK, {"is_pick": False}, by=by, note=note)


def hold(comment: Comment, *, because: str) -> Comment:
    """Take a comment off the page until a moderator has looked; the site's own act.

    Raises NotPossible.
    """
    after = {"status": Status.PENDING, "held_because": because[:200]}
    fit = Q(status=Status.PUBLISHED)
    return do(comment, Act.HOLD, after, by=None, note=because, fit=fit)


def version_of(comment: Comment) -> str:
    """Return what changes whenever a comment is decided upon or edited.

    A verb that is told the version its moderator has `seen` refuses any other.
    """
    last = comment.moderation_actions.order_by("-pk").values_list("pk", flat=True)
    return spelled_version(last.first(), comment.edited_at)


def spelled_version(last_action: int | None, edited_at: datetime | None) -> str:
    edited = f"{edited_at.timestamp():.6f}" if edited_at else ""
    return f"{last_action or 0}-{edited}"


@transaction.atomic
def do(
    comment: Comment,
    act: ModerationAction.Act,
    after: Mapping[str, Any],
    *,
    by: Actor | None,
    reason: str = "",
    note: str = "",
    seen: str | None = None,
    fit: Q | None = None,
) -> Comment:
    """Do one act to one comment; with `by` None the site does it itself.

    Raises PermissionDenied, NotPossible.
    """
    if by is not None:
        require_moderator(by)
    row = Comment.objects.order_by().filter(pk=comment.pk)
    acts.lock(row)
    if seen is not None:
        _check_seen(row.get(), seen)
        check_claim(comment, by=by)
    group = uuid4()
    fitting = row.filter(FIT[act] if fit is None else fit)
    words = {"reason": reason, "note": note}
    if not acts.act_on(fitting, act, by=by, group=group, after=after, **words):
        raise NotPossible(_why_not(row.get(), act))
    finish(group, act)
    comment.refresh_from_db(fields=[*after, "status"])
    return comment


def hidden(reason: str, public_note: str) -> dict[str, Any]:
    """What hiding changes. Raises ValueError for no such reason."""
    shown = {"hidden_reason": Reason(reason), "hidden_note": public_note}
    return {"status": Status.HIDDEN, **shown}


def finish(group: UUID, act: ModerationAction.Act) -> None:
    """What follows from an act: reports are resolved, authors are told."""
    if act == Act.APPROVE:
        acts.resolve_reports(group, act, Report.Outcome.DISMISSED)
    if act == Act.HIDE:
        acts.resolve_reports(group, act, Report.Outcome.UPHELD)
        state_reasons(group)


def _check_seen(comment: Comment, seen: str) -> None:
    if seen == version_of(comment):
        return
    if comment.status == Status.WITHDRAWN:
        raise NotPossible("This comment was withdrawn by its author.")
    last = comment.moderation_actions.select_related("acted_by").first()
    if last and not seen.startswith(f"{last.pk}-"):
        raise NotPossible(decided_by(last))
    raise NotPossible("Its author has changed it since you read it. Read it again.")


def decided_by(last: ModerationAction) -> str:
    """Who was first, when, and with what."""
    what = last.get_act_display().lower()
    because = f", {last.get_reason_display()}" if last.reason else ""
    at = f"{timezone.localtime(last.acted_at):%H:%M}"
    return f"Already decided by {last.who} at {at}: {what}{because}."


def _why_not(comment: Comment, act: ModerationAction.Act) -> str:
    if act in {Act.LOCK, Act.UNLOCK, Act.UNPICK, Act.SLOW, Act.UNSLOW} or (
        act == Act.PICK and comment.is_pick
    ):
        return f"To {act.label.lower()} this comment changes nothing."
    if act == Act.PICK:
        return "Only a published comment can be picked."
    state = _DECIDED[Status(comment.status)]
    last = comment.moderation_actions.select_related("acted_by").first()
    who = f" (already decided by {last.who})" if last else ""
    return f"This comment {state} already{who}."
