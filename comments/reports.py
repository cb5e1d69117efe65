"""A reader complains."""

from django.db import IntegrityError, transaction

from articles.roles import Actor
from comments.models import Comment, Reason, Report
from comments.posting import PostingRefused


def report(
    comment: Comment, *, by: Actor, reason: str, note: str = "", network: str = ""
) -> Report:
    """Keep a complaint for the moderators; a reader has one open a comment.

    `reason` is a value of `Reason`; `network` tells one guest from another.

    Raises PostingRefused, and ValueError for no such reason.
    """
    if not comment.is_published:
        raise PostingRefused("This comment is no longer there.")
    account = by.pk if by.is_authenticated else None
    key = f"account:{account}" if account else f"network:{network}"
    made = Report(
        comment=comment,
        reporter_id=account,
        reporter_key=key,
        reason=Reason(reason),
        note=note,
    )
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise PostingRefused(
            "You have reported this comment already. A moderator will look at it."
        ) from error
    return made
