"""The article page, for the public and, before that, for the newsroom."""

from typing import Any

from django.db.models import Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from articles.links import links_of
from articles.models import Article, Update
from articles.prepared import Slot, prepared
from articles.timeline import NEWEST, Reading, read_timeline
from articles.views.caching import shared, versioned


@shared
@versioned
@require_safe
def article(
    request: HttpRequest, year: str, month: str, day: str, slug: str
) -> HttpResponse:
    """One story; a wrong date before the right slug leads to the right address."""
    found = _visible_article(request, slug)
    if request.path != found.get_absolute_url():
        return redirect(found, permanent=True)
    try:
        context = article_context(found, _reading(request))
    except Update.DoesNotExist as error:
        raise Http404("No such update.") from error
    return render(request, "articles/article.html", context)


@shared
@require_safe
def update(
    request: HttpRequest, year: str, month: str, day: str, slug: str, update_id: int
) -> HttpResponse:
    """An update's own address leads to the page that begins with it; 410 if gone."""
    found = _visible_article(request, slug)
    entry = get_object_or_404(found.updates, pk=update_id)
    if entry.status == Update.Status.WITHDRAWN:
        return render(request, "410.html", {"article": found}, status=410)
    if not found.updates.published().filter(pk=entry.pk).exists():
        raise Http404("No such update.")
    url = found.get_absolute_url()
    return redirect(f"{url}?updates={entry.pk}#update-{entry.pk}")


def article_context(article: Article, reading: Reading = NEWEST) -> dict[str, Any]:
    """What `article.html` needs, of a public story or of a preview.

    Raises Update.DoesNotExist when the reading begins with no public update.
    """
    links = links_of(article)
    return {
        "article": article,
        "links": links,
        "timeline": read_timeline(article, links.corrections, reading),
        "neighbours": _neighbours(article),
    }


def _visible_article(request: HttpRequest, slug: str) -> Article:
    """A public article, or any for those who may see it in the newsroom."""
    for article in _articles(slug=slug):
        if article.is_public or _may_see(article, request):
            return article
    raise Http404("No such article.")


@prepared
def _articles(slug: Slot) -> QuerySet[Article]:
    stories = Article.objects.select_related("section", "series", "lead_image")
    return stories.defer("words").filter(slug=slug).order_by()


def _may_see(article: Article, request: HttpRequest) -> bool:
    return Article.objects.visible_to(request.user).filter(pk=article.pk).exists()


def _reading(request: HttpRequest) -> Reading:
    """Return what the address asks for; Http404 for an update that is no number."""
    start = request.GET.get("updates")
    if start is not None and not (
        start.isascii() and start.isdigit() and len(start) < 19
    ):
        raise Http404("No such update.")
    return Reading(
        start=None if start is None else int(start),
        is_oldest_first=request.GET.get("sort") == "oldest",
        only_key_events=request.GET.get("only") == "key-events",
    )


def _neighbours(article: Article) -> dict[str, Article]:
    """The articles before and after this one in its series, in one query."""
    if article.series_id is None or article.series_number is None:
        return {}
    published = Article.objects.published().filter(series=article.series_id)
    number = article.series_number
    earlier = published.filter(series_number__lt=number).order_by("-series_number")
    later = published.filter(series_number__gt=number).order_by("series_number")
    nearest = Q(pk=Subquery(earlier.values("pk")[:1]))
    nearest |= Q(pk=Subquery(later.values("pk")[:1]))
    return {
        "next" if (other.series_number or 0) > number else "previous": other
        for other in published.filter(nearest).defer("body", "html", "words")
    }
