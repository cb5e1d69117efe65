"""Every correction of the site on one page, newest first."""

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Correction
from articles.views.caching import shared

PAGE_SIZE = 50


@shared
@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """Those of what is public now."""
    public = Correction.objects.public().select_related("article", "update__article")
    try:
        page = Paginator(public, PAGE_SIZE).page(request.GET.get("page", 1))
    except InvalidPage as error:
        raise Http404("No such page.") from error
    return render(request, "articles/corrections.html", {"page": page})
