"""Articles with comments as readers leave them, in bulk and rightly numbered.

Most threads hold a few comments, some hundreds; a reply answers the first comment,
the latest or any other. Threads run side by side: neighbours on the page are not
neighbours in the table.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from itertools import islice
from random import Random
from typing import NamedTuple

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from articles.models import Article
from comments.counts import recount
from comments.markup import render
from comments.models import Comment
from comments.tree import LAST_NUMBER, new_tree_id
from comments.tree_check import list_faults
from tests.factories import make_live_article

Shape = list[int]  # of a thread's comments by age: which one each answers, first -1
_TEXTS = (
    "Thank you for this.",
    "I was there at six, and the water stood over the *second* step already.",
    "> the barrier holds\n\nIt does not: see https://example.org/levels for the"
    " figures of this morning. Nobody from the council has been here since.",
    "My father kept the pumps for thirty years. He always said that the creek takes"
    " back what it is owed.\n\nWhat I do not understand is why the gates were left"
    " open on a spring tide, with the forecast we all had in our hands on Friday."
    "\n\n- who was told?\n- who decided?",
)
WORDS = _TEXTS[2]
HTML = str(render(WORDS))
_NAMES = ("Nell", "Ada Quill", "Tomas", "R. Hythe", "Marsh Walker", "Ines", "Old Bob")
_BATCH = 2000
_SIZES = range(1, 401)
_WEIGHTS = [size**-2.0 for size in _SIZES]


class Sprout(NamedTuple):
    """A comment to be: sorted, it stands where its row will."""

    moment: datetime
    thread: int
    age: int


def make_dice(seed: int) -> Random:
    """Return the same chance in every run."""
    return Random(seed)  # noqa: S311


@contextmanager
def baked_once() -> Iterator[None]:
    """Sanitise the same words once, where the tree alone is to be measured."""
    field = Comment._meta.get_field("html")
    bake = field.bake
    field.bake = cache(bake)
    try:
        yield
    finally:
        field.bake = bake


def said(article: Article, parent: Comment | None = None) -> Comment:
    """Return an unsaved comment of this moment."""
    return Comment(
        article=article,
        parent=parent,
        name="Nell",
        email="nell@example.org",
        body=WORDS,
        created_at=timezone.now(),
    )


def grown(size: int, dice: Random) -> Shape:
    """Return a thread as talk makes it: wide at the top, and deep where two argue."""
    shape = [-1]
    for age in range(1, size):
        answered = dice.choices((0, age - 1, dice.randrange(age)), (4, 3, 3))
        shape += answered
    return shape


def flat(size: int) -> Shape:
    """Return one comment and its direct replies."""
    return [-1] + [0] * (size - 1)


def several(total: int, dice: Random, *, giant: int = 0) -> list[Shape]:
    """Return threads of so many comments in all, `giant` of them in one."""
    sizes = [giant] if giant else []
    while (left := total - sum(sizes)) > 0:
        drawn = dice.choices(_SIZES, _WEIGHTS, k=max(1, left // 20))
        for size in drawn:
            sizes.append(min(size, left))
            left -= sizes[-1]
            if not left:
                break
    return [grown(size, dice) for size in sizes]


def plant_article(
    shapes: Sequence[Shape], dice: Random, *, slug: str = "", is_spread: bool = True
) -> Article:
    """Save an article with those threads, and prove that all numbers are right.

    Without `is_spread`, as MPTT and earlier versions numbered: without gaps.
    """
    article = make_live_article(**({"slug": slug} if slug else {}))
    with baked_once(), transaction.atomic():
        rows = _rows(article, shapes, dice, is_spread=is_spread)
        while batch := list(islice(rows, _BATCH)):
            Comment.objects.bulk_create(batch)
        for statement in connection.ops.sequence_reset_sql(no_style(), [Comment]):
            connection.cursor().execute(statement)
    recount(article.pk)
    if faults := list_faults(article.pk):
        raise SystemExit(f"The seed itself is wrong: {faults[0]}")
    return article


def _rows(
    article: Article, shapes: Sequence[Shape], dice: Random, *, is_spread: bool
) -> Iterator[Comment]:
    """Yield unsaved comments by age, with the ids they will have."""
    sprouts = sorted(_sprouts(shapes, dice))
    pk = (Comment.objects.aggregate(pk=Max("pk"))["pk"] or 0) + 1
    pk_of = {sprout[1:]: pk + place for place, sprout in enumerate(sprouts)}
    numbers = [numbered(shape) for shape in shapes]
    roots = {sprout.thread: sprout for sprout in sprouts if not sprout.age}
    tree_ids = {thread: new_tree_id(root.moment) for thread, root in roots.items()}
    for moment, thread, age in sprouts:
        lft, rght, level = numbers[thread][age]
        gap = LAST_NUMBER // (2 * len(shapes[thread]) + 1) if is_spread else 1
        yield Comment(
            pk=pk_of[thread, age],
            article=article,
            parent_id=pk_of.get((thread, shapes[thread][age])),
            name=dice.choice(_NAMES),
            body=dice.choice(_TEXTS),
            status=_status(dice, is_answered=rght - lft > 1),
            likes=min(int(dice.paretovariate(1)) - 1, 500),
            created_at=moment,
            tree_id=tree_ids[thread],
            lft=lft * gap,
            rght=rght * gap,
            level=level,
        )


def _status(dice: Random, *, is_answered: bool) -> Comment.Status:
    """Three in a hundred are taken down, one waits; nobody answers what waits."""
    drawn = dice.random()
    if drawn < 0.02:
        return Comment.Status.HIDDEN
    if drawn < 0.03:
        return Comment.Status.WITHDRAWN
    is_pending = drawn < 0.04 and not is_answered
    return Comment.Status.PENDING if is_pending else Comment.Status.PUBLISHED


def _sprouts(shapes: Sequence[Shape], dice: Random) -> Iterator[Sprout]:
    """Let threads begin within a month, replies follow by the quarter of an hour."""
    now = timezone.now()
    for thread, shape in enumerate(shapes):
        moment = now - timedelta(days=dice.uniform(10, 40))
        pause = min(15, 9 * 24 * 60 / len(shape))
        for age in range(len(shape)):
            yield Sprout(moment, thread, age)
            moment += timedelta(minutes=dice.uniform(0, 2 * pause))


def numbered(shape: Shape) -> list[tuple[int, int, int]]:
    """Return (lft, rght, level) of each comment of a thread, by age."""
    replies: list[list[int]] = [[] for _ in shape]
    for age, answered in enumerate(shape[1:], start=1):
        replies[answered].append(age)
    places = [(0, 0, 0)] * len(shape)
    path, number = [(0, 0)], 0
    while path:
        age, level = path.pop()
        number += 1
        lft = places[age][0]
        if lft:
            places[age] = (lft, number, level)
            continue
        places[age] = (number, 0, level)
        path.append((age, level))
        path += [(reply, level + 1) for reply in reversed(replies[age])]
    return places
