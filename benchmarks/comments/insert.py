"""The worst places for a reply: the top of a huge thread, and the end of a chain. (P5)

The threads are numbered without gaps, as MPTT does and earlier versions did, so that
the first reply finds no place and spreads its thread. What that costs is shown apart,
and shared among the replies in a row. The chains begin in threads with gaps.
"""

from collections.abc import Iterator

from benchmarks.comments import plain
from benchmarks.comments.scale import Scale
from benchmarks.comments.seed import (
    Shape,
    baked_once,
    flat,
    grown,
    make_dice,
    plant_article,
    said,
)
from benchmarks.figures import Figure, Goal
from benchmarks.measuring import Sample, interleaved
from comments.models import Comment
from comments.tree import plant
from comments.tree_check import list_faults

ROOM = "one reply more, in the worst place (ratio to a plain insert)"
_GOALS = (Goal("P5", "ratio", 5), Goal("P4", "faults", 0))


def measure(scale: Scale) -> Iterator[Figure]:
    dice = make_dice(2)
    size, count = scale.long_thread, scale.in_a_row
    shapes = {
        f"{size:,} direct replies": flat(size + 1),
        f"a tree of {size:,}": grown(size + 1, dice),
    }
    for thread, shape in shapes.items():
        for place, age in (("first comment", 0), ("first reply", 1)):
            replies = count if age else count // 3
            samples, faults = _answer(shape, age, replies)
            where = f"to the {place} of {thread}"
            yield _first(f"{where}, the first one", samples)
            yield _shared(f"{where}, {replies:,} in a row", samples, faults)
    samples, faults = _answer([-1], 0, scale.chain, is_chain=True)
    yield _shared(f"a chain of {scale.chain:,}", samples, faults)
    shape = grown(size + 1, dice)
    samples, faults = _answer(shape, 1, scale.chain // 5, is_chain=True, is_dense=False)
    yield _shared(f"a chain of {scale.chain // 5:,} in {thread}", samples, faults)


def _answer(
    shape: Shape,
    age: int,
    count: int,
    *,
    is_chain: bool = False,
    is_dense: bool = True,
) -> tuple[dict[str, Sample], int]:
    """Answer one comment of a new thread, or in a chain always the last answer."""
    article = plant_article([shape], make_dice(3), is_spread=not is_dense)
    target = Comment.objects.filter(article=article).order_by("pk")[age]
    above = plain.insert(article.pk)

    def reply() -> None:
        nonlocal target
        planted = plant(said(article, target))
        target = planted if is_chain else target

    acts = {"plain": lambda: plain.insert(article.pk, above.pk), "reply": reply}
    with baked_once():
        samples = interleaved(acts, rounds=count, warm_up=0)
    return samples, len(list_faults(article.pk))


def _first(what: str, samples: dict[str, Sample]) -> Figure:
    """Tell what the reply costs that finds the thread dense and may spread it."""
    reply, unit = samples["reply"], samples["plain"]
    values = {"ms": reply.clock[0], "CPU ms": reply.cpu[0]}
    return Figure(ROOM, what, values | {"ratio": reply.clock[0] / unit.ms})


def _shared(what: str, samples: dict[str, Sample], faults: int) -> Figure:
    """Tell what a reply costs with its share of all that was renumbered: the mean."""
    reply, unit = samples["reply"], samples["plain"]
    values = {
        "ms": reply.mean_ms,
        "p95 ms": reply.p95_ms,
        "CPU ms": reply.mean_cpu_ms,
        "ratio": reply.mean_ms / unit.mean_ms,
        "CPU ratio": reply.mean_cpu_ms / unit.mean_cpu_ms,
        "faults": faults,
    }
    return Figure(ROOM, what, values, _GOALS)
