"""How large a full run is, and a quick one that only shows that all still works."""

from typing import NamedTuple


class Scale(NamedTuple):
    """Counts of comments, unless named otherwise."""

    table: tuple[int, ...]  # in the whole table, growing
    articles: tuple[int, ...]  # in the articles that are read
    giant: int  # in one thread of the largest of them
    long_thread: int  # where the worst place for a reply is sought
    in_a_row: int  # replies to that place
    chain: int  # successive replies, each to the one before
    inserts: int  # measured one by one
    heats: int  # rounds of the eight writers
    heat: int  # inserts of one writer in a round
    posts: int  # whole POST requests
    views: int  # times each page is rendered


FULL = Scale(
    table=(1_000, 10_000, 200_000),
    articles=(10, 100, 1_000, 10_000, 100_000),
    giant=10_000,
    long_thread=10_000,
    in_a_row=3_000,
    chain=1_000,
    inserts=400,
    heats=21,
    heat=100,
    posts=150,
    views=25,
)
QUICK = Scale(
    table=(1_000, 2_000, 5_000),
    articles=(10, 100, 1_000),
    giant=600,
    long_thread=1_000,
    in_a_row=100,
    chain=100,
    inserts=40,
    heats=2,
    heat=20,
    posts=15,
    views=3,
)
