"""A thousand readers poll one story for a minute while the newsroom goes on. (P8)

An update is published every ten seconds and a reply written every second, by this
process; the readers are another, the site a third, all over the machine's own loopback.
"""

import time
from collections import Counter
from collections.abc import Iterator
from multiprocessing import get_context
from statistics import median, quantiles

from django.db import connection

from articles import live
from articles.models import Article, Update
from benchmarks.comments.seed import make_dice, plant_article, said, several
from benchmarks.figures import Figure, Goal
from benchmarks.readers import Diary, read_along
from benchmarks.serving import granian, memory_mb
from comments.models import Comment
from comments.tree import plant
from tests.factories import make_update, make_user

GRACE = 2.0  # seconds a reader may hear of news later than at the next poll
JITTER = 1.1
_BODY = "<p>The water is over the steps at the fish market.</p>" * 4


def measure(is_quick: bool) -> Iterator[Figure]:
    readers, seconds = (50, 12) if is_quick else (1_000, 65)
    article = _story()
    room = f"{readers:,} readers of one story, {seconds} s"
    with granian("config.wsgi:application") as site:
        pipe, theirs = get_context("spawn").Pipe(duplex=False)
        place = site.address, article.get_absolute_url(), article.change
        crowd = get_context("spawn").Process(
            target=read_along, args=(theirs, *place, readers, seconds), daemon=True
        )
        crowd.start()
        published = _go_on(article, seconds)
        diary: Diary = pipe.recv()
        crowd.join()
        memory = memory_mb(site.pid)
    yield from _tell(room, diary, memory)
    yield from _tell_lags(room, diary, published, readers)
    connection.close()


def _go_on(article: Article, seconds: float) -> dict[int, float]:
    """Publish and let readers reply; return when each change was out."""
    editor, published = make_user(None, is_superuser=True), {}
    parents = list(Comment.objects.filter(article=article)[:50])
    started = time.monotonic()
    for second in range(int(seconds) - 4):
        time.sleep(max(0.0, started + second - time.monotonic()))
        plant(said(article, parents[second % len(parents)]))
        if second % 10 == 5:
            draft = make_update(article, body=_BODY, status=Update.Status.DRAFT)
            live.publish_update(draft, by=editor)
            draft.refresh_from_db()
            published[draft.change] = time.monotonic()
    return published


def _tell(room: str, diary: Diary, memory: float) -> Iterator[Figure]:
    for what, took, limit in (
        ("polls", diary.polls, 250),
        ("pages, while a reply a second arrives", diary.pages, 100),
    ):
        values = {"ms": median(took), "p99 ms": _p99(took), "max ms": max(took)}
        goal = Goal("P8", "p99 ms", limit)
        yield Figure(room, f"{len(took):,} {what}", values, [goal])
    stalls = {"ms": median(diary.stalls), "p99 ms": _p99(diary.stalls)}
    stalls["max ms"] = max(diary.stalls)
    yield Figure(room, "a timer of the readers that asks nobody, late by", stalls)
    what, goal = "refused, failed or broken off", Goal("P8", "faults", 0)
    yield Figure(room, what, {"faults": diary.refused}, [goal])
    yield Figure(room, "the server after it", {"MB": memory}, [Goal("P8", "MB", 200)])


def _tell_lags(
    room: str, diary: Diary, published: dict[int, float], readers: int
) -> Iterator[Figure]:
    """How long after a publish each reader had it; nobody may be left out."""
    seen = [one for one in diary.seen if one[0] in published]
    lags = [ended - published[change] for change, ended, _ in seen]
    late = sum(
        ended - published[change] > pause * JITTER + GRACE
        for change, ended, pause in seen
    )
    missing = readers * len(published) - len(seen)
    what = f"{len(published)} updates published, missed by readers or too late for"
    yield Figure(room, what, {"faults": late + missing}, [Goal("P8", "faults", 0)])
    buckets = Counter(int(lag / 0.5) for lag in lags)
    for bucket in range(max(buckets) + 1):
        what = f"{bucket / 2:.1f} to {bucket / 2 + 0.5:.1f} s after the publish"
        room = "when readers had the news"
        yield Figure(room, what, {"readers": buckets[bucket]})


def _p99(took: list[float]) -> float:
    return quantiles(took, n=100, method="inclusive")[-1]


def _story() -> Article:
    dice = make_dice(1)
    article = plant_article(several(1_000, dice), dice)
    for _ in range(50):
        make_update(article, body=_BODY)
    return article
