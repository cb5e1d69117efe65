"""Sitemaps and robots.txt, kept and renewed as pages are."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles import sitemaps
from articles.views.caching import shared

_LONGER = timedelta(days=32)  # than any month


@shared
@require_safe
def months(request: HttpRequest) -> HttpResponse:
    return _render(request, "sitemap_months.xml", places=sitemaps.months())


@shared
@require_safe
def month(request: HttpRequest, year: str, month: str) -> HttpResponse:
    try:
        first = datetime(int(year), int(month), 1)
        bounds = first, (first + _LONGER).replace(day=1)
        places = sitemaps.stories_of(*map(timezone.make_aware, bounds))
    except (ValueError, OverflowError) as error:
        raise Http404("No such month.") from error
    if not places:
        raise Http404("Nothing was published in that month.")
    return _render(request, "sitemap.xml", places=places)


@shared
@require_safe
def news(request: HttpRequest) -> HttpResponse:
    language = settings.LANGUAGE_CODE.partition("-")[0]
    places = sitemaps.news()
    return _render(request, "news_sitemap.xml", places=places, language=language)


@shared
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return _render(request, "robots.txt", media_type="text/plain")


def _render(
    request: HttpRequest,
    name: str,
    *,
    media_type: str = "application/xml",
    **context: Any,
) -> HttpResponse:
    site = f"{request.scheme}://{request.get_host()}"
    return render(
        request,
        f"articles/{name}",
        {"site": site, **context},
        content_type=f"{media_type}; charset=utf-8",
    )
