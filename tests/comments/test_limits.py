import logging
import runpy
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.cache import cache
from django.core.cache.backends.base import BaseCache
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given, settings
from hypothesis import strategies as st

from comments import limits
from comments.limits import TooFast, take, take_post

NOON = 1_800_000_000  # a multiple of 60
CROWD = {"account": "", "network": "", "thread": ""}


class GoneCache(BaseCache):
    """A cache whose server has gone; counts how often it was asked."""

    asked = 0

    def __init__(self, location, params):
        super().__init__(params)

    def add(self, *args, **kwargs):
        GoneCache.asked += 1
        raise ConnectionError("nobody there")


@pytest.fixture(autouse=True)
def _empty_cache(monkeypatch):
    cache.clear()
    monkeypatch.setattr(limits, "_outage", limits._Outage())
    yield
    cache.clear()


@pytest.fixture
def gone(settings):
    settings.CACHES = {"default": {"BACKEND": f"{__name__}.GoneCache"}}
    GoneCache.asked = 0


def passes(key="k", *, now, limit=10, window=60):
    try:
        take(key, limit=limit, window_seconds=window, now=now)
    except TooFast:
        return False
    return True


def wait_of(act, **arguments):
    with pytest.raises(TooFast) as caught:
        act(**arguments)
    return caught.value.wait_seconds


def test_the_eleventh_in_a_minute_is_told_how_long_to_wait():
    assert [passes(now=NOON) for _ in range(10)] == [True] * 10

    with pytest.raises(TooFast) as caught:
        take("k", limit=10, window_seconds=60, now=NOON + 30)

    # At 12:01:06 a tenth of the ten has slid out.
    assert caught.value.wait_seconds == 36
    assert str(caught.value) == "You post too fast. Try again in 36 seconds."


def test_the_window_slides_over_the_turn_of_the_minute():
    for _ in range(10):
        take("k", limit=10, window_seconds=60, now=NOON + 59)

    assert not passes(now=NOON + 60)
    assert [passes(now=NOON + 90) for _ in range(6)] == [True] * 5 + [False]
    assert [passes(now=NOON + 180) for _ in range(11)] == [True] * 10 + [False]


def test_what_is_refused_is_not_counted():
    for _ in range(10):
        take("k", limit=10, window_seconds=60, now=NOON)
    waits = {
        wait_of(take, key="k", limit=10, window_seconds=60, now=NOON + 1)
        for _ in range(100)
    }

    assert waits == {65}
    assert passes(now=NOON + 66)


@settings(deadline=None)
@given(
    limit=st.integers(1, 40),
    window=st.integers(1, 600),
    steps=st.lists(st.floats(0, 400), max_size=60),
)
def test_who_waits_as_told_passes_and_not_a_second_before(limit, window, steps):
    cache.clear()
    now = float(NOON)
    for step in [0.0, *steps]:
        now += step * window / 400
        while passes(now=now, limit=limit, window=window):
            pass
        wait = wait_of(take, key="k", limit=limit, window_seconds=window, now=now)
        assert 0 < wait <= 2 * window
        assert not passes(now=now + wait - 1, limit=limit, window=window)
        now += wait
        assert passes(now=now, limit=limit, window=window)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "1 second"), (90, "90 seconds"), (91, "2 minutes"), (3600, "60 minutes")],
)
def test_a_wait_is_spelled_in_plain_words(seconds, words):
    assert str(TooFast(seconds)) == f"You post too fast. Try again in {words}."


@pytest.mark.parametrize("at", [0, 59])
def test_sixteen_threads_pass_exactly_the_limit(at):
    start = Barrier(16)

    def many(_):
        start.wait()
        return sum(passes("crowd", now=NOON + at, limit=50) for _ in range(32))

    with ThreadPoolExecutor(16) as pool:
        passed = sum(pool.map(many, range(16)))

    assert passed == 50


@pytest.mark.parametrize(
    "key", ["", " ", "a b\nc\x00", "é日本🔥", "\ud800", "k" * 5000, "a:b", "%s{}"]
)
def test_a_key_may_hold_anything(key):
    assert [passes(key, now=NOON, limit=1) for _ in range(2)] == [True, False]
    assert passes(f"{key}.", now=NOON, limit=1)


@pytest.mark.parametrize(
    ("who", "count"),
    [
        ({"account": "7"}, 10),
        ({"network": "n"}, 30),
        ({"network": "n", "thread": "t"}, 6),
        ({"account": "7", "network": "n"}, 10),
    ],
)
def test_a_post_is_counted_by_account_network_and_thread(who, count):
    for _ in range(count):
        take_post(**CROWD | who, now=NOON)

    assert wait_of(take_post, **CROWD | who, now=NOON) > 0


def test_empty_parts_are_not_counted():
    for _ in range(100):
        take_post(account="", network="", thread="t", now=NOON)


def test_others_are_not_slowed():
    for _ in range(6):
        take_post(account="7", network="n", thread="t", now=NOON)

    take_post(account="7", network="n", thread="another", now=NOON)
    take_post(account="7", network="m", thread="t", now=NOON)
    take_post(account="n", network="7", thread="", now=NOON)


def test_a_refused_post_counts_against_no_other_limit():
    for _ in range(6):
        take_post(account="7", network="n", thread="t", now=NOON)
    for _ in range(50):
        wait_of(take_post, account="7", network="n", thread="t", now=NOON)

    for _ in range(4):
        take_post(account="7", network="n", thread="another", now=NOON)
    assert wait_of(take_post, account="7", network="", thread="", now=NOON) == 66


def test_the_longest_wait_is_told(settings):
    settings.COMMENT_LIMITS = {
        "account": (1, 10),
        "network": (1, 600),
        "thread": (1, 60),
    }
    take_post(account="7", network="n", thread="t", now=NOON)

    wait = wait_of(take_post, account="7", network="n", thread="t", now=NOON)

    assert wait == wait_of(take, key="network n", limit=1, window_seconds=600, now=NOON)
    assert wait == 1200


def test_the_clock_is_read_when_no_time_is_given():
    with pytest.raises(TooFast):
        for _ in range(25):
            take_post(account="7", network="", thread="")


def test_a_cache_that_fails_lets_all_post_and_is_reported_once(
    gone, monkeypatch, caplog
):
    for _ in range(50):
        take_post(account="7", network="n", thread="t")
    # Between two tries nobody waits for a server that is not there.
    assert GoneCache.asked == 1

    monkeypatch.setattr(limits._outage, "next_try", 0.0)
    take_post(account="7", network="n", thread="t")

    assert GoneCache.asked == 2
    assert [(r.levelno, r.getMessage()) for r in caplog.records] == [
        (
            logging.WARNING,
            "Comments are posted without limits: the cache fails with ConnectionError.",
        )
    ]


def test_limits_hold_again_when_the_cache_is_back(gone, settings, monkeypatch):
    take("k", limit=1, window_seconds=60, now=NOON)
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    }
    monkeypatch.setattr(limits._outage, "next_try", 0.0)

    assert [passes(now=NOON, limit=1) for _ in range(2)] == [True, False]
    assert not limits._outage.is_said


def test_a_dummy_cache_limits_nothing(settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    }

    assert all(passes(now=NOON, limit=1) for _ in range(3))


def test_local_memory_keeps_a_crowd_of_posters():
    for number in range(1000):
        take_post(account=str(number), network=str(number), thread="t", now=NOON)

    assert not passes("account 0", now=NOON, limit=1)


def test_each_limit_is_read_from_the_environment(monkeypatch):
    monkeypatch.setenv("COMMENT_LIMIT_NETWORK", "100/3600")

    assert runpy.run_path("config/settings.py")["COMMENT_LIMITS"] == {
        "account": (10, 60),
        "network": (100, 3600),
        "thread": (6, 60),
    }


@pytest.mark.parametrize("text", ["10", "0/60", "10/0", "-1/60", "ten/60", "10/60/2"])
def test_a_limit_that_says_nothing_is_refused_at_the_start(monkeypatch, text):
    monkeypatch.setenv("COMMENT_LIMIT_ACCOUNT", text)

    with pytest.raises(ImproperlyConfigured, match="COMMENT_LIMIT_ACCOUNT"):
        runpy.run_path("config/settings.py")
