"""A reader speaks, mends what was said, and takes it back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, connection
from django.utils import timezone

from articles.models import Article, Update
from articles.roles import Actor
from comments.limits import take_post
from comments.models import Comment
from comments.readers import reader_for
from comments.roles import is_moderator
from comments.screening import Verdict, fingerprint, screen
from comments.tree import plant

MAX_LENGTH = 5000  # characters
Policy = Article.CommentPolicy
Status = Comment.Status


class PostingRefused(Exception):
    """Why something cannot be posted, in a sentence for its author."""

    def __init__(self, sentence: str, *, may_sign_in: bool = False) -> None:
        super().__init__(sentence)
        self.may_sign_in = may_sign_in


def check_open(article: Article, *, by: Actor, parent: Comment | None = None) -> None:
    """Raise PostingRefused where `by` may not comment, or not answer `parent`.

    Moderators may always speak; nobody answers what is not there.
    """
    is_exempt = is_moderator(by)
    closes_at = closing_moment(article)
    is_over = closes_at is not None and closes_at <= timezone.now()
    if (article.comment_policy == Policy.CLOSED or is_over) and not is_exempt:
        raise PostingRefused("Comments on this article are closed.")
    if article.comment_policy == Policy.ACCOUNTS and not by.is_authenticated:
        raise PostingRefused(
            "Only readers with an account comment here. Sign in first.",
            may_sign_in=True,
        )
    if parent is not None:
        _check_parent(article, parent, is_exempt=is_exempt)


def may_begin(article: Article, *, by: Actor) -> bool:
    """Whether to offer the form: a guest who may sign in is told so on its page."""
    try:
        check_open(article, by=by)
    except PostingRefused as refusal:
        return refusal.may_sign_in
    return True


def _check_parent(article: Article, parent: Comment, *, is_exempt: bool) -> None:
    if parent.article_id != article.pk:
        raise PostingRefused("The comment you answer belongs to another article.")
    if not parent.is_published:
        raise PostingRefused(
            "The comment you answer is no longer there. Your text is kept below:"
            " you can copy it and start a new thread."
        )
    if not is_exempt and (parent.is_locked or parent.is_in_locked_thread()):
        raise PostingRefused("A moderator has locked this thread: no more replies.")


def closing_moment(article: Article) -> datetime | None:
    """Return when comments close by themselves, or None."""
    if article.comments_close_at or not settings.COMMENT_CLOSE_AFTER_DAYS:
        return article.comments_close_at
    if article.published_at is None:
        return None
    return article.published_at + timedelta(days=settings.COMMENT_CLOSE_AFTER_DAYS)


@dataclass(frozen=True)
class Sender:
    """What a request tells of who sends it; nothing of it is ever printed.

    `network` is a keyed hash; `automatic` and `is_spam` are the answers of the form's
    traps and of Akismet, asked before any transaction begins.
    """

    network: str = ""
    automatic: tuple[str, ...] = ()
    is_spam: bool | None = None


UNKNOWN = Sender()


def post(
    article: Article,
    *,
    by: Actor,
    body: str,
    name: str = "",
    email: str = "",
    parent: Comment | None = None,
    update: Update | None = None,
    submission: UUID | None = None,
    sender: Sender = UNKNOWN,
) -> tuple[Comment, Verdict]:
    """Save a comment, published or pending, and return it with the reasons.

    An account signs with its own name, whatever was sent. The same `submission`,
    drawn with the form, is the same comment however often it is sent.

    Raises PostingRefused, and TooFast with the seconds to wait.
    """
    check_open(article, by=by, parent=parent)
    comment = Comment(
        article=article, parent=parent, update=update, submission=submission
    )
    comment.name, comment.email, comment.body = name, email, body
    comment.network = sender.network
    if isinstance(by, User):
        comment.author, comment.email = by, ""
        comment.name = _signature(by)
    if is_moderator(by):
        return _plant_once(comment), Verdict()
    thread = str(parent.tree_id if parent else f"new-{article.pk}")
    take_post(account=str(by.pk or ""), network=sender.network, thread=thread)
    verdict = hold_if_screened(comment, sender)
    return _plant_once(comment), verdict


def _signature(by: User) -> str:
    """Return the display name of an account, made where there is none yet."""
    with connection.cursor() as cursor:
        cursor.execute(_DISPLAY_NAME, [by.pk])
        found = cursor.fetchone()
    return found[0] if found else reader_for(by).display_name


def hold_if_screened(comment: Comment, sender: Sender = UNKNOWN) -> Verdict:
    """Let the rules look at unsaved words, and hold the comment where one says so."""
    verdict = screen(
        comment.body,
        links_allowed=settings.COMMENT_LINKS_ALLOWED,
        is_repeat=_is_repeat(comment),
        is_premoderated=comment.article.comment_policy == Policy.PREMODERATED,
        automatic=sender.automatic,
        is_spam=sender.is_spam,
    )
    if verdict.is_held:
        comment.status = Status.PENDING
        comment.held_because = "; ".join(verdict.holds)[:200]
    return verdict


def _is_repeat(comment: Comment) -> bool:
    """Whether the same reader said the same within a day, anywhere on the site."""
    who = comment.author_id or comment.network
    if not who:
        return False
    since = timezone.now() - timedelta(days=1)
    with connection.cursor() as cursor:
        by = "author_id = %s" if comment.author_id else _BY_NETWORK
        since_value = connection.ops.adapt_datetimefield_value(since)
        cursor.execute(_RECENT.format(by), [who, since_value])
        recent = [body for pk, body in cursor.fetchall() if pk != comment.pk]
    own = fingerprint(comment.body)
    return any(fingerprint(body) == own for body in recent)


# Written out, for they are asked at every post.
_DISPLAY_NAME = "SELECT display_name FROM comments_reader WHERE user_id = %s"
_RECENT = """
SELECT id, body FROM comments_comment WHERE {} AND created_at > %s
ORDER BY created_at DESC LIMIT 20
"""
# The last is the index's own condition: SQLite must be told that it holds.
_BY_NETWORK = "author_id IS NULL AND network = %s AND network > ''"


def _plant_once(comment: Comment) -> Comment:
    """Plant, or return what the same form has planted before."""
    try:
        return plant(comment)
    except IntegrityError:
        if comment.submission is None:
            raise
        sent = Comment.objects.with_article()
        return sent.get(submission=comment.submission)
