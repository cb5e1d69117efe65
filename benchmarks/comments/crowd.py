"""Eight processes write at once: how fast, and does every tree stand? (P4, C1)

Plain inserts and comments take turns, heat by heat, all eight processes in each, in
tables of the same size. The words are sanitised beforehand on both sides: what is
compared is the tree. Between them stands a bare INSERT into the comments' own table,
with its columns and indexes.
"""

import time
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from operator import truediv
from random import Random
from statistics import median
from typing import NamedTuple

from django.db import DatabaseError, connection, connections

from articles.models import Article
from benchmarks.comments import plain
from benchmarks.comments.scale import Scale
from benchmarks.comments.seed import baked_once, make_dice, said
from benchmarks.figures import Figure, Goal
from benchmarks.measuring import Act, server_cpu_ms
from comments.models import Comment
from comments.tree import new_tree_id, plant
from comments.tree_check import list_faults
from tests.factories import make_live_article

ROOM = "eight writers on 200 threads of 8 articles"
WRITERS, ARTICLES, THREADS = 8, 8, 200
_NEW_THREADS = 0.2  # of what is written
_PATIENCE = 120  # seconds
Maker = Callable[[Random], Act]


class Turn(NamedTuple):
    """One writer's part in one heat."""

    way: str
    heat: int
    started: float
    ended: float
    cpu_ms: float
    inserts: int
    refused: int


def measure(scale: Scale) -> Iterator[Figure]:
    ways = _ways()
    before = Comment.objects.count()
    turns = _race(ways, scale)
    inserts = WRITERS * scale.heats * scale.heat
    count = Comment.objects.count()
    lost = before + 2 * inserts - count
    refused = sum(turn.refused for turn in turns)
    yield from _tell_rates(turns, ways, inserts)
    what = f"faults, lost or refused, of {count:,} comments"
    values = {"faults": len(list_faults()) + lost + refused}
    yield Figure(ROOM, what, values, [Goal("C1", "faults", 0)])


def _tell_rates(
    turns: list[Turn], ways: dict[str, Maker], inserts: int
) -> Iterator[Figure]:
    """Compare each way with plain inserts, heat by heat."""
    units = _rates(turns, "plain inserts")
    unit_cpu = 0.0
    for way in ways:
        rates = _rates(turns, way)
        cpu = sum(turn.cpu_ms for turn in turns if turn.way == way) / inserts
        unit_cpu = unit_cpu or cpu
        values = {
            "/s": median(rates),
            "CPU ms": cpu,
            "ratio": median(map(truediv, rates, units)),
            "CPU ratio": cpu / unit_cpu,
        }
        is_judged = way == "comments" and connection.vendor == "postgresql"
        goals = [Goal("P4", "ratio", 0.8, is_floor=True)] if is_judged else []
        yield Figure(ROOM, f"{inserts:,} {way}", values, goals)


def _ways() -> dict[str, Maker]:
    """Plant the threads that the writers find, as comments and as plain rows."""
    plain.PlainComment.objects.all().delete()
    plain.copy_comments()
    articles = [make_live_article() for _ in range(ARTICLES)]
    spread_over = [articles[number % ARTICLES] for number in range(THREADS)]
    threads = [plant(said(article)) for article in spread_over]
    rows = [(article.pk, plain.insert(article.pk).pk) for article in spread_over]

    def comments(dice: Random) -> Act:
        known = list(threads)

        def write() -> None:
            near = dice.choice(known)
            parent = None if dice.random() < _NEW_THREADS else near
            known.append(plant(said(near.article, parent)))

        return write

    def plain_rows(dice: Random) -> Act:
        known = list(rows)

        def write() -> None:
            article, near = dice.choice(known)
            parent = None if dice.random() < _NEW_THREADS else near
            known.append((article, plain.insert(article, parent).pk))

        return write

    def bare_rows(dice: Random) -> Act:
        return lambda: _save_bare(dice.choice(articles))

    return {
        "plain inserts": plain_rows,
        "bare inserts into the comments' table": bare_rows,
        "comments": comments,
    }


def _save_bare(article: Article) -> None:
    """Save a first comment without counting it: there is no less to this table."""
    comment = said(article)
    comment.tree_id = new_tree_id(comment.created_at)
    comment.lft, comment.rght, comment.level = 1, 2, 0
    comment.save(force_insert=True)


def _race(ways: dict[str, Maker], scale: Scale) -> list[Turn]:
    """Let all writers go through the heats together; return what each took."""
    connections.close_all()  # each process opens its own
    context = get_context("fork")
    gate, told = context.Barrier(WRITERS, timeout=_PATIENCE), context.Queue()
    writers = [
        context.Process(target=_write, args=(number, ways, scale, gate, told))
        for number in range(WRITERS)
    ]
    for writer in writers:
        writer.start()
    turns = [turn for _ in writers for turn in told.get(timeout=4 * _PATIENCE)]
    for writer in writers:
        writer.join()
    return turns


def _write(
    number: int, ways: dict[str, Maker], scale: Scale, gate: Barrier, told: Queue
) -> None:
    dice = make_dice(number)
    acts = {way: make(dice) for way, make in ways.items()}
    connection.ensure_connection()
    turns = []
    with baked_once():
        for heat in range(scale.heats):
            for way, act in acts.items():
                gate.wait()
                turns.append(_turn(way, heat, act, scale.heat))
    told.put(turns)


def _turn(way: str, heat: int, act: Act, count: int) -> Turn:
    refused, served, own = 0, server_cpu_ms(), time.process_time()
    started = time.perf_counter()
    for _ in range(count):
        try:
            act()
        except DatabaseError:
            refused += 1
    ended = time.perf_counter()
    cpu = (time.process_time() - own) * 1000 + server_cpu_ms() - served
    return Turn(way, heat, started, ended, cpu, count, refused)


def _rates(turns: list[Turn], way: str) -> list[float]:
    """Return the inserts a second of each heat, first start to last end."""
    heats: dict[int, list[Turn]] = {}
    for turn in sorted(turns, key=lambda turn: turn.heat):
        if turn.way == way:
            heats.setdefault(turn.heat, []).append(turn)
    return [
        sum(turn.inserts for turn in heat)
        / (max(turn.ended for turn in heat) - min(turn.started for turn in heat))
        for heat in heats.values()
    ]
