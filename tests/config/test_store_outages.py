"""The last good copy, while the application fails."""

import pytest

from articles.views.caching import TAKES_DOWN
from config.store.door import Store
from tests.config.door import PUBLIC, Held, Site, ask, begin, kept

MEGABYTE = 1024 * 1024


def fail(site, status="503 Service Unavailable"):
    site.status, site.body = status, b"Come back."
    site.headers |= {"Cache-Control": "no-store", "Retry-After": "10"}


@pytest.mark.parametrize("status", ["500 Broken", "503 Service Unavailable"])
def test_last_good_copy_is_given_on_error(store, site, clock, status):
    good = site.body
    fail(site, status)
    clock.now += 200

    answer = ask(store)

    assert (answer.status, answer.body) == (200, good)
    assert answer.headers["age"] == "200"


def test_last_good_copy_is_not_given_for_ever(store, site, clock):
    fail(site)
    clock.now += 302

    answer = ask(store)

    assert (answer.status, answer.headers["retry-after"]) == (503, "10")
    assert answer.body == b"Come back."


def test_failing_application_is_asked_once_a_second(store, site, clock):
    fail(site)
    clock.now += 10
    for _ in range(10):
        ask(store)
    assert len(site.asked) == 1

    clock.now += 1
    ask(store)

    assert len(site.asked) == 2


def test_nobody_is_made_to_ask_an_application_that_fails(store, site, clock):
    good, later = site.body, []
    fail(site)
    clock.now += 10
    ask(store)
    store.behind = lambda *work: later.append(work)
    site.asked.clear()

    for _ in range(3):
        clock.now += 2
        answer = ask(store)

    assert (answer.status, answer.body) == (200, good)
    assert (len(later), site.asked) == (1, [])


def test_who_comes_long_after_a_failure_asks_and_no_other_waits(
    store, site, clock, monkeypatch
):
    monkeypatch.setattr("config.store.door.PATIENCE", 60)
    good = site.body
    fail(site)
    clock.now += 10
    ask(store)
    held, first = Held(site), []
    clock.now += 12
    thread = begin(store, first)
    assert held.entered.wait(10)

    answer = ask(store)

    assert first == []
    held.let_go.set()
    thread.join()
    assert answer.body == good


@pytest.mark.parametrize(
    ("status", "seconds"),
    [("500 Broken", 0), ("503 Service Unavailable", 11)],
)
def test_failure_of_one_page_makes_no_other_old(store, site, clock, status, seconds):
    ask(store, "/other/")
    ask(store, "/other/")
    good = Site()
    fail(site, status)
    clock.now += 100
    ask(store)
    site.status, site.headers, site.body = good.status, {}, b"New."
    clock.now += seconds

    assert ask(store, "/other/").body == b"New."


def test_first_page_that_is_made_again_ends_the_outage_for_all(store, site, clock):
    for page in ("/other/", "/third/") * 2:
        ask(store, page)
    good = Site()
    fail(site)
    clock.now += 100
    ask(store)
    site.status, site.headers, site.body = good.status, {}, b"New."
    ask(store, "/other/")  # renewed behind who still gets the last good copy

    assert ask(store, "/third/").body == b"New."


def test_error_without_a_copy_is_told_as_it_is(site, clock):
    fail(site)

    answer = ask(Store(site, MEGABYTE, clock))

    assert (answer.status, answer.headers["retry-after"]) == (503, "10")


def test_site_recovers_without_a_hand(store, site, clock):
    good = Site()
    fail(site)
    clock.now += 10
    ask(store)
    site.status, site.headers, site.body = good.status, {}, b"Back."
    clock.now += 1
    ask(store)  # still the last good copy; nobody is made to try

    assert ask(store).body == b"Back."


def test_log_says_once_that_pages_are_old_and_once_that_they_are_not(
    store, site, clock, caplog
):
    fail(site)
    for _ in range(3):
        clock.now += 10
        ask(store)
    site.status, site.headers = "200 OK", {}
    for _ in range(3):
        clock.now += 10
        ask(store)

    assert [record.getMessage() for record in caplog.records] == [
        "Pages cannot be made; the last good ones are shown.",
        "Pages are made anew again.",
    ]


def test_text_that_may_be_taken_down_is_not_shown_on_error(store, site, clock):
    clock.now += 0.3
    site.headers["Cache-Control"] = "private"
    site.hook = lambda environ: environ.update({TAKES_DOWN: True})
    ask(store, "/admin/", method="POST")
    fail(site)
    clock.now += 5

    assert ask(store).status == 503


@pytest.mark.parametrize(
    ("method", "status", "told"),
    [
        ("POST", "302 Found", {}),
        ("POST", "403 Forbidden", {TAKES_DOWN: True}),
        ("GET", "200 OK", {TAKES_DOWN: True}),
    ],
)
def test_what_takes_nothing_down_leaves_the_last_good_copy(
    store, site, clock, method, status, told
):
    site.status = status
    site.hook = lambda environ: environ.update(told)
    clock.now += 0.3
    ask(store, "/elsewhere/", method=method, cookie="sessionid=x")
    fail(site)
    clock.now += 5

    assert ask(store).status == 200


def test_page_that_was_written_to_is_made_anew_at_once(store, site):
    site.status = "302 Found"
    ask(store, method="POST")
    site.status, site.body = "200 OK", b"News."

    assert ask(store).body == b"News."


def test_no_copy_is_given_on_error_where_the_page_forbids_it(site, clock):
    site.headers["Cache-Control"] = PUBLIC + ", must-revalidate"
    store = kept(site, clock)
    fail(site)
    clock.now += 2

    assert ask(store).status == 503
