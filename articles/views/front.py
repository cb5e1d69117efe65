"""The front page: what is running first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Article, Update
from articles.views.caching import shared

CARDS = 16
LATEST_UPDATES = 4


@shared
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The lead is the live story that moved last, or else the newest article."""
    published = Article.objects.published().with_card().newest_first()
    running = list(published.running().order_by("-changed_at")[:4])
    rest = published.exclude(pk__in=[article.pk for article in running])
    cards = running + list(rest[:CARDS])
    lead = cards[0] if cards else None
    context = {
        "lead": lead,
        "lead_updates": _latest(lead) if lead else [],
        "cards": cards[1:5],
        "more": cards[5:],
    }
    return render(request, "articles/front.html", context)


def _latest(article: Article) -> list[Update]:
    updates = Update.objects.filter(article=article).published().newest_first()
    latest = list(updates.defer("body", "words")[:LATEST_UPDATES])
    for update in latest:
        update.article = article
    return latest
