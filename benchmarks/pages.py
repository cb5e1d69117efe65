"""A page from memory, a 304, an idle poll, a miss, beside a Django that does nothing.

All under granian with one process, beside nginx that serves the same bytes from a file;
heat by heat over kept connections, so that a busy machine slows all alike. (P1, P2)
"""

import os
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import NamedTuple

from django.db import connection

from articles import live
from articles.models import Article, Update
from benchmarks.comments.seed import make_dice, plant_article, several
from benchmarks.figures import Figure, Goal
from benchmarks.serving import Load, Server, granian, load, nginx
from tests.factories import make_update, make_user

_BODY = "<p>The water is over the steps at the fish market.</p>" * 4
BARE, FILE = "bare Django view, the same bytes", "nginx, the same bytes as a file"
_FAST = (Goal("P1", "ratio", 2, is_floor=True), Goal("P1", "of nginx", 0.5, True))
_IDLE = (Goal("P2", "ratio", 2, is_floor=True), Goal("P2", "KiB", 400 / 1024))


class Case(NamedTuple):
    server: Server
    path: str
    goals: tuple[Goal, ...] = ()
    header: str = ""
    is_had: bool = False  # by whoever asks, and unchanged

    def headers(self) -> list[str]:
        """The header to send; the ETag as it is now, for a page tells the minute."""
        if not self.is_had:
            return [self.header] if self.header else []
        return [f"If-None-Match: {_asked(self.server, self.path)[1]}"]


def measure(is_quick: bool) -> Iterator[Figure]:
    comments, updates = (20, 5) if is_quick else (1_000, 50)
    heats, seconds, changes = (1, 1, 2) if is_quick else (6, 2, 12)
    article = _story(comments, updates)
    with ExitStack() as stack:
        site = stack.enter_context(granian("config.wsgi:application"))
        page, _ = _asked(site, article.get_absolute_url())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        (folder / "files").mkdir()
        (folder / "files" / "page.html").write_bytes(page)
        os.environ["BENCHMARK_PAGE"] = str(folder / "files" / "page.html")
        bare = stack.enter_context(granian("benchmarks.bare:application"))
        files = stack.enter_context(nginx(folder))
        room = f"a story of {updates} updates and {comments:,} comments"
        yield from _tell(room, _cases(site, bare, files, article), heats, seconds)
        yield from _tell_freshness(site, article, changes)


def _cases(
    site: Server, bare: Server, files: Server, article: Article
) -> dict[str, Case]:
    url = article.get_absolute_url()
    poll = f"{url}live/{article.change}/"
    return {
        BARE: Case(bare, "/"),
        FILE: Case(files, "/page.html"),
        "page from memory": Case(site, url, _FAST),
        "page from memory, br": Case(site, url, _FAST[:1], "Accept-Encoding: br"),
        "page from memory, 304": Case(site, url, _IDLE, is_had=True),
        "idle poll, 304": Case(site, poll, _IDLE, is_had=True),
        "idle poll, no news": Case(site, poll, _IDLE[:1]),
        # With a Range it is made anew every time, as for who is signed in.
        "page made anew": Case(site, url, header="Range: bytes=0-"),
    }


def _tell(
    room: str, cases: dict[str, Case], heats: int, seconds: float
) -> Iterator[Figure]:
    """Run each case between both floors, in every heat another of the three first."""
    loads: dict[str, list[Load]] = {name: [] for name in cases}
    floors: dict[tuple[str, str], list[Load]] = {}
    for heat in range(heats):
        for name in list(cases)[2:]:
            order = [BARE, FILE, name]
            for one in order[heat % 3 :] + order[: heat % 3]:
                told = _load(cases[one], seconds)
                loads[one].append(told)
                floors.setdefault((name, one), []).append(told)
    for name, case in cases.items():
        rate = _rate(loads[name])
        values = {
            "/s": rate,
            "CPU µs": median(told.cpu_ms for told in loads[name]) * 1000,
            "ratio": rate / _rate(floors.get((name, BARE), loads[BARE])),
            "of nginx": rate / _rate(floors.get((name, FILE), loads[FILE])),
            "KiB": _length(case) / 1024,
        }
        yield Figure(room, name, values, case.goals)


def _rate(loads: list[Load]) -> float:
    return median(told.rate for told in loads)


def _load(case: Case, seconds: float) -> Load:
    return load(case.server, case.path, seconds, *case.headers())


def _tell_freshness(site: Server, article: Article, changes: int) -> Iterator[Figure]:
    """Publish at any moment of the page's second; ask until the page has it."""
    editor, lags = make_user(None, is_superuser=True), []
    url = site.address + article.get_absolute_url()
    for number in range(changes):
        word = f"Change number {number} is out."
        draft = make_update(article, body=f"<p>{word}</p>", status=Update.Status.DRAFT)
        seen: list[float] = []
        reader = threading.Thread(target=_watch, args=(url, word.encode(), seen))
        reader.start()
        time.sleep(0.5 + number / changes)
        live.publish_update(draft, by=editor)
        published = time.perf_counter()
        reader.join()
        lags.append((seen[0] - published) * 1000)
    values = {"ms": median(lags), "max ms": max(lags)}
    what = f"from a publish to the page, {changes} times"
    yield Figure("freshness", what, values, [Goal("P1", "max ms", 1000)])
    connection.close()


def _watch(url: str, word: bytes, seen: list[float]) -> None:
    while word not in _read(url):
        time.sleep(0.005)
    seen.append(time.perf_counter())


def _story(comments: int, updates: int) -> Article:
    dice = make_dice(1)
    article = plant_article(several(comments, dice), dice)
    for _ in range(updates):
        make_update(article, body=_BODY)
    return article


def _asked(site: Server, path: str) -> tuple[bytes, str]:
    """Ask until the answer comes from memory."""
    for _ in range(3):
        with urllib.request.urlopen(site.address + path) as answer:  # noqa: S310
            page, etag = answer.read(), answer.headers["ETag"]
    return page, etag


def _read(url: str) -> bytes:
    with urllib.request.urlopen(url) as answer:  # noqa: S310
        return answer.read()


def _length(case: Case) -> float:
    """Return how long an answer is, for a 304 with its headers."""
    named = dict(header.split(": ", 1) for header in case.headers())
    request = urllib.request.Request(case.server.address + case.path, headers=named)  # noqa: S310
    try:
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            return len(answer.read())
    except urllib.error.HTTPError as unchanged:
        if unchanged.code != 304:
            raise
        return len(f"HTTP/1.1 304 Not Modified\r\n{unchanged.headers}")
