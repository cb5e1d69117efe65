"""The counts on the page: rows moved by whoever shows or hides a comment.

Counting 100,000 rows for every reader would cost more than the page. A writer moves
the rows last in its transaction, so that they are locked for no longer than a commit.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import (
    Count,
    Exists,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import Coalesce

from articles.models import Article
from articles.prepared import Slot, prepared
from comments.models import Comment, CommentCount, Discussion

MOST_COUNTED = 500  # replies on later pages; of more the page does not say how many


class Rest(NamedTuple):
    """What a thread still holds from a place on."""

    tree_id: int
    lft: int


class CountOf(Subquery):
    """How many rows a query has, its limit included."""

    template = "(SELECT count(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def whole_count() -> Coalesce:
    """Return how many published comments an article has, to annotate articles with."""
    parts = CommentCount.objects.filter(article=OuterRef("pk"), update=None)
    whole = parts.values("article").annotate(whole=Sum("published"))
    return Coalesce(Subquery(whole.values("whole")), 0)


def counts_of(
    article: Article,
    updates: Iterable[int] = (),
    *,
    rest: Rest | None = None,
) -> dict[int | str | None, int]:
    """Return the counts by update id; the whole article's is under None.

    Of the `rest` of a thread, the number is under "rest", and at most MOST_COUNTED
    and one; "picked" is there if editors picked any comment. The same query tells the
    article whether its discussion is locked, which the page asks next.
    """
    place = rest._asdict() if rest else {}
    counts: dict[int | str | None, int] = {}
    for update_id, published, is_locked, picked, *number in _counts(
        article=article.pk, updates=[*updates], **place
    ):
        Discussion.tell(article, is_locked=bool(is_locked))
        if published is not None:
            counts[update_id] = counts.get(update_id, 0) + published
        if picked:
            counts["picked"] = True
        counts |= dict(zip(["rest"], number, strict=False))
    return counts


@prepared
def _counts(article: Slot, updates: Slot, **rest: Slot) -> QuerySet[Article, Any]:
    which = Q(comment_counts__update=None) | Q(comment_counts__update__in=updates)
    kept = FilteredRelation("comment_counts", condition=which)
    picked = Exists(Comment.objects.filter(article=article).picked().order_by())
    wanted = Article.objects.filter(pk=article).annotate(kept=kept, picked=picked)
    columns = ["kept__update_id", "kept__published", "discussion__is_locked", "picked"]
    if rest:
        replies = Comment.objects.filter(article=article).published().order_by()
        replies = replies.filter(tree_id=rest["tree_id"], lft__gte=rest["lft"])
        number = CountOf(replies.values("pk")[: MOST_COUNTED + 1])
        wanted, columns = wanted.annotate(rest=number), [*columns, "rest"]
    return wanted.values_list(*columns)


def move_counts(comment: Comment, by: int) -> None:
    """Raise or lower the counts a comment belongs to."""
    if not by:
        return
    part = f"pg_backend_pid() %% {PARTS}" if connection.vendor == "postgresql" else "0"
    with connection.cursor() as cursor:
        # The whole first, as `comment_plant` does: both lock what they count.
        for update_id in dict.fromkeys((None, comment.update_id)):
            which = _ON_UPDATE if update_id else _WHOLE
            values = [comment.article_id, update_id, by, by]
            cursor.execute(_MOVE.format(part=part, which=which), values)


PARTS = 8  # of a count on PostgreSQL, where as many may be moved at a time
_MOVE = """
INSERT INTO comments_commentcount AS kept (article_id, update_id, part, published)
VALUES (%s, %s, {part}, %s) ON CONFLICT {which}
DO UPDATE SET published = kept.published + %s
"""
_WHOLE = "(article_id, part) WHERE update_id IS NULL"
_ON_UPDATE = "(article_id, update_id, part)"


def recount(article_id: int) -> bool:
    """Count an article's comments anew; return whether a kept number was wrong."""
    published = Comment.objects.filter(article_id=article_id).published().order_by()
    right = {None: published.count()}
    on_updates = published.filter(update__isnull=False).values("update_id")
    right |= dict(on_updates.annotate(n=Count("pk")).values_list("update_id", "n"))
    rows = CommentCount.objects.filter(article_id=article_id)
    sums = rows.values_list("update_id").annotate(n=Sum("published"))
    kept = {pk: n for pk, n in sums if n}
    if kept == {pk: n for pk, n in right.items() if n}:
        return False
    rows.delete()
    CommentCount.objects.bulk_create(
        CommentCount(article_id=article_id, update_id=pk, published=n)
        for pk, n in right.items()
    )
    return True
