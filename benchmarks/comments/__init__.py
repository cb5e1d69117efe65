"""The comment section: writing, posting, reading, in a table of 200,000 comments."""

from collections.abc import Iterator

from benchmarks.comments import crowd, growth, insert, post, read
from benchmarks.comments.plain import make_table
from benchmarks.comments.scale import FULL, QUICK
from benchmarks.figures import Figure


def measure(is_quick: bool) -> Iterator[Figure]:
    """Run every room; the later ones work in the table that `growth` has filled."""
    scale = QUICK if is_quick else FULL
    make_table()
    for room in (growth, insert, crowd, post, read):
        yield from room.measure(scale)
