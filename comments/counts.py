"""The counts on the page: rows moved by whoever shows or hides a comment.

Counting 100,000 rows for every reader would cost more than the page. A writer moves
the rows last in its transaction, so that they are locked for no longer than a commit.
"""

from collections.abc import Iterable

from django.db import connection
from django.db.models import Count, Q

from articles.models import Article
from comments.models import Comment, CommentCount, Discussion


def count_of(article: Article) -> int:
    """Return how many published comments an article has."""
    return counts_of(article).get(None, 0)


def counts_of(article: Article, updates: Iterable[int] = ()) -> dict[int | None, int]:
    """Return the counts by update id; the whole article's is under None.

    The same query tells the article whether its discussion is locked, which the page
    that prints the counts asks next.
    """
    rows = CommentCount.objects.filter(article=article)
    wanted = rows.filter(Q(update=None) | Q(update__in=list(updates)))
    lock = "article__discussion__is_locked"
    told = list(wanted.values_list("update_id", "published", lock))
    if told:
        Discussion.tell(article, is_locked=bool(told[0][2]))
    return {update_id: published for update_id, published, _ in told}


def move_counts(comment: Comment, by: int) -> None:
    """Raise or lower the counts a comment belongs to."""
    if not by:
        return
    for update_id in {None, comment.update_id}:
        if not _move(comment.article_id, update_id, by):
            CommentCount.objects.get_or_create(
                article_id=comment.article_id, update_id=update_id
            )
            _move(comment.article_id, update_id, by)


def _move(article_id: int, update_id: int | None, by: int) -> int:
    """Return how many rows there were to move; written out, for every reply runs it."""
    which, values = "update_id IS NULL", [by, article_id]
    if update_id is not None:
        which = "update_id = %s"
        values.append(update_id)
    with connection.cursor() as cursor:
        cursor.execute(f"{_MOVE} {which}", values)
        return cursor.rowcount


_MOVE = (
    "UPDATE comments_commentcount SET published = published + %s"
    " WHERE article_id = %s AND"
)


def recount(article_id: int) -> bool:
    """Count an article's comments anew; return whether a kept number was wrong."""
    published = Comment.objects.filter(article_id=article_id).published().order_by()
    right = {None: published.count()}
    on_updates = published.filter(update__isnull=False).values("update_id")
    right |= dict(on_updates.annotate(n=Count("pk")).values_list("update_id", "n"))
    rows = CommentCount.objects.filter(article_id=article_id)
    kept = {pk: n for pk, n in rows.values_list("update_id", "published") if n}
    if kept == {pk: n for pk, n in right.items() if n}:
        return False
    rows.delete()
    CommentCount.objects.bulk_create(
        CommentCount(article_id=article_id, update_id=pk, published=n)
        for pk, n in right.items()
    )
    return True
