"""Whom and what an article's page links to: authors, tags, other articles."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import CharField, DateTimeField, IntegerField, QuerySet, Value
from django.utils import timezone

from articles.models import Article, Author, Byline, Tag
from articles.prepared import Slot, prepared

_NONE = {
    "place": Value(0, IntegerField()),
    "moment": Value(None, DateTimeField()),
}


class _Row(NamedTuple):
    kind: str
    place: int
    pk: int
    text: str
    slug: str
    moment: datetime | None


@dataclass
class Links:
    """Rows that hold what a link needs, and nothing else."""

    authors: list[Author]
    tags: list[Tag]
    see_also: list[Article]


def links_of(article: Article) -> Links:
    """Read all of them in one query."""
    rows = [_Row(*row) for row in _rows(article=article.pk, now=timezone.now())]
    authors = sorted(row for row in rows if row.kind == "author")
    tags = sorted(
        (row for row in rows if row.kind == "tag"), key=lambda row: row.text.casefold()
    )
    newest = sorted(
        (row for row in rows if row.kind == "article"),
        key=lambda row: (row.moment, row.pk),
        reverse=True,
    )
    return Links(
        [Author(name=row.text, slug=row.slug) for row in authors],
        [Tag(name=row.text, slug=row.slug) for row in tags],
        [
            Article(headline=row.text, slug=row.slug, published_at=row.moment)
            for row in newest
        ],
    )


@prepared
def _rows(article: Slot, now: Slot) -> QuerySet[Article, Any]:
    kinds = {kind: Value(kind, CharField()) for kind in ("article", "author", "tag")}
    other = Article.objects.filter(article=article).published(now).order_by()
    # Of a union, the first part tells the database the types: hence the moments.
    return other.values_list(
        kinds["article"], _NONE["place"], "pk", "headline", "slug", "published_at"
    ).union(
        Byline.objects.filter(article=article)
        .order_by()
        .values_list(
            *(kinds["author"], "position", "pk", "author__name", "author__slug"),
            _NONE["moment"],
        ),
        Tag.objects.filter(articles=article)
        .order_by()
        .values_list(
            *(kinds["tag"], _NONE["place"], "pk", "name", "slug"), _NONE["moment"]
        ),
        all=True,
    )
