"""Comments from elsewhere, a thousand at a time, as the table grows.

The floor is an adjacency list that is filled row by row in one transaction, the same
words baked beforehand.
"""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from itertools import count

from django.db import transaction
from django.utils import timezone

from benchmarks.comments import plain
from benchmarks.comments.seed import WORDS, baked_once, grown, make_dice
from benchmarks.figures import Figure, Goal
from benchmarks.measuring import Act, growth, interleaved
from comments.importing import ForeignComment, import_comments
from comments.models import Comment
from comments.tree_check import list_faults
from tests.factories import make_live_article

_FULL, _QUICK = ((1_000, 20_000, 100_000), 1_000, 5), ((200, 1_000), 100, 2)
_ROOM = "import of {:,} comments with what is there"
_GOALS = (Goal("P4", "CPU ratio", 1.2), Goal("C1", "faults", 0))
_numbers = count()


def measure(is_quick: bool) -> Iterator[Figure]:
    sizes, batch, rounds = _QUICK if is_quick else _FULL
    plain.make_table()
    first: dict[str, float] = {}
    for size in sizes:
        with baked_once():
            while (missing := size - Comment.objects.count()) > 0:
                _import(min(missing, batch))
            acts: dict[str, Act] = {
                "plain": partial(_insert, batch),
                "import": partial(_import, batch),
            }
            samples = interleaved(acts, rounds=rounds, warm_up=1)
        own, unit = samples["import"], samples["plain"]
        costs = {"ratio": own.ms / unit.ms, "CPU ratio": own.cpu_ms / unit.cpu_ms}
        first = first or costs
        ratios = {column: cost / first[column] for column, cost in costs.items()}
        values = {
            **own.columns,
            **ratios,
            **growth(ratios["CPU ratio"], size / sizes[0]),
            "of plain": costs["CPU ratio"],
            "faults": len(list_faults()),
        }
        yield Figure(_ROOM.format(batch), f"{size:,} comments", values, _GOALS)


def _import(size: int) -> None:
    """One article's talk, as another system exports it: threads of twenty."""
    article, now = make_live_article(), timezone.now()
    dice, rows = make_dice(size), []
    while len(rows) < size:
        thread = next(_numbers)
        shape = grown(min(20, size - len(rows)), dice)
        rows += [
            ForeignComment(
                key=f"{thread}-{age}",
                parent_key=f"{thread}-{answered}" if answered >= 0 else "",
                name="Nell",
                email="nell@example.org",
                body=WORDS,
                created_at=now - timedelta(minutes=size - len(rows) - age),
            )
            for age, answered in enumerate(shape)
        ]
    import_comments(article, rows)


def _insert(size: int) -> None:
    article = make_live_article()
    with transaction.atomic():
        for _ in range(size):
            plain.insert(article.pk)
