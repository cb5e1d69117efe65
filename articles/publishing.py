"""What an editor does with a whole article."""

from datetime import datetime

from django.conf import settings
from django.contrib.redirects.models import Redirect
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from articles.changes import raise_change
from articles.models import Article
from articles.roles import Actor, require, require_change
from articles.stamps import long_stamp
from articles.versions import catch_up, record, reread

Status = Article.Status


@transaction.atomic
def revise(article: Article, *, by: Actor, version: int | None = None) -> Article:
    """Save an article's text as it stands, new or old; its status stays.

    What the public sees already is changed only by those who may publish. A changed
    address leaves a redirect behind. `version` is the one that the form began with.

    Raises PermissionDenied, EditConflict, and ValidationError for an embargo on what
    is public, or for a moment to come.
    """
    _save_text(article, by=by, version=version, why="edited")
    return article


@transaction.atomic
def submit(article: Article, *, by: Actor, version: int | None = None) -> Article:
    """Save a draft and hand it to the editors.

    Raises PermissionDenied, EditConflict.
    """
    _save_text(
        article, by=by, version=version, why="handed in", status=Status.SUBMITTED
    )
    return article


@transaction.atomic
def send_back(article: Article, *, by: Actor, version: int | None = None) -> Article:
    """Save the text, and return what was handed in to its author as a draft.

    Raises PermissionDenied, EditConflict.
    """
    require(by, "articles.publish_article")
    _save_text(article, by=by, version=version, why="sent back", status=Status.DRAFT)
    return article


@transaction.atomic
def publish(article: Article, *, by: Actor, version: int | None = None) -> Article:
    """Put an article before the public now; `published_at` may name an earlier moment.

    What waits for a moment to come is published without waiting.

    Raises PermissionDenied, EditConflict, and ValidationError under an embargo or for
    a moment to come.
    """
    require(by, "articles.publish_article")
    now = timezone.now()
    _check_embargo(article, now)
    if article.status == Status.SCHEDULED and not article.is_public:
        article.published_at = now
    if article.published_at and article.published_at > now:
        raise ValidationError(
            {
                "published_at": f"{long_stamp(article.published_at)} is still to come."
                " Press Schedule to publish it then, or empty this to publish it now."
            }
        )
    article.published_at = article.published_at or now
    _save_text(
        article, by=by, version=version, why="published", status=Status.PUBLISHED
    )
    return article


@transaction.atomic
def schedule(article: Article, *, by: Actor, version: int | None = None) -> Article:
    """Let an article come before the public by itself, at its `published_at`.

    Without one it comes when its embargo ends.

    Raises PermissionDenied, EditConflict, and ValidationError for a moment that has
    passed, is missing, or lies under the embargo.
    """
    require(by, "articles.publish_article")
    article.published_at = article.published_at or article.embargo_until
    if article.published_at is None or article.published_at <= timezone.now():
        past = article.published_at
        wrong = f"{long_stamp(past)} has passed." if past else "Say when."
        raise ValidationError(
            {"published_at": f"{wrong} Give a moment to come, or press Publish."}
        )
    _check_embargo(article, article.published_at)
    _save_text(
        article, by=by, version=version, why="scheduled", status=Status.SCHEDULED
    )
    return article


def note_byline(article: Article, *, by: Actor) -> None:
    """Put on record who signs the article from now on.

    Raises PermissionDenied.
    """
    require_change(article, by)
    names = ", ".join(
        str(byline) for byline in article.bylines.select_related("author")
    )
    record(article, by=by, why=f"byline: {names or 'none'}"[:100])


@transaction.atomic
def withdraw(article: Article, *, by: Actor) -> Article:
    """Take an article back: the public gets 404, the newsroom keeps it.

    Raises PermissionDenied.
    """
    require(by, "articles.publish_article")
    raise_change(article)
    reread(article)
    article.status = Status.WITHDRAWN
    record(article, by=by, why="withdrawn")
    return article


def _save_text(
    article: Article,
    *,
    by: Actor,
    version: int | None,
    why: str,
    status: str | None = None,
) -> None:
    """Save the text, and the status if one is given.

    What is out by now stays out, whoever hands in a draft of it.
    """
    if article.pk is None:
        require(by, "articles.add_article")
        article.created_by_id = by.pk
        article.status = status or Status.DRAFT
        _check_its_embargo(article)
        record(article, by=by, why="begun" if article.is_unpublished else why)
        return
    raise_change(article)
    catch_up(article, version=version)
    require_change(article, by)
    before = Article.objects.get(pk=article.pk)
    if not before.is_unpublished:
        article.published_at = article.published_at or before.published_at
        if before.is_public and status is None:
            _check_stays_public(article)
        _leave_redirect(before.get_absolute_url(), article.get_absolute_url())
    if status not in {Status.DRAFT, Status.SUBMITTED} or article.is_unpublished:
        article.status = status or article.status
    article.version += 1
    _check_its_embargo(article)
    record(article, by=by, why=why)


def _check_stays_public(article: Article) -> None:
    if article.published_at and article.published_at > timezone.now():
        raise ValidationError(
            {
                "published_at": f"{long_stamp(article.published_at)} is still to come,"
                " and readers see this article already. Withdraw it first, then press"
                " Schedule."
            }
        )


def _check_its_embargo(article: Article) -> None:
    if not article.is_unpublished and article.status != Status.WITHDRAWN:
        _check_embargo(article, article.published_at or timezone.now())


def _check_embargo(article: Article, moment: datetime) -> None:
    if article.embargo_until and moment < article.embargo_until:
        raise ValidationError(
            {
                "embargo_until": "Under embargo until"
                f" {long_stamp(article.embargo_until)}. Schedule it for then or later,"
                " or lift the embargo."
            }
        )


def _leave_redirect(old_path: str, new_path: str) -> None:
    if old_path == new_path:
        return
    redirects = Redirect.objects.filter(site_id=settings.SITE_ID)
    redirects.filter(old_path=new_path).delete()
    redirects.filter(new_path=old_path).update(new_path=new_path)
    Redirect.objects.update_or_create(
        site_id=settings.SITE_ID, old_path=old_path, defaults={"new_path": new_path}
    )
