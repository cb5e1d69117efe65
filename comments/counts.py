"""The counts on the page: rows moved by whoever shows or hides a comment.

Counting 100,000 rows for every reader would cost more than the page. A writer moves
the rows last in its transaction, so that they are locked for no longer than a commit.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Count, Q

from articles.models import Article
from comments.models import Comment, CommentCount


def count_of(article: Article) -> int:
    """Return how many published comments an article has."""
    return counts_of(article).get(None, 0)


def counts_of(article: Article, updates: Iterable[int] = ()) -> dict[int | None, int]:
    """Return the counts by update id; the whole article's is under None."""
    rows = CommentCount.objects.filter(article=article)
    wanted = rows.filter(Q(update=None) | Q(update__in=list(updates)))
    return dict(wanted.values_list("update_id", "published"))


def move_counts(comment: Comment, by: int) -> None:
    """Raise or lower the counts a comment belongs to."""
    if not by:
        return
    with connection.cursor() as cursor:
        for update_id in {None, comment.update_id}:
            values = [comment.article_id, update_id, max(by, 0), by]
            cursor.execute(_move(update_id), values)


def with_moves(
    insert: str, values: list[Any], comment: Comment, by: int
) -> tuple[str, list[Any]]:
    """Let one statement of PostgreSQL write a comment and raise its counts by `by`.

    Nothing is raised where nothing is written. It returns what `insert` does.
    """
    parts = [f"planted AS ({insert})"]
    for update_id in {None, comment.update_id} if by else ():
        parts.append(f"moved_{len(parts)} AS ({_move(update_id, 'FROM planted')})")
        values = [*values, comment.article_id, update_id, by, by]
    statement = f"WITH {', '.join(parts)} SELECT * FROM planted"  # noqa: S608
    return statement, values


def _move(update_id: int | None, source: str = "") -> str:
    """Written out, for every comment runs it."""
    which = "(article_id) WHERE update_id IS NULL"
    if update_id is not None:
        which = "(article_id, update_id)"
    return f"{_MOVE} {source} WHERE true ON CONFLICT {which} {_THEN}"


_MOVE = """
INSERT INTO comments_commentcount (article_id, update_id, published) SELECT %s, %s, %s
"""
_THEN = "DO UPDATE SET published = comments_commentcount.published + %s"


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
