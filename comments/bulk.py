"""One act to many comments: one transaction, one line of the log each, one undo."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q

from articles.roles import Actor
from comments import acts
from comments.acts import NotPossible
from comments.models import Claim, Comment, ModerationAction
from comments.models.comment_queryset import CommentQuerySet
from comments.models.moderation_action import ModerationActionQuerySet
from comments.moderation import (
    FIT,
    LAST_ACTION,
    SHOWN,
    decided_by,
    finish,
    hidden,
    spelled_version,
)
from comments.roles import require_moderator

Act = ModerationAction.Act
Status = Comment.Status
Seen = Mapping[int, str]  # which version of which comment the moderator has read
NOT_SEEN: Seen = {}


def approve_many(
    comments: CommentQuerySet, *, by: Actor, seen: Seen = NOT_SEEN
) -> tuple[UUID, int]:
    """Approve what of these waits or is reported; return the act's group and how many.

    Of those `seen`, what is another since, or claimed by a colleague, is left alone.

    Raises PermissionDenied.
    """
    after = {"status": Status.PUBLISHED}
    return _do_many(comments, Act.APPROVE, after, by=by, seen=seen)


def restore_many(
    comments: CommentQuerySet, *, by: Actor, seen: Seen = NOT_SEEN
) -> tuple[UUID, int]:
    """Restore what of these is hidden; as `approve_many`."""
    return _do_many(comments, Act.RESTORE, SHOWN, by=by, seen=seen)


def hide_many(
    comments: CommentQuerySet,
    *,
    by: Actor,
    reason: str,
    note: str = "",
    public_note: str = "",
    group: UUID | None = None,
    seen: Seen = NOT_SEEN,
) -> tuple[UUID, int]:
    """Hide what of these is seen or waits; as `approve_many`.

    The same few statements for one comment and for 5,000.

    Raises PermissionDenied, and ValueError for no such reason.
    """
    after = hidden(reason, public_note)
    words = {"reason": reason, "note": note}
    return _do_many(comments, Act.HIDE, after, by=by, group=group, seen=seen, **words)


@transaction.atomic
def hide_thread(
    comment: Comment,
    *,
    by: Actor,
    reason: str,
    note: str = "",
    public_note: str = "",
    decisions: int | None = None,
) -> tuple[UUID, int]:
    """Hide a comment and all below it; as `hide_many`.

    `decisions` is what `decisions_in` told with the preview.

    Raises NotPossible where a moderator has decided on any of it since.
    """
    comments = thread_below(comment)
    acts.lock(comments)
    decided = _decided(comments)
    if decisions is not None and decided.count() > decisions:
        last = decided.select_related("acted_by").newest_first()[0]
        raise NotPossible(f"{decided_by(last)} Look at it again.")
    return hide_many(comments, by=by, reason=reason, note=note, public_note=public_note)


def decisions_in(comment: Comment) -> int:
    """Count what moderators have decided on a comment and all below it."""
    return _decided(thread_below(comment)).count()


def _decided(comments: CommentQuerySet) -> ModerationActionQuerySet:
    log = ModerationAction.objects.filter(comment__in=comments.values("pk"))
    return log.filter(acted_by__isnull=False).exclude(act=Act.WITHDRAW)


def thread_below(comment: Comment) -> CommentQuerySet:
    """The comment and what stands below it, and nothing of another article."""
    place = Comment.objects.order_by().filter(pk=comment.pk)
    return Comment.objects.order_by().filter(
        article_id=comment.article_id,
        tree_id=comment.tree_id,
        lft__gte=place.values("lft")[:1],
        rght__lte=place.values("rght")[:1],
    )


@dataclass(frozen=True)
class Consequence:
    """What hiding a thread would do, counted before it is done."""

    is_whole: bool  # the comment itself goes too
    replies: int
    people: int
    waiting: int
    gone: int
    picks: int

    @property
    def hides(self) -> str:
        """What goes, in words: “the comment and 14 replies”."""
        replies = "1 reply" if self.replies == 1 else f"{self.replies} replies"
        if not self.is_whole:
            return replies
        return f"the comment and {replies}" if self.replies else "the comment"


def consequence_of(comment: Comment) -> Consequence:
    """Count what `hide_thread` would take down; one query."""
    seen = Q(status__in=[Status.PUBLISHED, Status.PENDING])
    below = ~Q(pk=comment.pk)
    counts = thread_below(comment).aggregate(
        replies=Count("pk", filter=seen & below),
        accounts=Count("author", filter=seen, distinct=True),
        guests=Count("name", filter=seen & Q(author=None), distinct=True),
        waiting=Count("pk", filter=Q(status=Status.PENDING)),
        gone=Count("pk", filter=below & ~seen),
        picks=Count("pk", filter=seen & Q(is_pick=True)),
    )
    people = counts.pop("accounts") + counts.pop("guests")
    is_whole = comment.status in {Status.PUBLISHED, Status.PENDING}
    return Consequence(is_whole=is_whole, people=people, **counts)


@transaction.atomic
def _do_many(
    comments: CommentQuerySet,
    act: ModerationAction.Act,
    after: Mapping[str, Any],
    *,
    by: Actor,
    reason: str = "",
    note: str = "",
    group: UUID | None = None,
    seen: Seen = NOT_SEEN,
) -> tuple[UUID, int]:
    require_moderator(by)
    group = group or uuid4()
    acts.lock(comments)
    fitting = Comment.objects.filter(FIT[act], pk__in=comments.order_by().values("pk"))
    if seen:
        fitting = fitting.exclude(pk__in=_not_as_seen(fitting, seen, by=by))
    words = {"reason": reason, "note": note}
    done = acts.act_on(fitting, act, by=by, group=group, after=after, **words)
    if done:
        finish(group, act)
    return group, done


def _not_as_seen(comments: CommentQuerySet, seen: Seen, *, by: Actor) -> list[int]:
    """Those decided or edited since they were read, or in a colleague’s hands."""
    claims = Claim.objects.running().filter(comment=OuterRef("pk"))
    claimed = Exists(claims.exclude(claimed_by=by.pk))
    rows = comments.order_by().filter(pk__in=list(seen))
    states = rows.values_list("pk", LAST_ACTION, "edited_at", claimed)
    return [
        pk
        for pk, last, edited_at, is_claimed in states
        if is_claimed or spelled_version(last, edited_at) != seen[pk]
    ]
