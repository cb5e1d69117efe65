"""What search engines read: every story, a sitemap a month, and the news of two days.

The protocols are those of sitemaps.org and Google's news sitemaps.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Max
from django.db.models.functions import Greatest, TruncMonth
from django.urls import reverse
from django.utils import timezone

from articles.feeds import clean
from articles.models import Article
from articles.models.article import ArticleQuerySet

NEWS_AGE = timedelta(hours=48)
MOST_NEWS = 1000
_NEEDED = ("slug", "headline", "published_at", "changed_at", "created_at")


class Place(NamedTuple):
    """An address, when it last changed, and what its story is called."""

    path: str
    changed_at: datetime
    published_at: datetime
    headline: str = ""


def months() -> list[Place]:
    """Return the sitemap of each month that has public stories, the newest first."""
    found = (
        Article.objects.published()
        .annotate(month=TruncMonth("published_at"))
        .order_by("-month")
        .values_list("month")
        .annotate(changed=Max(Greatest("changed_at", "published_at")))
    )
    return [
        Place(
            reverse("sitemap_month", args=[f"{month:%Y}", f"{month:%m}"]),
            changed,
            month,
        )
        for month, changed in found
    ]


def stories_of(first: datetime, end: datetime) -> list[Place]:
    """Return the public stories published from `first` on and before `end`."""
    stories = Article.objects.published().newest_first()
    return _places(stories.filter(published_at__gte=first, published_at__lt=end))


def news() -> list[Place]:
    """Return what came out within two days."""
    since = timezone.now() - NEWS_AGE
    stories = Article.objects.published().newest_first()
    return _places(stories.filter(published_at__gte=since))[:MOST_NEWS]


def _places(stories: ArticleQuerySet) -> list[Place]:
    return [
        Place(
            story.get_absolute_url(),
            max(story.changed_at, story.published_at),
            story.published_at,
            clean(story.headline),
        )
        for story in stories.only(*_NEEDED)
        if story.published_at
    ]
