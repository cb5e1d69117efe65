"""How fast one may post, counted in Django's cache.

A window slides by two counts: that of the present window, and that of the one before
as far as it still reaches into the last `window_seconds`. Counting comes first and is
taken back when refused, so that any number of threads pass exactly `limit`. Time goes
by whole seconds. Several processes share the counts only in a shared cache (Redis).
"""

import logging
import threading
import time
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.core.cache import cache

from articles.stamps import clock_stamp

_REST_SECONDS = 10  # a cache that fails is asked again after these
_logger = logging.getLogger(__name__)


class TooFast(Exception):
    """One more than a limit lets pass, in a sentence for its author."""

    def __init__(self, wait_seconds: int, why: str = "You post too fast.") -> None:
        super().__init__(f"{why} Try again in {spelled(wait_seconds)}.")
        self.wait_seconds = wait_seconds


def take_post(
    *, account: str, network: str, thread: str, now: float | None = None
) -> None:
    """Count one post against the limits of settings.COMMENT_LIMITS.

    An empty part is not counted: a guest has no account, a Unix socket no network.
    A post that one limit refuses counts against none.

    Raises TooFast with the longest wait among the limits that refuse.
    """
    keys = {"account": account, "network": network}
    keys["thread"] = f"{thread} {network}" if thread and network else ""
    second = _whole(now)
    taken: list[tuple[str, int]] = []
    refused: list[TooFast] = []
    for name, key in keys.items():
        if not key:
            continue
        key = f"{name} {key}"
        limit, window = settings.COMMENT_LIMITS[name]
        try:
            take(key, limit=limit, window_seconds=window, now=second)
            taken.append((key, window))
        except TooFast as error:
            refused.append(error)
    if refused:
        for key, window in taken:
            _count(key, -1, window, second)
        raise max(refused, key=lambda error: error.wait_seconds)


def take_turn(who: str, *, until: datetime, submission: UUID | None = None) -> None:
    """Take the turn of one reader of a thread that is slow `until` then.

    The same `submission` has it already. All pass while the cache does not answer.

    Raises TooFast, which says until when the thread is slow.
    """
    key = f"comment-turn:{_digest(who)}"
    second, seconds = _whole(None), settings.COMMENT_SLOW_SECONDS
    mine = (second + seconds, submission)
    if time.monotonic() < _outage.next_try:
        return
    try:
        is_free = cache.add(key, mine, timeout=seconds)
        next_turn, taken_by = mine if is_free else cache.get(key, mine)
    except Exception as error:  # each cache has errors of its own
        _outage.record(error)
        return
    _outage.is_said = False
    if is_free or (submission is not None and taken_by == submission):
        return
    why = (
        f"This thread is heated: one reply each {spelled(seconds)},"
        f" until {clock_stamp(until)}."
    )
    raise TooFast(max(next_turn - second, 1), why)


def take(
    key: str, *, limit: int, window_seconds: int, now: float | None = None
) -> None:
    """Count one against `key`, of which `limit` (at least 1) pass in a window.

    `now` is in seconds since 1970. All pass while the cache does not answer.

    Raises TooFast; what is refused is not counted.
    """
    second = _whole(now)
    counts = _count(key, 1, window_seconds, second)
    if counts is None:
        return
    before, present = counts
    wait = _wait(before, present, limit, window_seconds, second % window_seconds)
    if wait:
        _count(key, -1, window_seconds, second)
        raise TooFast(wait)


def _wait(before: int, present: int, limit: int, window: int, passed: int) -> int:
    """Return the seconds until the last of `present` would fit, 0 if it does now.

    `passed` of the `window` seconds are over; whole numbers, so nothing is rounded.
    """
    if before * (window - passed) + present * window <= limit * window:
        return 0
    if present <= limit:
        return window - (limit - present) * window // before - passed
    return window - passed + window - (limit - 1) * window // (present - 1)


def _count(key: str, step: int, window: int, second: int) -> tuple[int, int] | None:
    """Add `step`; return the counts of the window before and of this one.

    None when the cache does not answer: better a fast poster than no post at all.
    """
    if time.monotonic() < _outage.next_try:
        return None
    number, digest = second // window, _digest(key)
    earlier, current = (
        f"comment-limit:{digest}:{window}:{place}" for place in (number - 1, number)
    )
    try:
        cache.add(current, 0, timeout=2 * window)
        counts = cache.get(earlier, 0), cache.incr(current, step)
    except Exception as error:  # each cache has errors of its own
        _outage.record(error)
        return None
    _outage.is_said = False
    return counts


class _Outage:
    """A cache that fails is left alone between two tries, and reported once."""

    def __init__(self) -> None:
        self.next_try = 0.0  # of time.monotonic()
        self.is_said = False
        self._lock = threading.Lock()

    def record(self, error: Exception) -> None:
        with self._lock:
            self.next_try = time.monotonic() + _REST_SECONDS
            if not self.is_said:
                _logger.warning(
                    "Comments are posted without limits: the cache fails with %s.",
                    type(error).__name__,
                )
            self.is_said = True


_outage = _Outage()


def _digest(key: str) -> str:
    return sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def _whole(now: float | None) -> int:
    return int(time.time() if now is None else now)


def spelled(seconds: int) -> str:
    """Say a wait in words: minutes, rounded up, above 90 seconds."""
    number, unit = (
        (-(-seconds // 60), "minute") if seconds > 90 else (seconds, "second")
    )
    return f"{number} {unit}{'' if number == 1 else 's'}"
