"""Reading a thread: a page of it, cut anywhere, in a few queries whatever its size."""

from dataclasses import dataclass, field
from datetime import datetime

from articles.models import Article
from comments.models import Comment, Reason
from comments.models.comment import CommentQuerySet

PAGE_SIZE = 50
MAX_DEPTH = 5  # steps of indent; deeper replies say whom they answer

TAKEN_DOWN = "a comment taken down"
_COLUMNS = (
    "pk",
    "parent_id",
    "name",
    "html",
    "status",
    "hidden_reason",
    "created_at",
)


@dataclass(slots=True)
class ShownComment:
    """One comment as the page prints it; `ends` lists are closed after it."""

    pk: int
    parent_id: int | None
    name: str
    html: str
    status: str
    hidden_reason: str
    created_at: datetime
    depth: int = 0
    answers: str = ""
    is_context: bool = False
    has_replies: bool = False
    ends: range = range(0)

    @property
    def is_published(self) -> bool:
        return self.status == Comment.Status.PUBLISHED

    @property
    def tombstone(self) -> str:
        """What stands where a comment was taken down."""
        if self.status == Comment.Status.WITHDRAWN:
            return "Withdrawn by its author."
        return f"Hidden by a moderator: {Reason(self.hidden_reason).label}."


@dataclass
class ThreadPage:
    """Comments in tree order; the pages before and after start at two ids."""

    comments: list[ShownComment] = field(default_factory=list)
    total: int = 0
    earlier: int | None = None
    later: int | None = None


def read_page(
    article: Article, *, start: int | None = None, size: int = PAGE_SIZE
) -> ThreadPage:
    """Return the page of an article's comments that begins with comment `start`.

    Four queries at most beside the one that finds `start`. The page holds its place
    while others write, for an id does not move.

    Raises Comment.DoesNotExist when `start` is no comment of the article.
    """
    of_article = Comment.objects.filter(article=article)
    shown = of_article.shown().in_tree_order()
    page = ThreadPage(total=of_article.published().order_by().count())
    above: list[ShownComment] = []
    following = shown
    if start is not None:
        first = of_article.get(pk=start)
        following = shown.starting_at(first)
        before = shown.ending_before(first).reverse().values_list("pk", flat=True)
        earlier = list(before[:size])
        page.earlier = earlier[-1] if earlier else None
        if first.parent_id is not None:
            above = _rows(of_article.above(first).in_tree_order())
            for row in above:
                row.is_context = True
    rows = _rows(following[: size + 1])
    if len(rows) > size:
        page.later = rows.pop().pk
    page.comments = _nested(above + rows)
    return page


def _rows(comments: CommentQuerySet) -> list[ShownComment]:
    return [ShownComment(*row) for row in comments.values_list(*_COLUMNS)]


def _nested(rows: list[ShownComment]) -> list[ShownComment]:
    """Say of each row how deep it stands and which lists end with it."""
    by_pk: dict[int, ShownComment] = {}
    for row in rows:
        parent = by_pk.get(row.parent_id) if row.parent_id else None
        if parent is not None:
            row.depth = min(parent.depth + 1, MAX_DEPTH)
            if parent.depth == MAX_DEPTH:
                row.answers = parent.name if parent.is_published else TAKEN_DOWN
        by_pk[row.pk] = row
    depths_after = [row.depth for row in rows[1:]] + [0]
    for row, depth_after in zip(rows, depths_after, strict=False):
        row.has_replies = depth_after > row.depth
        row.ends = range(max(row.depth - depth_after, 0))
    return rows
