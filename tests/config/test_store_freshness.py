"""How long the store keeps a page, and when it asks for it anew."""

import time

import pytest

from config.store.door import Store
from tests.config.door import PUBLIC, Held, ask, kept

MEGABYTE = 1024 * 1024


def test_page_is_renewed_within_its_second(store, site, clock):
    clock.now += 0.65
    ask(store)
    assert site.asked == []

    old, site.body = site.body, b"News."
    clock.now += 0.1

    assert ask(store).body == old  # nobody waits
    assert ask(store).body == b"News."
    assert len(site.asked) == 1


def test_page_seldom_wanted_is_renewed_before_it_is_shown(store, site, clock):
    site.body = b"News."
    clock.now += 1

    assert ask(store).body == b"News."


def test_nobody_waits_for_a_page_that_is_wanted_all_the_time(site, clock):
    site.headers["Cache-Control"] = "public, max-age=10"
    store, old = Store(site, MEGABYTE, clock), site.body
    for _ in range(2):
        ask(store)
    held = Held(site)
    clock.now += 8

    answers = [ask(store).body for _ in range(3)]
    assert held.entered.wait(10)
    site.body = b"News."
    held.let_go.set()
    until = time.monotonic() + 10
    while ask(store).body != b"News." and time.monotonic() < until:
        time.sleep(0.01)

    assert answers == [old] * 3
    assert ask(store).body == b"News."
    assert len(site.asked) == 3


def test_renewal_that_breaks_is_logged_and_tried_again(store, site, clock, caplog):
    def broken(environ):
        raise RuntimeError("broken")

    site.hook = broken
    clock.now += 0.8
    assert ask(store).status == 200
    site.hook, site.body = None, b"News."
    ask(store)

    assert ask(store).body == b"News."
    assert [record.getMessage() for record in caplog.records] == [
        "A page could not be renewed."
    ]


def test_age_counts_from_the_question_not_from_the_answer(site, clock):
    store = kept(site, clock)

    def slow(environ):
        clock.now += 0.7

    site.hook = slow
    clock.now += 1
    ask(store)
    site.hook, site.body = None, b"News."
    clock.now += 0.3

    assert ask(store).body == b"News."


@pytest.mark.parametrize(
    ("control", "seconds"),
    [
        ("public, max-age=60", 40),
        ("public, max-age=0, s-maxage=60", 40),
        ('public, s-maxage="60", max-age=1', 40),
        ("PUBLIC, Max-Age=60", 40),
        ("public, max-age=99999999999999999999", 5000),
        ("public, s-maxage=60, max-age=60, s-maxage=0", 40),
    ],
)
def test_answer_is_kept_as_long_as_it_says(site, clock, control, seconds):
    site.headers["Cache-Control"] = control
    store = kept(site, clock)

    clock.now += seconds
    ask(store)

    assert site.asked == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Cache-Control": ""},
        {"Cache-Control": "max-age=60"},
        {"Cache-Control": "public"},
        {"Cache-Control": "public, max-age=0"},
        {"Cache-Control": "public, max-age=-1"},
        {"Cache-Control": "public, max-age=ten"},
        {"Cache-Control": "public, max-age=60, s-maxage=0"},
        {"Cache-Control": "public, max-age=60, s-maxage=x"},
        {"Cache-Control": "public, max-age=60, no-store"},
        {"Cache-Control": "public, max-age=60, no-cache"},
        {"Cache-Control": 'public, max-age=60, private="Set-Cookie"'},
        {"Cache-Control": "private, max-age=60"},
        {"Cache-Control": "public, max-age=31536000, immutable"},
        {"Set-Cookie": "a=b"},
        {"Vary": "*"},
        {"Vary": "Cookie, Accept-Language"},
        {"Content-Encoding": "gzip"},
    ],
    ids=str,
)
def test_answer_is_not_kept_against_its_word(site, headers):
    site.headers |= headers
    store = kept(site)

    answer = ask(store)

    assert len(site.asked) == 1
    assert answer.body == site.body
    assert "age" not in answer.headers
    assert len(store.shelf) == 0


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone", "301 Moved"])
def test_missing_and_moved_are_kept_when_they_say_so(site, clock, status):
    site.status = status
    store = kept(site, clock)

    assert ask(store).status == int(status[:3])
    assert ask(store, if_none_match="*").status == int(status[:3])
    assert site.asked == []


@pytest.mark.parametrize("status", [206, 400, 403, 429, 500, 503])
def test_errors_are_not_kept_whatever_they_say(site, status):
    site.status = f"{status} Said so"
    store = kept(site)

    ask(store)

    assert len(site.asked) == 1


def test_page_that_is_public_no_more_is_forgotten(store, site, clock):
    site.headers["Cache-Control"] = "private"
    site.body = b"Yours."
    clock.now += 1
    ask(store)

    ask(store, cookie="theme=dark")

    assert site.asked[-1]["HTTP_COOKIE"] == "theme=dark"
    assert len(store.shelf) == 0


def test_set_cookie_is_given_to_one_and_kept_for_none(store, site, clock):
    site.headers["Set-Cookie"] = "sessionid=secret"
    clock.now += 1
    assert "set-cookie" in ask(store).headers
    del site.headers["Set-Cookie"]

    assert "set-cookie" not in ask(store).headers
    assert "set-cookie" not in ask(store).headers


def test_last_good_time_is_not_told_outside(store, site):
    site.headers["Cache-Control"] = PUBLIC
    told = "public, max-age=0, s-maxage=1, stale-while-revalidate=1"

    answers = [ask(store), ask(store, "/other/"), ask(store, range="bytes=0-1")]

    assert [a.headers["cache-control"] for a in answers] == [told] * 3
