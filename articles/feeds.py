"""Atom feeds: what is new on the site, in a section, in one running story.

An entry keeps its id whatever becomes of its address, and is `updated` whenever its
text or a correction of it is.
"""

import re
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html, format_html_join

from articles.models import Article, Correction, Section
from articles.stamps import long_stamp, wire_stamp

ENTRIES = 40
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class _Feed(Atom1Feed):
    """Addresses in its texts are read from the site's root."""

    def root_attributes(self) -> dict[str, str]:
        return super().root_attributes() | {"xml:base": self.feed["link"]}


def feed_of_articles(*, site: str, path: str, section: Section | None = None) -> str:
    """Return the newest public articles, of one section if it is given.

    `site` is the scheme and host that addresses begin with, `path` the feed's own.
    """
    articles = Article.objects.published().newest_first()
    if section is not None:
        articles = articles.filter(section=section)
    part = f": {section.name}" if section else ""
    feed = _feed(f"{settings.NEWSROOM_NAME}{part}", site=site, path=path)
    articles = articles.defer("body", "html", "words").prefetch_related("corrections")
    for article in articles[:ENTRIES]:
        own = [one for one in article.corrections.all() if one.update_id is None]
        _add(
            feed,
            title=article.headline,
            link=site + article.get_absolute_url(),
            name=f"article-{article.pk}",
            published=article.published_at or article.created_at,
            updated=article.changed_at,
            text=format_html("<p>{}</p>", article.standfirst) + _corrections(own),
            site=site,
        )
    return feed.writeString("utf-8")


def feed_of_updates(article: Article, *, site: str, path: str) -> str:
    """Return the newest public updates of a story."""
    updates = article.updates.published().newest_first().with_page()
    feed = _feed(article.headline, site=site, path=path)
    for update in updates.prefetch_related("corrections")[:ENTRIES]:
        update.article = article
        corrections = list(update.corrections.all())
        moments = [update.stamped_at, update.edited_at]
        moments += [correction.corrected_at for correction in corrections]
        _add(
            feed,
            title=f"{wire_stamp(update.stamped_at)}: {update.summary}",
            link=site + update.get_absolute_url(),
            name=f"update-{update.pk}",
            published=update.stamped_at,
            updated=max(filter(None, moments)),
            text=update.html + _corrections(corrections),
            site=site,
        )
    return feed.writeString("utf-8")


def _feed(title: str, *, site: str, path: str) -> _Feed:
    return _Feed(
        title=clean(title),
        link=f"{site}/",
        description="",
        language=settings.LANGUAGE_CODE,
        feed_url=site + path,
    )


def _add(
    feed: _Feed,
    *,
    title: str,
    link: str,
    name: str,
    published: datetime,
    updated: datetime,
    text: str,
    site: str,
) -> None:
    """Add an entry; its id is a tag URI (RFC 4151), which no change of slug touches."""
    authority = site.partition("://")[2].partition(":")[0]
    feed.add_item(
        title=clean(title),
        link=link,
        description=clean(text),
        unique_id=f"tag:{authority},{published:%Y-%m-%d}:{name}",
        pubdate=published,
        updateddate=updated,
    )


def _corrections(corrections: Iterable[Correction]) -> str:
    return format_html_join(
        "",
        "<p><strong>Correction, {}:</strong> {}</p>",
        ((long_stamp(one.corrected_at), one.reason) for one in corrections),
    )


def clean(text: str) -> str:
    """Without what XML cannot hold."""
    return _NOT_IN_XML.sub("", str(text))
