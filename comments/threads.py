"""Reading threads: a page of them, cut anywhere, in few queries whatever their size."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet
from django.utils import timezone

from articles.models import Article
from articles.prepared import Slot, prepared
from comments.counts import CountOf, Rest
from comments.models import Comment, Order, Reason
from comments.models.comment_queryset import CommentQuerySet

PAGE_SIZE = 36  # a page with 20 updates weighs 100 kB at most
MAX_DEPTH = 5  # steps of indent; deeper replies say whom they answer
TAKEN_DOWN = "a comment taken down"


@dataclass(slots=True)
class ShownComment:
    """One comment as the page prints it; the lists of depth `ends` close after it."""

    pk: int
    parent_id: int | None
    tree_id: int
    lft: int
    rght: int
    level: int
    name: str
    html: str
    status: str
    hidden_reason: str
    hidden_note: str
    slow_until: datetime | None
    created_at: datetime
    edited_at: datetime | None
    likes: int
    is_pick: bool
    is_locked: bool
    reader_id: int | None
    is_staff: bool | None
    update_id: int | None
    is_before_correction: bool
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
        if self.status == Comment.Status.PENDING:
            return "Waits for a moderator."
        reason = dict(Reason.choices).get(self.hidden_reason, "against the rules")
        note = f" {self.hidden_note}" if self.hidden_note else ""
        return f"Hidden by a moderator: {reason}.{note}"

    @property
    def slowed_until(self) -> datetime | None:
        """Until when a heated thread takes replies slowly."""
        is_slow = self.slow_until is not None and self.slow_until > timezone.now()
        return self.slow_until if is_slow else None


_COLUMNS = (
    *("pk", "parent_id", "tree_id", "lft", "rght", "level", "name", "html"),
    *("status", "hidden_reason", "hidden_note", "slow_until", "created_at"),
    *("edited_at", "likes", "is_pick"),
    *("is_locked", "author__reader__pk", "author__is_staff", "update_id"),
    "is_before_correction",
)


@dataclass
class ThreadPage:
    """Comments as printed; `later` is the comment the next page begins with.

    Where the page ends inside a thread, `cut_thread` is that thread's first comment
    and `rest` what it still holds.
    """

    order: Order = Order.OLDEST
    comments: list[ShownComment] = field(default_factory=list)
    is_first: bool = True
    later: int | None = None
    cut_thread: int | None = None
    rest: Rest | None = None


def read_page(
    article: Article,
    *,
    order: Order = Order.OLDEST,
    update: int | None = None,
    start: int | None = None,
    past: int | None = None,
    size: int = PAGE_SIZE,
) -> ThreadPage:
    """Return the page that begins with comment `start`, or after the thread `past`.

    With `update`, only what answers that update of the article.

    A place is named by a comment's id, which never moves while others write. One
    query for the first page of the oldest, at most six for any.

    Raises Comment.DoesNotExist when the place is no comment of the article.
    """
    scope = {"article": article.pk} | ({"update": update} if update else {})
    page, first = ThreadPage(order, is_first=past is None and start is None), None
    if past is not None:
        threads = Comment.objects.filter(**scope).threads()
        thread = threads.get(pk=past)
        first = threads.shown().after(thread.tree_id, thread.likes, order).first()
        if first is None:
            return page
    elif start is not None:
        first = Comment.objects.get(pk=start, **scope)
    if order == Order.OLDEST:
        rows, next_thread = _rows_by_age(scope, first, size + 1), None
    else:
        rows, next_thread = _rows_by_thread(scope, order, first, size + 1)
    page.later = rows[size].pk if len(rows) > size else next_thread
    page.comments = _nested(_context(article.pk, rows) + rows[:size])
    if len(rows) > size and rows[size].level:
        page.cut_thread = next(row.pk for row in page.comments[::-1] if not row.level)
        page.rest = Rest(rows[size].tree_id, rows[size].lft)
    return page


def _columns(comments: CommentQuerySet) -> QuerySet[Comment, Any]:
    return comments.with_corrections().values_list(*_COLUMNS)


def _rows(found: Iterable[Any]) -> list[ShownComment]:
    return [ShownComment(*row) for row in found]


def _rows_by_age(
    scope: dict[str, int], first: Comment | None, wanted: int
) -> list[ShownComment]:
    """The tree's own order needs no look at its threads: one scan of the index."""
    start = {"tree_id": first.tree_id, "lft": first.lft} if first else {}
    return _rows(_by_age(wanted, **scope, **start))


@prepared
def _by_age(wanted: int, **asked: Slot) -> QuerySet[Comment, Any]:
    start = {name: asked.pop(name) for name in ("tree_id", "lft") if name in asked}
    comments = Comment.objects.filter(**asked).shown().in_tree_order()
    if start:
        comments = comments.starting_at(**start)
    return _columns(comments)[:wanted]


def _rows_by_thread(
    scope: dict[str, int], order: Order, first: Comment | None, wanted: int
) -> tuple[list[ShownComment], int | None]:
    """Choose as many threads as fill the page, then read their comments.

    The last one chosen may be huge and is read only as far as the page goes.
    """
    root, before = {}, {}
    if first is not None:
        likes = _root(first).likes if order == Order.LIKED else 0
        root = {"tree_id": first.tree_id, "likes": likes}
        before = {"tree_id": first.tree_id, "lft__lt": first.lft}
    room, chosen, next_thread = wanted, [], None
    for pk, tree_id, size in _threads(order, wanted, **scope, **root):
        if room <= 0:
            next_thread = pk
            break
        chosen.append(tree_id)
        room -= size
    cut = chosen.pop() if room <= 0 else None
    rows = []
    if chosen:
        # Always as many, for the SQL is written anew for each length.
        trees = chosen + chosen[-1:] * (wanted - len(chosen))
        rows = _rows(_of_threads(trees=trees, **scope, **before))
        rows.sort(key=lambda row: chosen.index(row.tree_id))
    if cut is not None:
        begin = {"lft__gte": first.lft} if first and first.tree_id == cut else {}
        found = _of_thread(wanted, tree_id=cut, **scope, **begin)
        rows += _rows(found[: max(wanted - len(rows), 0)])
    return rows, next_thread


@prepared
def _threads(order: Order, wanted: int, **asked: Slot) -> QuerySet[Comment, Any]:
    """The id, tree and size of each; no more of it is counted than is wanted."""
    root = {name: asked.pop(name) for name in ("tree_id", "likes") if name in asked}
    threads = Comment.objects.filter(**asked).shown().threads().in_order(order)
    if root:
        threads = threads.after(**root, order=order, inclusive=True)
    within = Comment.objects.order_by().filter(
        article=OuterRef("article"), tree_id=OuterRef("tree_id")
    )
    sized = threads.annotate(size=CountOf(within.values("pk")[:wanted]))
    return sized.values_list("pk", "tree_id", "size")[: wanted + 1]


@prepared
def _of_threads(trees: Slot, **asked: Slot) -> QuerySet[Comment, Any]:
    before = {name: asked.pop(name) for name in ("tree_id", "lft__lt") if name in asked}
    comments = Comment.objects.filter(**asked).shown().filter(tree_id__in=trees)
    if before:
        comments = comments.exclude(**before)
    return _columns(comments.in_tree_order())


@prepared
def _of_thread(most: int, **asked: Slot) -> QuerySet[Comment, Any]:
    return _columns(Comment.objects.filter(**asked).shown().in_tree_order())[:most]


def _root(comment: Comment) -> Comment:
    if comment.parent_id is None:
        return comment
    return Comment.objects.get(tree_id=comment.tree_id, parent=None)


def _context(article: int, rows: list[ShownComment]) -> list[ShownComment]:
    """What the page's first comment answers, from the thread's beginning."""
    if not rows or not rows[0].level:
        return []
    above = _above(article=article, tree_id=rows[0].tree_id, lft=rows[0].lft)
    return [replace(row, is_context=True) for row in _rows(above)]


@prepared
def _above(article: Slot, tree_id: Slot, lft: Slot) -> QuerySet[Comment, Any]:
    comments = Comment.objects.filter(article=article).above(tree_id, lft)
    return _columns(comments.in_tree_order())


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
        row.ends = range(row.depth, depth_after, -1)
    return rows


def read_comment(comment: Comment, size: int = 20) -> ThreadPage:
    """Return one comment with what it answers and its first replies.

    Three queries.
    """
    of_article = Comment.objects.filter(article=comment.article_id)
    within = of_article.filter(
        tree_id=comment.tree_id, lft__gt=comment.lft, lft__lt=comment.rght
    )
    own = _rows(_columns(of_article.filter(pk=comment.pk)))
    below = _rows(_columns(within.shown().in_tree_order()[: size + 1]))
    page = ThreadPage(is_first=False)
    page.comments = _nested(_context(comment.article_id, own) + own + below[:size])
    page.later = below[size].pk if len(below) > size else None
    return page


def place_in(query: Mapping[str, str], name: str) -> int | None:
    """Return a comment's id from an address, or None where it names no place.

    Raises ValueError for what is no number.
    """
    value = query.get(name)
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and len(value) < 19):
        raise ValueError(value)
    return int(value)
