"""A reader speaks, mends what was said, and takes it back."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError
from django.utils import timezone

from articles.models import Article, Update
from articles.roles import Actor
from comments.discussions import is_locked
from comments.limits import take_post, take_turn
from comments.models import Comment
from comments.readers import reader_for
from comments.refusals import PostingRefused
from comments.roles import is_moderator
from comments.rulebook import rules_of
from comments.screening import Verdict, fingerprint, screen
from comments.standing import UNKNOWN, Sender, Standing, check_standing
from comments.tree import plant

MAX_LENGTH = 5000  # characters
Policy = Article.CommentPolicy
Status = Comment.Status


def check_open(
    article: Article, *, by: Actor, parent: Comment | None = None
) -> datetime | None:
    """Raise PostingRefused where `by` may not comment, or not answer `parent`.

    Moderators may always speak; nobody answers what is not there. Return until when
    a heated thread takes replies slowly, if it does.
    """
    is_exempt = is_moderator(by)
    closes_at = closing_moment(article)
    is_over = closes_at is not None and closes_at <= timezone.now()
    if (article.comment_policy == Policy.CLOSED or is_over) and not is_exempt:
        raise PostingRefused("Comments on this article are closed.")
    if is_locked(article) and not is_exempt:
        raise PostingRefused(
            "A moderator has locked this discussion: no more comments."
        )
    if article.comment_policy == Policy.ACCOUNTS and not by.is_authenticated:
        raise PostingRefused(
            "Only readers with an account comment here. Sign in first.",
            may_sign_in=True,
        )
    if parent is not None:
        return _check_parent(article, parent, is_exempt=is_exempt)
    return None


def may_begin(article: Article, *, by: Actor) -> bool:
    """Whether to offer the form: a guest who may sign in is told so on its page."""
    try:
        check_open(article, by=by)
    except PostingRefused as refusal:
        return refusal.may_sign_in
    return True


def _check_parent(
    article: Article, parent: Comment, *, is_exempt: bool
) -> datetime | None:
    if parent.article_id != article.pk:
        raise PostingRefused("The comment you answer belongs to another article.")
    if not parent.is_published:
        raise PostingRefused(
            "The comment you answer is no longer there. Your text is kept below:"
            " you can copy it and start a new thread."
        )
    has_locked_root, slow_until = parent.read_thread()
    if (parent.is_locked or has_locked_root) and not is_exempt:
        raise PostingRefused("A moderator has locked this thread: no more replies.")
    is_slow = slow_until is not None and slow_until > timezone.now()
    return slow_until if is_slow and not is_exempt else None


def closing_moment(article: Article) -> datetime | None:
    """Return when comments close by themselves, or None."""
    if article.comments_close_at or not settings.COMMENT_CLOSE_AFTER_DAYS:
        return article.comments_close_at
    if article.published_at is None:
        return None
    return article.published_at + timedelta(days=settings.COMMENT_CLOSE_AFTER_DAYS)


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
    standing = check_standing(
        by, sender=sender, email=email, article=article, parent=parent
    )
    slow_until = check_open(article, by=by, parent=parent)
    comment = Comment(
        article=article, parent=parent, update=update, submission=submission
    )
    comment.name, comment.email, comment.body = name, email, body
    comment.network = sender.network
    if isinstance(by, User):
        comment.author, comment.email = by, ""
        comment.name = standing.display_name or reader_for(by).display_name
    if is_moderator(by):
        return _plant_once(comment), Verdict()
    thread = str(parent.tree_id if parent else f"new-{article.pk}")
    take_post(account=str(by.pk or ""), network=sender.network, thread=thread)
    verdict = hold_if_screened(comment, standing, sender)
    if slow_until is not None:
        who = f"account {by.pk}" if by.pk else f"network {sender.network}"
        take_turn(f"{thread} {who}", until=slow_until, submission=submission)
    return _plant_once(comment), verdict


def hold_if_screened(
    comment: Comment, standing: Standing, sender: Sender = UNKNOWN
) -> Verdict:
    """Let the rules look at unsaved words, and hold the comment where one says so.

    Whoever is strictest decides: the site, the article, or a sanction.

    Raises PostingRefused for words that a rule forbids.
    """
    policy = comment.article.comment_policy
    verdict = screen(
        comment.body,
        name=comment.name,
        links_allowed=settings.COMMENT_LINKS_ALLOWED,
        is_repeat=_is_repeat(comment, standing),
        is_premoderated=settings.COMMENT_PREMODERATED
        or policy == Policy.PREMODERATED
        or standing.is_premoderated,
        automatic=sender.automatic,
        is_spam=sender.is_spam,
        is_first=_is_first(comment),
        is_new_account=_is_new_account(comment),
        rules=rules_of(standing.rules_version),
    )
    if verdict.refusal:
        raise PostingRefused(verdict.refusal, field=verdict.refused)
    if verdict.is_held:
        comment.status = Status.PENDING
        comment.held_because = "; ".join(verdict.holds)[:200]
    return verdict


def _is_first(comment: Comment) -> bool:
    """Whether the sender has not yet had so many comments published as it takes."""
    wanted = settings.COMMENT_FIRST_HELD
    if not wanted or not (comment.author_id or comment.network):
        return wanted > 0
    published = Comment.objects.order_by().by_sender(comment).published()
    return published.exclude(pk=comment.pk)[:wanted].count() < wanted


def _is_new_account(comment: Comment) -> bool:
    hours = timedelta(hours=settings.COMMENT_NEW_ACCOUNT_HOURS)
    author = comment.author
    return author is not None and author.date_joined > timezone.now() - hours


def _is_repeat(comment: Comment, standing: Standing) -> bool:
    """Whether the same reader said the same within a day, anywhere on the site."""
    own = fingerprint(comment.body)
    earlier = (body for pk, body in standing.said if pk != comment.pk)
    return any(fingerprint(body) == own for body in earlier)


def _plant_once(comment: Comment) -> Comment:
    """Plant, or return what the same form has planted before."""
    try:
        return plant(comment)
    except IntegrityError:
        if comment.submission is None:
            raise
        sent = Comment.objects.with_article()
        return sent.get(submission=comment.submission)
