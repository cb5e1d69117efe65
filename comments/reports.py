"""A reader complains; those who were right before are listened to sooner."""

from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Count, Max, Q, Sum
from django.utils import timezone

from articles.roles import Actor
from comments.acts import NotPossible
from comments.discussions import slow
from comments.limits import TooFast, spelled, take
from comments.models import Comment, ModerationAction, Reason, Report
from comments.moderation import hold
from comments.refusals import PostingRefused
from comments.standing import UNKNOWN, Sender, check_standing

Act = ModerationAction.Act
_HEATED_WITHIN = timedelta(hours=1)
_CALMED = [Act.UNSLOW, Act.UNDO]
_MOST, _MOST_WITHIN = 20, 600  # reports of one reader in so many seconds


def report(
    comment: Comment,
    *,
    by: Actor,
    reason: str,
    note: str = "",
    sender: Sender = UNKNOWN,
) -> Report:
    """Keep a complaint for the moderators; a reader has one open a comment.

    `reason` is a value of `Reason`; the sender's network tells one guest from
    another. Enough of them hold the comment, and slow its thread down.

    Raises PostingRefused, and ValueError for no such reason.
    """
    account = by.pk if by.is_authenticated else None
    key = f"account:{account}" if account else f"network:{sender.network}"
    _check(comment, account)
    check_standing(by, sender=sender, is_speech=False)
    _take_report(key)
    made = Report(
        comment=comment,
        reporter_id=account,
        reporter_key=key,
        reason=Reason(reason),
        note=note,
        weight=weight_of(key, is_guest=account is None),
    )
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise PostingRefused(
            "You have reported this comment already. A moderator will look at it."
        ) from error
    _hold_if_many(comment)
    _slow_if_heated(comment)
    return made


def _check(comment: Comment, account: int | None) -> None:
    if not comment.is_published:
        raise PostingRefused("This comment is no longer there.")
    if account and comment.author_id == account:
        raise PostingRefused("This is your own comment. You can take it back instead.")


def _take_report(key: str) -> None:
    try:
        take(f"report {key}", limit=_MOST, window_seconds=_MOST_WITHIN)
    except TooFast as error:
        raise PostingRefused(
            f"You report too fast. Try again in {spelled(error.wait_seconds)}."
        ) from error


def weight_of(reporter_key: str, *, is_guest: bool) -> int:
    """Return a reporter's weight in hundredths: 100 for one nobody knows yet.

    It nears 200 for who was always right and 0 for who never was; a guest's is half.
    """
    earlier = Report.objects.order_by().filter(reporter_key=reporter_key)
    record = earlier.exclude(outcome="").aggregate(
        decided=Count("pk"), upheld=Count("pk", filter=Q(outcome="upheld"))
    )
    weight = 200 * (record["upheld"] + 1) // (record["decided"] + 2)
    return weight // 2 if is_guest else weight


def _hold_if_many(comment: Comment) -> None:
    """Take a comment off the page until a moderator has looked at it once."""
    waiting = Report.objects.open().order_by().filter(comment=comment)
    sums = waiting.aggregate(weight=Sum("weight"), number=Count("pk"))
    wanted = settings.COMMENT_REPORTS_HOLD
    if not wanted or (sums["weight"] or 0) < wanted * 100:
        return
    looked_at = comment.moderation_actions.filter(act__in=[Act.APPROVE, Act.RESTORE])
    if comment.edited_at:
        looked_at = looked_at.filter(acted_at__gt=comment.edited_at)
    if looked_at.exists():
        return
    try:
        hold(comment, because=f"{sums['number']} readers reported it")
    except NotPossible:
        return  # another report, or a moderator, was first


def _slow_if_heated(comment: Comment) -> None:
    """Slow a thread down where several readers report several of its comments at once.

    A reader counts once, however much is reported; what was reported before a
    moderator let the thread run again does not count.
    """
    wanted = settings.COMMENT_HEATED_REPORTS
    if not wanted:
        return
    thread = {
        "comment__article": comment.article_id,
        "comment__tree_id": comment.tree_id,
    }
    calmed = ModerationAction.objects.filter(act__in=_CALMED, **thread).order_by()
    last = calmed.aggregate(at=Max("acted_at"))["at"]
    since = max(filter(None, [timezone.now() - _HEATED_WITHIN, last]))
    recent = Report.objects.order_by().filter(reported_at__gt=since, **thread)
    readers = recent.values("reporter_key").annotate(heaviest=Max("weight"))
    heat = readers.aggregate(n=Count("reporter_key"), weight=Sum("heaviest"))
    number = recent.aggregate(n=Count("comment", distinct=True))["n"]
    if (heat["weight"] or 0) < wanted * 100 or heat["n"] < 2 or number < 2:
        return
    try:
        slow(comment, by=None, note=f"{number} of its comments were reported.")
    except NotPossible:
        return  # slow already
