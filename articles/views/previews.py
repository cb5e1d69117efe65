"""The real page with what is not public yet in it, by a signed link."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles.models import Update
from articles.previews import read_preview
from articles.timeline import ShownUpdate, Timeline
from articles.views.articles import article_context


@never_cache
@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """Show it to whoever has the link, and to no search engine."""
    found = read_preview(token)
    if found is None:
        return render(request, "articles/preview_gone.html", status=404)
    context = article_context(found.article)
    if found.entry:
        _show(context["timeline"], found.entry)
    context |= {"preview": found, "preview_hours": settings.PREVIEW_HOURS}
    response = render(request, "articles/article.html", context)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _show(timeline: Timeline, entry: Update) -> None:
    """Put an update where its stamp belongs, in place of its public self."""
    timeline.updates = [one for one in timeline.updates if one.update.pk != entry.pk]
    timeline.updates.append(ShownUpdate(entry, []))
    timeline.updates.sort(key=_place, reverse=True)


def _place(shown: ShownUpdate) -> tuple[datetime, int]:
    return shown.update.stamped_at, shown.update.pk
