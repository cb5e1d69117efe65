"""What machines read of a story: schema.org, as JSON-LD in its page.

The properties are those that schema.org gives LiveBlogPosting, NewsArticle and
CorrectionComment.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.conf import settings

from articles.diffs import text_of
from articles.links import Links
from articles.models import Article, Author, Correction, Image
from articles.stamps import machine_stamp
from articles.timeline import ShownUpdate, Timeline

_words = lru_cache(maxsize=1000)(text_of)  # most updates stand on the page before too


def describe(
    article: Article, timeline: Timeline, links: Links, *, site: str
) -> dict[str, Any]:
    """Return a public story with the updates its page shows.

    `site` is the scheme and host that addresses begin with.
    """
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.headline,
        "description": article.standfirst,
        "url": site + article.get_absolute_url(),
        "datePublished": machine_stamp(article.published_at),
        "dateModified": machine_stamp(article.changed_at),
        "articleSection": article.section.name,
        "author": _authors(links.authors, site),
        "publisher": {"@type": "Organization", "name": settings.NEWSROOM_NAME},
        "image": _image(article.lead_image, site),
        "correction": _corrections(timeline.corrections),
    }
    if article.has_updates:
        told["@type"] = "LiveBlogPosting"
        begun = article.coverage_starts_at or article.published_at
        told["coverageStartTime"] = machine_stamp(begun)
        if article.coverage == Article.Coverage.CLOSED:
            told["coverageEndTime"] = machine_stamp(article.changed_at)
        told["liveBlogUpdate"] = [_update(shown, site) for shown in timeline.updates]
    return _filled(told)


def _update(shown: ShownUpdate, site: str) -> dict[str, Any]:
    update = shown.update
    return _filled(
        {
            "@type": "BlogPosting",
            "headline": update.summary,
            "articleBody": _words(str(update.html)),
            "url": site + update.get_absolute_url(),
            "datePublished": machine_stamp(update.stamped_at),
            "dateModified": machine_stamp(update.edited_at),
            "author": _authors([update.author] if update.author else [], site),
            "image": _image(update.image, site),
            "correction": _corrections(shown.corrections),
        }
    )


def _corrections(corrections: Iterable[Correction]) -> list[dict[str, Any]]:
    return [
        {
            "@type": "CorrectionComment",
            "text": correction.reason,
            "datePublished": machine_stamp(correction.corrected_at),
        }
        for correction in corrections
    ]


def _authors(authors: Iterable[Author], site: str) -> list[dict[str, str]]:
    return [
        {
            "@type": "Person",
            "name": author.name,
            "url": site + author.get_absolute_url(),
        }
        for author in authors
    ]


def _image(image: Image | None, site: str) -> str:
    return site + image.social_url if image and image.is_described else ""


def _filled(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value}
