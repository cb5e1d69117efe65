"""Readers look for words in the stories."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.search import MOST_PAGES, search
from articles.views.caching import shared

MAX_LENGTH = 200  # characters of what is asked


@shared
@require_safe
def found(request: HttpRequest) -> HttpResponse:
    """A form, and below it what has all the words of `?q=`."""
    asked = request.GET.get("q", "").replace("\0", "").strip()[:MAX_LENGTH]
    page = request.GET.get("page", "1")
    if page not in map(str, range(1, MOST_PAGES + 1)):
        raise Http404("No such page.")
    context = {
        "asked": asked,
        "hits": search(asked, page=int(page)),
        "number": int(page),
        "max_length": MAX_LENGTH,
    }
    return render(request, "articles/search.html", context)
