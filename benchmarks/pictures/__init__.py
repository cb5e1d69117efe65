"""Pictures: what cutting them costs, whom it keeps waiting, what pages weigh."""

from collections.abc import Iterator

from benchmarks.figures import Figure
from benchmarks.pictures import cutting, publishing, weight


def measure(is_quick: bool) -> Iterator[Figure]:
    rounds = 1 if is_quick else 5
    yield from cutting.measure(rounds)
    yield from publishing.measure(seconds=2 if is_quick else 20)
    yield from weight.measure()
