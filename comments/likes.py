"""One like a reader, however often and fast it is pressed."""

from django.db import transaction
from django.db.models import F

from articles.roles import Actor
from comments.models import Comment, Like
from comments.refusals import PostingRefused
from comments.standing import UNKNOWN, Sender, check_standing


def like(comment: Comment, *, by: Actor, sender: Sender = UNKNOWN) -> Comment:
    """Count a reader's liking once.

    Raises PostingRefused for guests, the banned, one's own comment and what is not
    there.
    """
    reader_id = _check(comment, by)
    check_standing(by, sender=sender, is_speech=False)
    with transaction.atomic():
        _, is_new = Like.objects.get_or_create(comment=comment, reader_id=reader_id)
        return _move(comment, int(is_new))


def unlike(comment: Comment, *, by: Actor) -> Comment:
    """Take a liking back; twice is as once.

    Raises PostingRefused as `like` does.
    """
    reader_id = _check(comment, by)
    with transaction.atomic():
        gone, _ = Like.objects.filter(comment=comment, reader_id=reader_id).delete()
        return _move(comment, -gone)


def _check(comment: Comment, by: Actor) -> int:
    """Return the reader's id."""
    if by.pk is None:
        raise PostingRefused("Sign in to like a comment.", may_sign_in=True)
    if comment.author_id == by.pk:
        raise PostingRefused("This comment is your own.")
    if not comment.is_published:
        raise PostingRefused("This comment is no longer there.")
    return by.pk


def _move(comment: Comment, by: int) -> Comment:
    rows = Comment.objects.order_by().filter(pk=comment.pk)
    if by:
        rows.update(likes=F("likes") + by)
    comment.likes = rows.values_list("likes", flat=True).get()
    return comment
