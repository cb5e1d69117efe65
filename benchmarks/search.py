"""Readers look for words in 20,000 updates. (P9)

Through the whole of Django, past whatever keeps finished pages; each search beside the
form alone.
"""

from collections.abc import Iterator
from datetime import timedelta

from django.db import connection
from django.test import Client
from django.utils import timezone

from articles.models import Update
from benchmarks.comments.seed import make_dice
from benchmarks.figures import Figure, Goal
from benchmarks.measuring import Act, count_queries, interleaved
from tests.factories import make_live_article

STORIES, VOCABULARY, LENGTH = 200, 5_000, 120  # of words: how many, in each update
ROOM = "search in {:,} updates of {} stories (ratio to the form alone)"
FORM = "the form alone"
SYLLABLES = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]
_GOALS = (Goal("P9", "p95 ms", 50),)


def measure(is_quick: bool) -> Iterator[Figure]:
    count, rounds = (500, 5) if is_quick else (20_000, 60)
    words = _vocabulary()
    _plant(count, words)
    client = Client()
    often, seldom = words[:3], words[-1]
    asked = {
        "a word of every update": often[0],
        "a word of one in fifteen": words[30],
        "a word of few": seldom,
        "how some words begin": seldom[:3],
        "three words": " ".join(often),
        "a phrase": f'"{often[0]} {often[1]}"',
        "a word of none": "kraken",
    }

    def ask(asked: str) -> Act:
        return lambda: client.get("/search/", {"q": asked} if asked else {})

    acts = {FORM: ask("")} | {what: ask(words) for what, words in asked.items()}
    samples = interleaved(acts, rounds=rounds)
    for what, sample in samples.items():
        values = {
            **sample.columns,
            "ratio": sample.ms / samples[FORM].ms,
            "queries": count_queries(acts[what]),
        }
        room = ROOM.format(count, STORIES)
        yield Figure(room, what, values, _GOALS if what != FORM else ())


def _vocabulary() -> list[str]:
    """Return different words of three or four syllables, the most frequent first."""
    dice = make_dice(7)
    words = {
        "".join(dice.choices(SYLLABLES, k=3 + n % 2)): n for n in range(VOCABULARY)
    }
    return list(words)


def _plant(count: int, words: list[str]) -> None:
    """The second word comes half as often as the first, as in any language."""
    dice, now = make_dice(3), timezone.now()
    stories = [make_live_article(slug=f"story-{number}") for number in range(STORIES)]
    weights = [1 / rank for rank in range(1, len(words) + 1)]
    Update.objects.bulk_create(
        (
            Update(
                article=stories[number % STORIES],
                body=f"<p>{' '.join(dice.choices(words, weights, k=LENGTH))}</p>",
                status=Update.Status.PUBLISHED,
                stamped_at=now - timedelta(minutes=number),
            )
            for number in range(count)
        ),
        batch_size=500,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as PostgreSQL does by itself, within a minute
