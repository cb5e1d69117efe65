"""Quieting what has grown too loud: a thread slowed down, an article locked."""

from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from articles.models import Article
from articles.roles import Actor
from comments.acts import NotPossible
from comments.models import Comment, Discussion, ModerationAction
from comments.moderation import do
from comments.roles import require_moderator

Act = ModerationAction.Act


def slow(comment: Comment, *, by: Actor | None, note: str = "") -> Comment:
    """Let the thread take a reply of each reader only now and then, for a while.

    `by` is None where the site calms a heated thread by itself. Return its first
    comment.

    Raises PermissionDenied, NotPossible.
    """
    now = timezone.now()
    after = {"slow_until": now + timedelta(minutes=settings.COMMENT_SLOW_MINUTES)}
    fit = Q(slow_until=None) | Q(slow_until__lte=now)
    return do(root_of(comment), Act.SLOW, after, by=by, note=note, fit=fit)


def unslow(comment: Comment, *, by: Actor, note: str = "") -> Comment:
    """Let a thread run at its own pace again.

    Raises PermissionDenied, NotPossible.
    """
    fit = Q(slow_until__gt=timezone.now())
    after = {"slow_until": None}
    return do(root_of(comment), Act.UNSLOW, after, by=by, note=note, fit=fit)


def lock_article(article: Article, *, by: Actor, note: str = "") -> Article:
    """Let nobody but moderators comment on an article, whatever its policy says.

    Raises PermissionDenied, NotPossible.
    """
    return _lock(article, True, by=by, note=note)


def unlock_article(article: Article, *, by: Actor, note: str = "") -> Article:
    """Let an article's own policy say again who comments.

    Raises PermissionDenied, NotPossible.
    """
    return _lock(article, False, by=by, note=note)


def lock_article_of(comment: Comment, *, by: Actor, note: str = "") -> Article:
    """As `lock_article`, from one of its comments."""
    return lock_article(comment.article, by=by, note=note)


def unlock_article_of(comment: Comment, *, by: Actor, note: str = "") -> Article:
    """As `unlock_article`, from one of its comments."""
    return unlock_article(comment.article, by=by, note=note)


def is_locked(article: Article) -> bool:
    return hasattr(article, "discussion") and article.discussion.is_locked


def root_of(comment: Comment) -> Comment:
    """The first comment of its thread."""
    if comment.parent_id is None:
        return comment
    roots = Comment.objects.filter(parent=None, article_id=comment.article_id)
    return roots.select_related("article").get(tree_id=comment.tree_id)


@transaction.atomic
def _lock(article: Article, value: bool, *, by: Actor, note: str) -> Article:
    require_moderator(by)
    discussion, _ = Discussion.objects.get_or_create(article=article)
    rows = Discussion.objects.filter(pk=discussion.pk, is_locked=not value)
    if not rows.update(is_locked=value):
        state = "locked" if value else "open"
        raise NotPossible(f"This discussion is {state} already.")
    ModerationAction.objects.create(
        group=uuid4(),
        article=article,
        act=Act.LOCK_ARTICLE if value else Act.UNLOCK_ARTICLE,
        acted_by_id=by.pk,
        note=note,
        is_locked_before=not value,
        is_locked_after=value,
    )
    article.refresh_from_db(fields=["discussion"])
    return article
