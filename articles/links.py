"""What an article's page says beside its text: authors, tags, links, corrections."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import CharField, DateTimeField, IntegerField, QuerySet, Value
from django.utils import timezone

from articles.models import Article, Author, Byline, Correction, Tag
from articles.prepared import Slot, prepared

_NOWHERE, _NO_SLUG = Value(0, IntegerField()), Value("", CharField())
_NEVER = Value(None, DateTimeField())


class _Row(NamedTuple):
    kind: str
    place: int
    pk: int
    text: str
    slug: str
    moment: Any  # a datetime, or None of what has none


@dataclass
class Links:
    """Rows that hold what the page prints of them, and nothing else."""

    authors: list[Author]
    tags: list[Tag]
    see_also: list[Article]
    corrections: list[Correction]


def links_of(article: Article) -> Links:
    """Read all of them in one query."""
    rows: dict[str, list[_Row]] = defaultdict(list)
    for row in _rows(article=article.pk, now=timezone.now()):
        rows[row[0]].append(_Row(*row))
    rows["author"].sort()
    rows["tag"].sort(key=lambda row: row.text.casefold())
    rows["article"].sort(key=lambda row: (row.moment, row.pk), reverse=True)
    rows["correction"].sort(key=lambda row: (row.moment, row.pk))
    return Links(
        [Author(name=row.text, slug=row.slug) for row in rows["author"]],
        [Tag(name=row.text, slug=row.slug) for row in rows["tag"]],
        [
            Article(headline=row.text, slug=row.slug, published_at=row.moment)
            for row in rows["article"]
        ],
        [
            Correction(reason=row.text, update_id=row.place, corrected_at=row.moment)
            for row in rows["correction"]
        ],
    )


@prepared
def _rows(article: Slot, now: Slot) -> QuerySet[Any, Any]:
    others = Article.objects.filter(article=article).published(now)
    bylines = Byline.objects.filter(article=article)
    tags = Tag.objects.filter(articles=article)
    corrections = Correction.objects.filter(article=article)
    # Of a union, the first part tells the database the types: hence the moments.
    return _part(others, "article", _NOWHERE, "headline", "slug", "published_at").union(
        _part(bylines, "author", "position", "author__name", "author__slug", _NEVER),
        _part(tags, "tag", _NOWHERE, "name", "slug", _NEVER),
        _part(corrections, "correction", "update", "reason", _NO_SLUG, "corrected_at"),
        all=True,
    )


def _part(
    rows: QuerySet[Any], kind: str, place: Any, text: str, slug: Any, moment: Any
) -> QuerySet[Any, Any]:
    named = Value(kind, CharField())
    return rows.order_by().values_list(named, place, "pk", text, slug, moment)
