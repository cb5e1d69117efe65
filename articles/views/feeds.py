"""The feeds, kept and renewed as pages are; an unchanged one answers 304."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import conditional_page, require_safe

from articles.feeds import feed_of_articles, feed_of_updates
from articles.models import Article, Section
from articles.views.caching import shared

MEDIA_TYPE = "application/atom+xml; charset=utf-8"


@shared
@conditional_page
@require_safe
def site(request: HttpRequest) -> HttpResponse:
    written = feed_of_articles(site=_site(request), path=request.path)
    return HttpResponse(written, content_type=MEDIA_TYPE)


@shared
@conditional_page
@require_safe
def section(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Section, slug=slug)
    written = feed_of_articles(site=_site(request), path=request.path, section=found)
    return HttpResponse(written, content_type=MEDIA_TYPE)


@shared
@conditional_page
@require_safe
def story(
    request: HttpRequest, year: str, month: str, day: str, slug: str
) -> HttpResponse:
    found = get_object_or_404(Article.objects.published(), slug=slug)
    written = feed_of_updates(found, site=_site(request), path=request.path)
    return HttpResponse(written, content_type=MEDIA_TYPE)


def _site(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"
