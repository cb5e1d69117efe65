"""Pages that list articles: by section, series, tag, author and day."""

from datetime import date, timedelta
from typing import Any

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from articles.models import Article, Author, Section, Series, Tag
from articles.models.article import ArticleQuerySet
from articles.views.caching import shared

PAGE_SIZE = 20


@shared
@require_safe
def section(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Section, slug=slug)
    articles = Article.objects.filter(section=found)
    return _listing(request, articles, title=found.name, current=found)


@shared
@require_safe
def series(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Series, slug=slug)
    articles = Article.objects.filter(series=found)
    return _listing(
        request, articles, kind="Series", title=found.name, text=found.description
    )


@shared
@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Tag, slug=slug)
    articles = Article.objects.filter(tags=found)
    return _listing(request, articles, kind="Tag", title=found.name)


@shared
@require_safe
def author(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Author, slug=slug)
    articles = Article.objects.filter(authors=found)
    return _listing(
        request,
        articles,
        kind=found.role or "Author",
        title=found.name,
        text=found.biography,
    )


@shared
@require_safe
def archive(
    request: HttpRequest, year: str, month: str = "", day: str = ""
) -> HttpResponse:
    """A year, a month or a day: each shorter form of an article's address answers."""
    try:
        first = date(int(year), int(month or 1), int(day or 1))
        end = first + timedelta(days=1)
        if not month:
            end = date(first.year + 1, 1, 1)
        elif not day:
            end = (first + timedelta(days=32)).replace(day=1)
    except (ValueError, OverflowError) as error:
        raise Http404("No such day.") from error
    articles = Article.objects.filter(
        published_at__date__gte=first, published_at__date__lt=end
    )
    pattern = "j F Y" if day else "F Y" if month else "Y"
    title = date_format(first, pattern)
    return _listing(request, articles, kind="Archive", title=title)


def _listing(
    request: HttpRequest, articles: ArticleQuerySet, **heading: Any
) -> HttpResponse:
    """One page of the public articles among these, newest first."""
    newest = articles.published().with_card().newest_first()
    try:
        page = Paginator(newest, PAGE_SIZE).page(request.GET.get("page", 1))
    except InvalidPage as error:
        raise Http404("No such page.") from error
    return render(request, "articles/listing.html", {"page": page, **heading})
