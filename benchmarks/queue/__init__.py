"""The moderators' queue at 200,000 comments and 20,000 reports, and a thread of 5,000.

(C27, C28, P9; C30; C23)
"""

from collections.abc import Iterator

from benchmarks.figures import Figure
from benchmarks.queue import pages, rules, threads
from benchmarks.queue.seed import FULL, QUICK, fill


def measure(is_quick: bool) -> Iterator[Figure]:
    """Fill the tables once; every room works in them."""
    scale = QUICK if is_quick else FULL
    fill(scale)
    for room in (pages, threads, rules):
        yield from room.measure(scale)
