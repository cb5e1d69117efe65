"""What editors picked of the comments on a story."""

from typing import Any, NamedTuple

from django.db.models import QuerySet

from articles.models import Article
from articles.prepared import Slot, prepared
from comments.models import Comment


class Pick(NamedTuple):
    pk: int
    name: str
    html: str


def picks_of(article: Article, most: int = 3) -> list[Pick]:
    """Return the comments editors picked, the newest first."""
    return [Pick(*row) for row in _picks(most, article=article.pk)]


@prepared
def _picks(most: int, article: Slot) -> QuerySet[Comment, Any]:
    picked = Comment.objects.filter(article=article).picked()
    return picked.order_by("-created_at").values_list(*Pick._fields)[:most]
