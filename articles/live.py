"""What a journalist does with the updates of a running story."""

from django.db import transaction
from django.utils import timezone

from articles.changes import raise_change
from articles.models import Article, Update
from articles.roles import Actor, require


@transaction.atomic
def save_draft(update: Update, *, by: Actor) -> Update:
    """Keep an update that nobody but the newsroom sees.

    Raises PermissionDenied.
    """
    _require_write(update, by)
    update.status = Update.Status.DRAFT
    update.save()
    return update


@transaction.atomic
def publish_update(update: Update, *, by: Actor) -> Update:
    """Put an update, new or drafted, before the public; a stamp to come schedules it.

    Raises PermissionDenied.
    """
    require(by, "articles.publish_update")
    _require_write(update, by)
    is_due = update.stamped_at <= timezone.now()
    update.status = Update.Status.PUBLISHED if is_due else Update.Status.SCHEDULED
    return _save_changed(update)


@transaction.atomic
def revise_update(update: Update, *, by: Actor) -> Update:
    """Save an update's fields as they stand; readers of a public one see it marked.

    Raises PermissionDenied.
    """
    if update.status == Update.Status.DRAFT:
        return save_draft(update, by=by)
    require(by, "articles.publish_update")
    update.edited_at = timezone.now()
    return _save_changed(update)


@transaction.atomic
def withdraw_update(update: Update, *, by: Actor) -> Update:
    """Take an update back: it leaves the page, its address says so.

    Raises PermissionDenied.
    """
    require(by, "articles.publish_update")
    update.status = Update.Status.WITHDRAWN
    update.is_pinned = False
    return _save_changed(update)


@transaction.atomic
def set_coverage(article: Article, coverage: str, *, by: Actor) -> Article:
    """Start, pause or close the live coverage (a value of `Article.Coverage`).

    Raises PermissionDenied.
    """
    require(by, "articles.publish_article")
    raise_change(article)
    article.coverage = Article.Coverage(coverage)
    article.save(update_fields=["coverage"])
    return article


def _require_write(update: Update, by: Actor) -> None:
    if update.pk is None:
        require(by, "articles.add_update")
        update.created_by_id = by.pk
    else:
        require(by, "articles.change_update")


def _save_changed(update: Update) -> Update:
    """Save under the article's lock with its new change number; the only pin wins."""
    update.change = raise_change(update.article)
    if update.is_pinned:
        pinned = Update.objects.filter(article=update.article, is_pinned=True)
        pinned.exclude(pk=update.pk).update(is_pinned=False, change=update.change)
    update.save()
    return update
