"""What stands below the composer: the running timeline and what waits."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from articles.models import Article, Update

PAGE_SIZE = 30
UNDO = "desk_undo"


def article_of(request: HttpRequest, article_id: int) -> Article:
    """Return an article that this person may know of; Http404 for any other."""
    if not request.user.has_perm("articles.view_update"):
        raise Http404("No such article.")
    articles = Article.objects.visible_to(request.user).select_related("section")
    return get_object_or_404(articles.defer("body", "html", "words"), pk=article_id)


def desk_url(article_id: int) -> str:
    return reverse("admin:articles_article_desk", args=[article_id])


def timeline_context(request: HttpRequest, article: Article) -> dict[str, Any]:
    """What `_timeline.html` prints, in three queries whatever the article holds."""
    seen = article.updates.visible_to(request.user).with_desk().newest_first()
    waiting = [Update.Status.SUBMITTED, Update.Status.DRAFT]
    drafts = list(seen.filter(status__in=waiting)[:PAGE_SIZE])
    pages = Paginator(seen.exclude(status__in=waiting), PAGE_SIZE)
    page = pages.get_page(request.GET.get("page"))
    for update in (*drafts, *page.object_list):
        update.article = article
    undo = request.session.get(UNDO, {})
    return {
        "article": article,
        "drafts": drafts,
        "page": page,
        "undo": undo if undo.get("article") == article.pk else None,
        "may_publish": request.user.has_perm("articles.publish_update"),
        "may_correct": request.user.has_perm("articles.add_correction"),
    }
