"""What an editor does with a whole article."""

from django.conf import settings
from django.contrib.redirects.models import Redirect
from django.db import transaction
from django.utils import timezone

from articles.changes import raise_change
from articles.models import Article
from articles.roles import Actor, require


@transaction.atomic
def revise(article: Article, *, by: Actor) -> Article:
    """Save an article's fields as they stand, new or old; its status stays.

    What the public sees already is changed only by those who may publish. A changed
    address leaves a redirect behind.

    Raises PermissionDenied.
    """
    if article.pk is None:
        require(by, "articles.add_article")
        article.save()
        return article
    require(by, "articles.change_article")
    raise_change(article)
    before = Article.objects.get(pk=article.pk)
    if before.status != Article.Status.DRAFT:
        require(by, "articles.publish_article")
        article.published_at = article.published_at or before.published_at
        _leave_redirect(before.get_absolute_url(), article.get_absolute_url())
    article.save()
    return article


@transaction.atomic
def publish(article: Article, *, by: Actor) -> Article:
    """Put an article before the public, now or at its `published_at` to come.

    Raises PermissionDenied.
    """
    require(by, "articles.publish_article")
    revise(article, by=by)
    now = timezone.now()
    article.published_at = article.published_at or now
    is_due = article.published_at <= now
    article.status = Article.Status.PUBLISHED if is_due else Article.Status.SCHEDULED
    article.save(update_fields=["status", "published_at"])
    return article


@transaction.atomic
def withdraw(article: Article, *, by: Actor) -> Article:
    """Take an article back: the public gets 404, the newsroom keeps it.

    Raises PermissionDenied.
    """
    require(by, "articles.publish_article")
    raise_change(article)
    article.status = Article.Status.WITHDRAWN
    article.save(update_fields=["status"])
    return article


def _leave_redirect(old_path: str, new_path: str) -> None:
    if old_path == new_path:
        return
    redirects = Redirect.objects.filter(site_id=settings.SITE_ID)
    redirects.filter(old_path=new_path).delete()
    redirects.filter(new_path=old_path).update(new_path=new_path)
    Redirect.objects.update_or_create(
        site_id=settings.SITE_ID, old_path=old_path, defaults={"new_path": new_path}
    )
