"""Undoing an act: every row becomes exactly what it was, and that is an act too."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import (
    Case,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    When,
)
from django.utils import timezone

from articles.roles import Actor
from comments import acts, sanctions
from comments.acts import NotPossible
from comments.models import Comment, Discussion, ModerationAction, Statement
from comments.models.moderation_action import STATE
from comments.roles import require_moderator

Act = ModerationAction.Act
_DECISIONS = {Act.APPROVE, Act.HIDE, Act.RESTORE, Act.HOLD, Act.UNDO, Act.WITHDRAW}
# What may have been done since, so that an act is no longer the last word.
_RIVALS = {
    **dict.fromkeys(_DECISIONS, _DECISIONS),
    **dict.fromkeys((Act.LOCK, Act.UNLOCK), {Act.LOCK, Act.UNLOCK, Act.UNDO}),
    **dict.fromkeys((Act.PICK, Act.UNPICK), {Act.PICK, Act.UNPICK, Act.UNDO}),
    **dict.fromkeys((Act.SLOW, Act.UNSLOW), {Act.SLOW, Act.UNSLOW, Act.UNDO}),
    Act.UNDO: set(Act),
}
_FOR_GOOD = {Act.GRANT_APPEAL, Act.REFUSE_APPEAL, Act.LIFT, Act.WITHDRAW}


@dataclass(frozen=True)
class Undone:
    """`left` rows have changed since, and stay as they are."""

    group: UUID
    done: int
    left: int


@transaction.atomic
def undo(group: UUID, *, by: Actor, note: str = "") -> Undone:
    """Put back what one press changed, each row to its own state before it.

    What somebody has decided since, or an author withdrawn, is left alone. Reports
    it resolved are open again, a sanction it imposed is lifted.

    Raises PermissionDenied, NotPossible.
    """
    require_moderator(by)
    log = ModerationAction.objects.of_group(group)
    acts.lock(Comment.objects.filter(pk__in=log.values("comment")))
    first = _check(log, by=by)
    new = uuid4()
    columns = acts.said(Act.UNDO, by=by, group=new, reason=first.reason, note=note)
    on_comments = log.filter(comment__isnull=False)
    done = _undo_comments(on_comments, columns)
    if done:
        acts.follow(ModerationAction.objects.of_group(new), STATE)
        acts.reopen_reports(group)
    opened, left = _undo_article(log, by=by, group=new)
    whole = opened + _undo_sanctions(log, by=by, group=new)
    if not done and not whole:
        raise NotPossible("All of it has been decided anew since: nothing was undone.")
    Statement.objects.unsent().filter(action__group=group).delete()
    return Undone(new, done + whole, on_comments.count() - done + left)


def _check(log: QuerySet[ModerationAction], *, by: Actor) -> ModerationAction:
    first = log.select_related("acted_by").order_by("pk").first()
    if first is None:
        raise NotPossible("There is no such act.")
    if log.filter(act__in=_FOR_GOOD) or log.filter(act=Act.UNDO, sanction__gt=0):
        raise NotPossible("This cannot be undone; decide anew instead.")
    undone = log.filter(undone_by__isnull=False).select_related("undone_by__acted_by")
    if earlier := undone.first():
        again = earlier.undone_by
        at = f"{timezone.localtime(again.acted_at):%H:%M}"
        raise NotPossible(f"{again.who} has undone this already, at {at}.")
    return first


def _undo_comments(log: QuerySet[ModerationAction], columns: dict[str, Any]) -> int:
    later = ModerationAction.objects.filter(
        comment=OuterRef("comment"), pk__gt=OuterRef("pk")
    ).order_by()
    same = Q()
    for column in ("status", "hidden_reason", "hidden_note", "is_locked", "is_pick"):
        unchanged = Q(**{f"{column}_before": F(f"{column}_after")})
        same &= unchanged | Q(**{f"comment__{column}": F(f"{column}_after")})
    kinds = set(log.values_list("act", flat=True).distinct())
    rivals = set().union(*(_RIVALS.get(Act(kind), set()) for kind in kinds))
    rows = log.filter(same, ~Exists(later.filter(act__in=rivals)))
    return acts.record(
        rows.order_by("pk"),
        {
            "comment_id": F("comment_id"),
            "undoes_id": F("pk"),
            **{f"{column}_before": F(f"comment__{column}") for column in STATE},
            **{f"{column}_after": _earlier(column) for column in STATE},
            **columns,
        },
    )


def _earlier(column: str) -> Case:
    """What a column was, where the act changed it; what it is, where not."""
    before, after = f"{column}_before", f"{column}_after"
    untouched = Q(**{before: F(after)})
    if column == "slow_until":
        untouched |= Q(slow_until_before=None, slow_until_after=None)
    return Case(When(untouched, then=F(f"comment__{column}")), default=F(before))


def _undo_article(
    log: QuerySet[ModerationAction], *, by: Actor, group: UUID
) -> tuple[int, int]:
    """Return how many acts were undone and left, for a later one has the last word."""
    done = left = 0
    for act in log.filter(article__isnull=False):
        rows = Discussion.objects.filter(article=act.article_id)
        later = ModerationAction.objects.filter(article=act.article_id, pk__gt=act.pk)
        rows = rows.filter(is_locked=act.is_locked_after)
        if later.exists() or not rows.update(is_locked=act.is_locked_before):
            left += 1
        else:
            done += 1
            ModerationAction.objects.create(
                group=group,
                act=Act.UNDO,
                undoes=act,
                acted_by_id=by.pk,
                article_id=act.article_id,
                is_locked_before=act.is_locked_after,
                is_locked_after=act.is_locked_before,
            )
    return done, left


def _undo_sanctions(log: QuerySet[ModerationAction], *, by: Actor, group: UUID) -> int:
    imposed = log.filter(sanction__lifted_at=None, act=Act.SANCTION)
    done = 0
    for act in imposed.select_related("sanction__account", "sanction__made_by"):
        if act.sanction is not None:
            sanctions.end(act.sanction, by=by, act=Act.UNDO, group=group, undoes=act)
            done += 1
    return done
