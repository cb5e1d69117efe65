"""The only writer of the comment tree: safe under any number of writers, and cheap.

django-mptt keeps a nested set (`tree_id`, `lft`, `rght`, `level`) and corrupts it when
two writers read the same numbers. Here each thread is a tree of its own whose
`tree_id` is made without asking the database, and a reply locks the first comment of
its thread before it reads where to go. SQLite's BEGIN IMMEDIATE is that lock already.

A small thread is numbered densely, as MPTT does. One of more than MAX_SHIFT comments
is spread out: its numbers get gaps, and a reply writes its own row alone. Where a gap
is used up, the numbers around it are spread anew. The order and the nesting of the
numbers, all that MPTT's reads rely on, are the same.
"""

import secrets
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import wraps

from django.db import DatabaseError, connection, transaction

from comments.counts import move_counts
from comments.models import Comment
from comments.models.comment import CommentQuerySet

MAX_SHIFT = 400  # comments of a thread before it is spread out
_LAST_NUMBER = 2**62
_SHARE = 64  # a reply takes this part of the gap it lands in
_ROOMY = 2**24  # numbers for each edge, at least, where replies are spread anew
_ATTEMPTS = 4
_PASSING_FAULTS = {"40001", "40P01"}  # serialisation failure, deadlock detected
_PASSING_WORDS = (
    "locked",  # SQLite, when the wait for its lock is over
    "one_thread_per_tree_id",  # two threads drew the same number: PostgreSQL
    "comments_comment.tree_id",  # and SQLite
)


def new_tree_id(moment: datetime) -> int:
    """Return a 63-bit number that orders threads by age: 42 bits of ms, 21 drawn."""
    return (int(moment.timestamp() * 1000) << 21) | secrets.randbits(21)


def _retried(plant: Callable[[Comment], Comment]) -> Callable[[Comment], Comment]:
    """Try again where the database gave way to another writer.

    Not inside a caller's transaction: that one is lost with the first failure.
    """

    @wraps(plant)
    def planted(comment: Comment) -> Comment:
        attempts = 1 if connection.in_atomic_block else _ATTEMPTS
        for attempt in range(1, attempts + 1):
            try:
                return plant(comment)
            except DatabaseError as error:
                if attempt == attempts or not _is_passing(error):
                    raise
        raise AssertionError("unreachable")

    return planted


def _is_passing(error: DatabaseError) -> bool:
    code = getattr(error.__cause__, "pgcode", None)
    return code in _PASSING_FAULTS or any(word in str(error) for word in _PASSING_WORDS)


@_retried
@transaction.atomic
def plant(comment: Comment) -> Comment:
    """Save an unsaved comment: a new thread, or the last reply to its parent.

    The parent must be saved and of the same article; `created_at` places a new
    thread among the others.
    """
    if comment.parent is None:
        comment.tree_id = new_tree_id(comment.created_at)
        comment.lft, comment.rght, comment.level = 1, 2, 0
    else:
        if comment.parent.article_id != comment.article_id:
            raise ValueError("A reply belongs to the article of its parent.")
        comment.tree_id = comment.parent.tree_id
        comment.level = comment.parent.level + 1
        comment.update_id = comment.parent.update_id
        comment.lft, comment.rght = _make_room(comment.parent)
    comment.save(force_insert=True)
    if comment.is_published:
        move_counts(comment, +1)
    return comment


@transaction.atomic
def plant_numbered(comments: Iterable[Comment]) -> int:
    """Save whole new threads numbered in memory; return how many comments.

    Generation by generation, since a reply needs the id of its parent. Counts are
    the caller's business (`comments.counts.recount`).
    """
    generations: dict[int, list[Comment]] = {}
    for comment in comments:
        generations.setdefault(comment.level, []).append(comment)
    for level in sorted(generations):
        for comment in generations[level]:
            comment.parent = comment.parent  # reads the id its parent has got by now
        Comment.objects.bulk_create(generations[level], batch_size=500)
    return sum(map(len, generations.values()))


def is_dense(highest: int) -> bool:
    """Whether a thread whose highest number this is was never spread out."""
    return highest < 2**40


def lock_thread(tree_id: int) -> int:
    """Lock a thread until the transaction ends; return its highest number.

    The first statement of whoever writes tree columns. A reply's foreign key only
    needs a share of its parent's key, hence `no_key`.
    """
    lock = " FOR NO KEY UPDATE" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(_HIGHEST + lock, [tree_id])
        row = cursor.fetchone()
    if row is None:
        raise Comment.DoesNotExist(f"There is no thread {tree_id}.")
    return row[0]


def _make_room(parent: Comment) -> tuple[int, int]:
    """Return free numbers for a new last reply to `parent`, its thread locked."""
    highest = lock_thread(parent.tree_id)
    after, before = _edges(parent)
    if before - after <= 2 and highest <= 2 * MAX_SHIFT:
        _shift(parent.tree_id, before)
        return before, before + 1
    if before - after <= 2:
        _spread_around(parent, highest)
        after, before = _edges(parent)
    width = max(2, (before - after - 1) // _SHARE)
    return after + 1, after + width


def _edges(parent: Comment) -> tuple[int, int]:
    """Return the numbers around the place of a new last reply, both taken."""
    with connection.cursor() as cursor:
        cursor.execute(_EDGES, [parent.pk])
        lft, rght, last = cursor.fetchone()
    return last or lft, rght


def _shift(tree_id: int, place: int) -> None:
    """Move all numbers from `place` on by two, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_SHIFT, {"tree_id": tree_id, "place": place})


def spread(tree_id: int, low: int = 0, high: int = _LAST_NUMBER) -> None:
    """Number a locked thread, or what stands between two numbers, with equal gaps."""
    with connection.cursor() as cursor:
        cursor.execute(_SPREAD, {"tree_id": tree_id, "low": low, "high": high})


def _spread_around(comment: Comment, highest: int) -> None:
    """Spread a dense thread as a whole, once, and later no more than has to be.

    That is what stands below the nearest comment above that has numbers enough for
    it, so that a long chain of replies moves its own neighbours and no strangers.
    """
    if is_dense(highest):
        return spread(comment.tree_id)
    above, low, high = comment.pk, 0, 0
    with connection.cursor() as cursor:
        while above is not None:
            cursor.execute(_BELOW, [above])
            low, high, above, below = cursor.fetchone()
            if (high - low) // (2 * below + 1) >= _ROOMY:
                break
    spread(comment.tree_id, low, high)


# These run once for every reply: written out, they cost a tenth of what building
# them with the ORM does.
_HIGHEST = "SELECT rght FROM comments_comment WHERE tree_id = %s AND parent_id IS NULL"
_EDGES = """
SELECT lft, rght, (
    SELECT reply.rght FROM comments_comment AS reply
    WHERE reply.parent_id = comments_comment.id ORDER BY reply.lft DESC LIMIT 1
) FROM comments_comment WHERE id = %s
"""
_SHIFT = """
UPDATE comments_comment
SET rght = rght + 2, lft = CASE WHEN lft >= %(place)s THEN lft + 2 ELSE lft END
WHERE tree_id = %(tree_id)s AND rght >= %(place)s
"""
_BELOW = """
SELECT lft, rght, parent_id, (
    SELECT count(*) FROM comments_comment AS reply
    WHERE reply.tree_id = comments_comment.tree_id
    AND reply.lft > comments_comment.lft AND reply.lft < comments_comment.rght
) FROM comments_comment WHERE id = %s
"""
_SPREAD = """
WITH edges AS (
    SELECT id, lft AS place FROM comments_comment
    WHERE tree_id = %(tree_id)s AND lft > %(low)s AND lft < %(high)s
    UNION ALL
    SELECT id, rght FROM comments_comment
    WHERE tree_id = %(tree_id)s AND lft > %(low)s AND lft < %(high)s
), numbered AS (
    SELECT id, %(low)s + row_number() OVER (ORDER BY place)
        * ((%(high)s - %(low)s) / (count(*) OVER () + 1)) AS place
    FROM edges
), paired AS (
    SELECT id, min(place) AS lft, max(place) AS rght FROM numbered GROUP BY id
)
UPDATE comments_comment SET lft = paired.lft, rght = paired.rght
FROM paired WHERE comments_comment.id = paired.id
"""


@transaction.atomic
def repair(tree_id: int) -> int:
    """Number anew, by parent links, each thread that a comment of this tree is of.

    A comment that strayed from another thread goes back to it, so that nothing
    crosses from one article to another. The threads stay locked until the end.
    Return how many comments were numbered.
    """
    roots = _roots_of(Comment.objects.order_by().filter(tree_id=tree_id))
    for root in roots:
        lock_thread(root.tree_id)
    return sum(_number_thread(root) for root in roots)


def _roots_of(comments: CommentQuerySet) -> list[Comment]:
    """Return the first comments that these lead up to, in the order to lock them."""
    roots, climbing = set(), dict(comments.values_list("pk", "parent_id"))
    while climbing:
        roots |= {pk for pk, parent_id in climbing.items() if parent_id is None}
        parents = Comment.objects.order_by().filter(pk__in=set(climbing.values()))
        climbing = dict(parents.values_list("pk", "parent_id"))
    return list(Comment.objects.filter(pk__in=roots).order_by("tree_id"))


def _number_thread(root: Comment) -> int:
    """Write dense numbers for all that hangs below `root`; replies stand by age."""
    children: dict[int, list[int]] = {}
    generation = [root.pk]
    while generation:
        found = Comment.objects.order_by("pk").filter(parent__in=generation)
        links = list(found.values_list("parent_id", "pk"))
        for parent_id, pk in links:
            children.setdefault(parent_id, []).append(pk)
        generation = [pk for _, pk in links]
    numbered = _numbers(root, children)
    Comment.objects.bulk_update(
        numbered, ["tree_id", "lft", "rght", "level"], batch_size=200
    )
    return len(numbered)


def _numbers(root: Comment, children: dict[int, list[int]]) -> list[Comment]:
    """Walk the thread without recursion, each comment on the way in and out."""
    rows: dict[int, Comment] = {}
    number, path = 0, [(root.pk, 0)]
    while path:
        pk, level = path.pop()
        number += 1
        if pk in rows:
            rows[pk].rght = number
            continue
        rows[pk] = Comment(pk=pk, tree_id=root.tree_id, lft=number, level=level)
        path.append((pk, level))
        path += [(child, level + 1) for child in reversed(children.get(pk, []))]
    return list(rows.values())
