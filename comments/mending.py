"""Authors mend their own words for a while, and take them back for ever."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from articles.roles import Actor
from comments import acts
from comments.limits import take_post
from comments.models import Comment, CommentRevision, ModerationAction
from comments.models.comment_queryset import CommentQuerySet
from comments.posting import check_open, hold_if_screened
from comments.refusals import PostingRefused
from comments.roles import is_moderator
from comments.screening import Verdict
from comments.standing import UNKNOWN, Sender, check_standing

Act = ModerationAction.Act
Status = Comment.Status


def may_edit(comment: Comment, *, by: Actor) -> bool:
    """Whether `by` wrote it, it still stands, and the time to mend is not over."""
    window = timedelta(minutes=settings.COMMENT_EDIT_MINUTES)
    return (
        by.is_authenticated
        and comment.author_id == by.pk
        and comment.status in {Status.PUBLISHED, Status.PENDING}
        and timezone.now() < comment.created_at + window
    )


@transaction.atomic
def edit(
    comment: Comment, *, by: Actor, body: str, sender: Sender = UNKNOWN
) -> Comment:
    """Put new words in the place of the old, which are kept for moderators.

    The rules look again: new words may have to wait, and what waits goes on waiting.
    It counts as a post, and an editor's pick was for the old words.

    Raises PostingRefused where the time is over, the comment is not theirs, or they
    may not speak there, and TooFast.
    """
    article, is_exempt = comment.article, is_moderator(by)
    standing = check_standing(by, sender=sender, article=article, parent=comment)
    check_open(article, by=by)
    if not is_exempt:
        _check_thread(comment)
    locked = Comment.objects.order_by().select_for_update(of=("self",), no_key=True)
    comment = locked.select_related("article").get(pk=comment.pk)
    if not may_edit(comment, by=by):
        raise PostingRefused(
            f"A comment can be changed by its author, within"
            f" {settings.COMMENT_EDIT_MINUTES} minutes."
        )
    if body != comment.body:
        CommentRevision.objects.create(comment=comment, body=comment.body)
        comment.body, comment.edited_at = body, timezone.now()
        verdict = Verdict()
        if not is_exempt:
            take_post(account=str(by.pk), network=sender.network, thread="")
            verdict = hold_if_screened(comment, standing)
        comment.save(update_fields=["body", "html", "edited_at"])
        _let_site_act(comment, is_held=verdict.is_held)
    return comment


def _check_thread(comment: Comment) -> None:
    above = comment.parent
    is_locked = comment.is_locked or (above is not None and above.is_locked)
    if is_locked or comment.read_thread()[0]:
        raise PostingRefused("A moderator has locked this thread: no more changes.")


def _let_site_act(comment: Comment, *, is_held: bool) -> None:
    """Do what new words lead to, each on record."""
    row = _row(comment)
    if comment.is_pick:
        after: dict[str, Any] = {"is_pick": False}
        acts.act_on(row, Act.UNPICK, by=None, group=uuid4(), after=after)
    if is_held:
        after = {"status": Status.PENDING, "held_because": comment.held_because}
        acts.act_on(row, Act.HOLD, by=None, group=uuid4(), after=after)


@transaction.atomic
def withdraw(comment: Comment, *, by: Actor) -> Comment:
    """Take one's own comment back; replies keep a tombstone standing.

    Raises PostingRefused where it is not theirs or stands no more.
    """
    locked = Comment.objects.order_by().select_for_update(of=("self",), no_key=True)
    comment = locked.get(pk=comment.pk)
    if not by.is_authenticated or comment.author_id != by.pk:
        raise PostingRefused("Only its author can withdraw a comment.")
    if comment.status not in {Status.PUBLISHED, Status.PENDING}:
        raise PostingRefused("This comment is no longer there.")
    after = {"status": Status.WITHDRAWN}
    acts.act_on(_row(comment), Act.WITHDRAW, by=None, group=uuid4(), after=after)
    comment.status = Status.WITHDRAWN
    return comment


def _row(comment: Comment) -> CommentQuerySet:
    return Comment.objects.order_by().filter(pk=comment.pk)
