"""Authors mend their own words for a while, and take them back for ever."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from articles.roles import Actor
from comments.counts import move_counts
from comments.models import Comment, CommentRevision
from comments.posting import hold_if_screened
from comments.refusals import PostingRefused
from comments.standing import UNKNOWN, Sender, check_standing

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

    Raises PostingRefused where the time is over, the comment is not theirs, or they
    may not speak.
    """
    standing = check_standing(by, sender=sender)
    locked = Comment.objects.order_by().select_for_update(of=("self",))
    comment = locked.select_related("article").get(pk=comment.pk)
    if not may_edit(comment, by=by):
        raise PostingRefused(
            f"A comment can be changed by its author, within"
            f" {settings.COMMENT_EDIT_MINUTES} minutes."
        )
    if body != comment.body:
        CommentRevision.objects.create(comment=comment, body=comment.body)
        was_shown = comment.is_published
        comment.body, comment.edited_at = body, timezone.now()
        if not by.has_perm("comments.moderate_comment"):
            hold_if_screened(comment, standing)
        comment.save(
            update_fields=["body", "html", "edited_at", "status", "held_because"]
        )
        move_counts(comment, comment.is_published - was_shown)
    return comment


@transaction.atomic
def withdraw(comment: Comment, *, by: Actor) -> Comment:
    """Take one's own comment back; replies keep a tombstone standing.

    Raises PostingRefused where it is not theirs or stands no more.
    """
    locked = Comment.objects.order_by().select_for_update(of=("self",))
    comment = locked.get(pk=comment.pk)
    if not by.is_authenticated or comment.author_id != by.pk:
        raise PostingRefused("Only its author can withdraw a comment.")
    if comment.status not in {Status.PUBLISHED, Status.PENDING}:
        raise PostingRefused("This comment is no longer there.")
    was_shown = comment.is_published
    comment.status = Status.WITHDRAWN
    comment.save(update_fields=["status"])
    move_counts(comment, -was_shown)
    return comment
