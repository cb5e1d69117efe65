"""What an open page asks for every few seconds."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

from articles.delivery import read_delta
from articles.live import release_due
from articles.models import Article
from articles.views.caching import shared

MAX_DIGITS = 18  # more fit no change number


@shared
@require_safe
def live(
    request: HttpRequest, year: str, month: str, day: str, slug: str, change: int
) -> HttpResponse:
    """Tell what changed since `change`: next to nothing, mostly, and 304 then.

    `html` holds the changed updates as the page draws them, `gone` the ids of those
    to remove; `marks` what is pinned and the key events; `badge` the coverage, which
    comes alone where an announced start has passed. 410 when the story itself is gone,
    `reload` for a page that is too far behind, or ahead of us.
    """
    counted = import_string(settings.COMMENT_COUNT)()
    found = Article.objects.with_poll().annotate(comment_count=counted)
    article = found.filter(slug=slug).first()
    if article is None or len(str(change)) > MAX_DIGITS:
        return JsonResponse({"gone": "story"}, status=404)
    if not article.is_public:
        return JsonResponse({"gone": "story"}, status=410)
    if article.has_due:  # type: ignore[attr-defined]
        release_due(article)
    told = _state(article)
    etag = f'W/"{"-".join(str(value) for value in told.values())}-{change}"'
    response = JsonResponse(told | _news(request, article, change))
    response.headers["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response


def _state(article: Article) -> dict[str, Any]:
    """What every answer tells, and by which two answers differ."""
    return {
        "change": article.change,
        "coverage": article.coverage,
        "comment_count": article.comment_count,  # type: ignore[attr-defined]
        "next_poll": article.next_poll,
    }


def _news(request: HttpRequest, article: Article, since: int) -> dict[str, Any]:
    delta = read_delta(article, since=since)
    if delta.is_too_old:
        return {"reload": True}
    context = {"article": article, "delta": delta, "timeline": delta.marks}
    if delta.marks is None:
        has_begun = article.has_begun_unchanged
        return {"badge": _draw(request, "_coverage", context)} if has_begun else {}
    return {
        "html": _draw(request, "_delta", context) if delta.updates else "",
        "gone": delta.gone,
        "headline": article.headline,
        "badge": _draw(request, "_coverage", context),
        "marks": {
            "pinned": _draw(request, "_pinned", context),
            "key-events": _draw(request, "_key_events", context),
        },
    }


def _draw(request: HttpRequest, name: str, context: dict[str, Any]) -> str:
    return render_to_string(f"articles/{name}.html", context, request).strip()
