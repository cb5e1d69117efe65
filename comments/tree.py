"""The only writer of the comment tree: safe under any number of writers, and cheap.

django-mptt keeps a nested set (`tree_id`, `lft`, `rght`, `level`) and corrupts it when
two writers read the same numbers. Here each thread is a tree of its own whose
`tree_id` is made without asking the database, and a reply locks that number before it
reads where to go. SQLite's BEGIN IMMEDIATE is that lock already.

MPTT numbers densely, and a reply moves all that stands behind it. Here the numbers
have gaps: a thread has all up to LAST_NUMBER, a reply takes a part of what is left
below its parent and writes its own row alone. Where nothing is left, the numbers
around it are spread anew. Order and nesting, all that MPTT's reads rely on, are the
same.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from datetime import datetime
from functools import cache, wraps
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.models import Field

from comments.counts import move_counts
from comments.models import Comment

LAST_NUMBER = 2**62
_ROOMY = 2**24  # numbers for each edge, at least, where replies are spread anew
_ATTEMPTS = 4
_PASSING_FAULTS = {"40001", "40P01"}  # serialisation failure, deadlock detected
_PASSING_WORDS = (
    "locked",  # SQLite, when the wait for its lock is over
    "one_thread_per_tree_id",  # two threads drew the same number: PostgreSQL
    "comments_comment.tree_id",  # and SQLite
)
Replies = Callable[[Comment], Sequence[Comment]]


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
def plant(comment: Comment) -> Comment:
    """Save an unsaved comment: a new thread, or the last reply to its parent.

    The parent must be saved and of the same article; `created_at` places a new
    thread among the others. The counts move with it.
    """
    parent = comment.parent
    if parent is None:
        comment.tree_id, comment.level = new_tree_id(comment.created_at), 0
    elif parent.article_id != comment.article_id:
        raise ValueError("A reply belongs to the article of its parent.")
    else:
        comment.tree_id, comment.level = parent.tree_id, parent.level + 1
        comment.update_id = parent.update_id
    while (row := _insert(comment)) is None:
        _make_room(comment.parent)
    comment.pk, comment.lft, comment.rght = row
    comment._state.adding, comment._state.db = False, connection.alias
    Comment._mptt_meta.update_mptt_cached_fields(comment)
    return comment


def _insert(comment: Comment) -> Sequence[int] | None:
    """Write a comment and move its counts, in one transaction.

    Return its id and numbers, or None where its parent has no numbers left.
    """
    database = transaction.get_connection()
    for field in _MADE:
        field.pre_save(comment, True)
    values = vars(comment)
    by = int(comment.is_published)
    if database.vendor == "postgresql":
        # By itself a transaction; in a caller's, a refusal must not be the end of it.
        with transaction.atomic() if database.in_atomic_block else nullcontext():
            return _fetch_one(_PLANT, [_row_of(values), by])[0]
    row = [field.get_db_prep_save(values[field.attname], database) for field in _FIELDS]
    with transaction.atomic():
        place = _place(comment.parent_id)
        if place is None:
            return None
        move_counts(comment, by)
        return _fetch_one(_INSERT, [*row, *place])


def _row_of(values: Mapping[str, Any]) -> str:
    """Return a row of comments as PostgreSQL writes it, in brackets."""
    return f"({','.join([_quoted(values.get(name)) for name in _table()])})"


def _quoted(value: Any) -> str:
    if value is None:
        return ""
    text = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


@cache
def _table() -> list[str]:
    """The columns as they stand in the table, asked once a process."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM comments_comment LIMIT 0")
        return [column.name for column in cursor.description]


def _place(parent_id: int | None) -> tuple[int, int] | None:
    """Return numbers for a new thread, or for a last reply while there are any.

    The share of what is free shrinks with its square: the first reply gets a quarter,
    the thousandth still enough for a long talk below it. PostgreSQL has the same in
    `comment_plant`, made by a migration, which locks the thread first, counts, and
    inserts.
    """
    if parent_id is None:
        return 1, LAST_NUMBER
    lft, rght, last = _fetch_one(_EDGES, [parent_id])
    taken = last or lft
    free = rght - 1 - taken
    share = free // 4 // ((rght - lft) // free) if free else 0
    return (taken + 1, taken + share) if share > 1 else None


def _fetch_one(statement: str, values: list[Any]) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()


@transaction.atomic
def _make_room(comment: Comment) -> None:
    """Spread what stands around a comment, so that it can be answered again.

    That is what stands below the nearest comment above that has numbers enough for
    it, so that a long chain of replies moves its own neighbours and no strangers. A
    thread that was numbered without gaps has none, and is spread as a whole. Half of
    the numbers stay free where room is wanted: the next replies come there too.
    """
    lock_thread(comment.tree_id)
    above, low, high, wanted = comment.pk, 0, LAST_NUMBER, 0
    with connection.cursor() as cursor:
        while above is not None:
            cursor.execute(_BELOW, [above])
            lft, rght, above, below = cursor.fetchone()
            wanted = wanted or rght
            if (rght - lft) // (2 * below + 1) >= _ROOMY:
                low, high, above = lft, rght, None
        thread = {"article": comment.article_id, "tree": comment.tree_id}
        place = {"low": low, "high": high, "wanted": wanted}
        cursor.execute(_SPREAD, thread | place)


def lock_thread(tree_id: int) -> None:
    """Lock a thread until the transaction ends: before its tree columns are read.

    Its number keeps out who plants, its first row who acts on what stands in it. A
    reply's foreign key only needs a share of its parent's key, hence NO KEY.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [tree_id])
            cursor.execute(_LOCK, [tree_id])


# Written out: built by the ORM, a comment costs three times as much.
_FIELDS = [
    field
    for field in Comment._meta.concrete_fields
    if field.name not in {"id", "lft", "rght"}
]
_MADE = [field for field in _FIELDS if type(field).pre_save is not Field.pre_save]
_LOCK = """
SELECT id FROM comments_comment WHERE tree_id = %s AND parent_id IS NULL
FOR NO KEY UPDATE
"""
_COLUMNS = ", ".join(field.column for field in _FIELDS)
_VALUES = ", ".join(["%s"] * len(_FIELDS))
_INSERT = f"""
INSERT INTO comments_comment ({_COLUMNS}, lft, rght) VALUES ({_VALUES}, %s, %s)
RETURNING id, lft, rght
"""  # noqa: S608
_PLANT = "SELECT comment_plant(%s, %s)"
_EDGES = """
SELECT lft, rght, (
    SELECT reply.rght FROM comments_comment AS reply
    WHERE reply.parent_id = comments_comment.id ORDER BY reply.lft DESC LIMIT 1
) FROM comments_comment WHERE id = %s
"""
_BELOW = """
SELECT lft, rght, parent_id, (
    SELECT count(*) FROM comments_comment AS reply
    WHERE reply.article_id = comments_comment.article_id
    AND reply.tree_id = comments_comment.tree_id
    AND reply.lft > comments_comment.lft AND reply.lft < comments_comment.rght
) FROM comments_comment WHERE id = %s
"""
_SPREAD = """
WITH edges AS (
    SELECT id, lft AS place FROM comments_comment
    WHERE article_id = %(article)s AND tree_id = %(tree)s
    AND lft > %(low)s AND lft < %(high)s
    UNION ALL
    SELECT id, rght FROM comments_comment
    WHERE article_id = %(article)s AND tree_id = %(tree)s
    AND lft > %(low)s AND lft < %(high)s
), numbered AS (
    SELECT id, CASE WHEN place < %(wanted)s THEN %(low)s
        ELSE %(high)s - (%(high)s - %(low)s) / 4 END
        + row_number() OVER (PARTITION BY place < %(wanted)s ORDER BY place)
        * ((%(high)s - %(low)s) / 4
            / (count(*) OVER (PARTITION BY place < %(wanted)s) + 1)) AS place
    FROM edges
), paired AS (
    SELECT id, min(place) AS lft, max(place) AS rght FROM numbered GROUP BY id
)
UPDATE comments_comment SET lft = paired.lft, rght = paired.rght
FROM paired WHERE comments_comment.id = paired.id
"""


@transaction.atomic
def plant_threads(comments: Sequence[Comment]) -> int:
    """Save whole new threads, each reply behind its parent; return how many comments.

    Generation by generation, since a reply needs the id of its parent. Counts are
    the caller's business (`comments.counts.recount`).
    """
    replies: dict[int, list[Comment]] = {}
    for comment in comments:
        if comment.parent:
            replies.setdefault(id(comment.parent), []).append(comment)
    generation = [comment for comment in comments if not comment.parent]
    for first in generation:
        first.tree_id = new_tree_id(first.created_at)
        number(first, lambda comment: replies.get(id(comment), []))
    while generation:
        Comment.objects.bulk_create(generation, batch_size=500)
        generation = [
            reply for comment in generation for reply in replies.get(id(comment), [])
        ]
        for reply in generation:
            reply.parent = reply.parent  # reads the id its parent has got by now
    return len(comments)


def number(first: Comment, replies: Replies) -> list[Comment]:
    """Give a thread its tree columns, with equal gaps; return its comments.

    Without recursion: each comment is met on the way in and on the way out.
    """
    first.level = 0
    thread: list[Comment] = []
    edges: list[tuple[Comment, str]] = []
    path = [(first, "lft")]
    while path:
        comment, edge = path.pop()
        edges.append((comment, edge))
        if edge == "rght":
            continue
        thread.append(comment)
        path.append((comment, "rght"))
        for reply in reversed(replies(comment)):
            reply.tree_id, reply.level = first.tree_id, comment.level + 1
            path.append((reply, "lft"))
    for place, (comment, edge) in enumerate(edges, start=1):
        setattr(comment, edge, place * (LAST_NUMBER // (len(edges) + 1)))
    return thread
