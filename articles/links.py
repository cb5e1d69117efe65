"""Whom and what an article's page links to: authors, tags, other articles."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import CharField, DateTimeField, IntegerField, Value

from articles.models import Article, Author, Byline, Tag

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
    kinds = {kind: Value(kind, CharField()) for kind in ("article", "author", "tag")}
    other = article.see_also.published().order_by()
    # Of a union, the first part tells the database the types: hence the moments.
    found = other.values_list(
        kinds["article"], _NONE["place"], "pk", "headline", "slug", "published_at"
    ).union(
        Byline.objects.filter(article=article)
        .order_by()
        .values_list(
            *(kinds["author"], "position", "pk", "author__name", "author__slug"),
            _NONE["moment"],
        ),
        article.tags.order_by().values_list(
            *(kinds["tag"], _NONE["place"], "pk", "name", "slug"), _NONE["moment"]
        ),
        all=True,
    )
    rows = [_Row(*row) for row in found]
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
