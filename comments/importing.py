"""Comments from elsewhere: whole threads at once, with their dates, and only once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from articles.models import Article
from comments.counts import recount
from comments.models import Comment
from comments.tree import plant, plant_threads


@dataclass(frozen=True)
class ForeignComment:
    """One comment as another system knew it; `key` names it there for ever."""

    key: str
    name: str
    body: str
    created_at: datetime
    parent_key: str = ""
    email: str = ""
    status: str = Comment.Status.PUBLISHED


@dataclass(frozen=True)
class Imported:
    """How many came in, were here before, or answered what is nowhere to be found."""

    added: int = 0
    known: int = 0
    orphaned: int = 0


@transaction.atomic
def import_comments(article: Article, rows: Sequence[ForeignComment]) -> Imported:
    """Add to an article those of `rows` that it has not got, each under its parent.

    New threads are numbered in memory and written in batches, one generation after
    the other; a new reply to a comment that is here is planted as a reader's would
    be. A reply whose parent is in neither place begins a thread of its own.
    """
    known = _known(article, rows)
    fresh = {row.key: row for row in rows if row.key not in known}
    children: dict[str, list[ForeignComment]] = {}
    first: list[ForeignComment] = []
    late: list[ForeignComment] = []
    orphaned = 0
    for row in sorted(fresh.values(), key=lambda row: row.created_at):
        if row.parent_key in fresh and row.parent_key != row.key:
            children.setdefault(row.parent_key, []).append(row)
        elif row.parent_key in known:
            late.append(row)
        else:
            first.append(row)
            orphaned += bool(row.parent_key)
    added = _plant_threads(article, first, children)
    added += _plant_late(article, late, children, dict(known))
    recount(article.pk)
    return Imported(added=added, known=len(known), orphaned=orphaned)


def _known(article: Article, rows: Iterable[ForeignComment]) -> dict[str, Comment]:
    wanted = {row.key for row in rows}
    here = Comment.objects.order_by().filter(article=article).exclude(source_key="")
    return {
        comment.source_key: comment
        for comment in here.defer("body", "html")
        if comment.source_key in wanted
    }


def _plant_threads(
    article: Article,
    first: list[ForeignComment],
    children: dict[str, list[ForeignComment]],
) -> int:
    """Make the comments, each behind its parent, and write them all at once."""
    comments: list[Comment] = []
    waiting: list[tuple[ForeignComment, Comment | None]]
    waiting = [(row, None) for row in reversed(first)]
    while waiting:
        row, parent = waiting.pop()
        made = _unsaved(article, row, parent)
        comments.append(made)
        waiting += [(reply, made) for reply in reversed(children.get(row.key, []))]
    return plant_threads(comments)


def _plant_late(
    article: Article,
    late: list[ForeignComment],
    children: dict[str, list[ForeignComment]],
    known: dict[str, Comment],
) -> int:
    added = 0
    waiting = late[::-1]
    while waiting:
        row = waiting.pop()
        known[row.key] = plant(_unsaved(article, row, known[row.parent_key]))
        waiting += reversed(children.get(row.key, []))
        added += 1
    return added


def _unsaved(article: Article, row: ForeignComment, parent: Comment | None) -> Comment:
    return Comment(
        article=article,
        parent=parent,
        name=row.name[:60] or "Reader",
        email=row.email[:254],
        body=row.body,
        status=row.status,
        created_at=row.created_at,
        source_key=row.key,
    )
