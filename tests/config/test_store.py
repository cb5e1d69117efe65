"""What the store keeps, gives and refuses, at the WSGI door."""

import gzip
import threading
import time

import brotli
import pytest

from config.store.door import Store
from tests.config.door import PUBLIC, Clock, Site, ask, environ_of, kept

MEGABYTE = 1024 * 1024


@pytest.fixture
def site():
    return Site()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(site, clock):
    return kept(site, clock)


# --- Hits -----------------------------------------------------------------


def test_page_is_kept_once_it_is_known_to_be_public(site, clock):
    store = Store(site, MEGABYTE, clock)

    answers = [ask(store) for _ in range(5)]

    assert len(site.asked) == 2
    assert {answer.body for answer in answers} == {site.body}
    assert {answer.status for answer in answers} == {200}


def test_age_is_told_in_whole_seconds(site, clock):
    site.headers["Cache-Control"] = "public, max-age=60"
    store = kept(site, clock)

    clock.now += 12.7

    assert ask(store).headers["age"] == "12"


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("br;q=0.5, gzip", "gzip"),
        ("*", "br"),
        ("gzip;q=x", None),
        ("deflate", None),
        ("br" + " " * 300, None),
        ("", None),
    ],
)
def test_body_comes_in_the_best_encoding_asked_for(store, site, accepted, encoding):
    answer = ask(store, accept_encoding=accepted)

    undo = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}
    assert answer.headers.get("content-encoding") == encoding
    assert undo[encoding](answer.body) == site.body
    assert answer.headers["content-length"] == str(len(answer.body))
    assert answer.headers["vary"] == "Accept-Encoding, Cookie"


def test_first_answer_is_pressed_as_well_though_not_kept(site, clock):
    answer = ask(Store(site, MEGABYTE, clock), accept_encoding="br")

    assert brotli.decompress(answer.body) == site.body


def test_each_encoding_is_made_once_a_version(store, site, clock):
    first = ask(store, accept_encoding="br").body
    clock.now += 1
    second = ask(store, accept_encoding="br").body

    assert first is second
    site.body += b"!"
    clock.now += 1
    assert brotli.decompress(ask(store, accept_encoding="br").body) == site.body


@pytest.mark.parametrize("kind", ["image/jpeg", "application/pdf"])
def test_what_is_pressed_already_is_left_alone(site, kind):
    site.headers["Content-Type"] = kind

    answer = ask(kept(site), accept_encoding="br")

    assert "content-encoding" not in answer.headers


def test_head_is_answered_from_the_kept_page(store, site):
    got, head = ask(store), ask(store, method="HEAD")

    assert site.asked == []
    assert head.body == b""
    assert head.headers == got.headers
    assert head.headers["content-length"] == str(len(site.body))


def test_head_fills_the_store_with_a_page(site, clock):
    store = Store(site, MEGABYTE, clock)

    ask(store, method="HEAD")
    ask(store, method="HEAD")

    assert [asked["REQUEST_METHOD"] for asked in site.asked] == ["HEAD", "GET"]
    assert ask(store).body == site.body


# --- ETags ----------------------------------------------------------------


@pytest.mark.parametrize("form", ["{}", 'W/"x", {}', '"x",{} ', "*"])
def test_who_has_the_page_gets_304_and_little_else(store, site, form):
    etag = ask(store).headers["etag"]

    answer = ask(store, if_none_match=form.format(etag))

    assert answer.status == 304
    assert answer.body == b""
    assert set(answer.headers) == {"cache-control", "vary", "etag", "age"}
    assert site.asked == []


@pytest.mark.parametrize("asked", ['W/"x"', "x", '""', "W/", '"' * 9])
def test_other_etags_get_the_page(store, site, asked):
    assert ask(store, if_none_match=asked).body == site.body


def test_strong_form_of_the_etag_matches_too(store):
    etag = ask(store).headers["etag"].removeprefix("W/")

    assert ask(store, if_none_match=etag).status == 304


def test_new_bytes_have_a_new_etag_and_the_same_the_same(store, site, clock):
    first = ask(store).headers["etag"]
    clock.now += 1
    assert ask(store).headers["etag"] == first

    site.body = b"<p>The sea wall is breached.</p>"
    clock.now += 1

    assert ask(store).headers["etag"] != first


def test_renewal_costs_a_304_where_the_page_has_an_etag_of_its_own(site, clock):
    site.headers["ETag"] = 'W/"7"'
    store = kept(site, clock)
    body, site.status, site.body = site.body, "304 Not Modified", b""

    clock.now += 1
    answer = ask(store)

    assert [asked["HTTP_IF_NONE_MATCH"] for asked in site.asked] == ['W/"7"']
    assert (answer.status, answer.body) == (200, body)
    assert answer.headers["etag"] != 'W/"7"'
    ask(store)
    assert len(site.asked) == 1


# --- Freshness ------------------------------------------------------------


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


# --- One renewal at a time ------------------------------------------------


class Held:
    """Holds the site's next answer until let go."""

    def __init__(self, site):
        self.entered, self.let_go = threading.Event(), threading.Event()
        site.hook = self

    def __call__(self, environ):
        self.entered.set()
        assert self.let_go.wait(10)


def begin(store, answers, **headers):
    thread = threading.Thread(target=lambda: answers.append(ask(store, **headers)))
    thread.start()
    return thread


def test_others_get_the_last_good_copy_while_one_asks(store, site, clock):
    held, first = Held(site), []
    clock.now += 1.2
    thread = begin(store, first)
    assert held.entered.wait(10)
    old, site.body = site.body, b"News."

    answers = [ask(store).body for _ in range(20)]

    held.let_go.set()
    thread.join()
    assert answers == [old] * 20
    assert [a.body for a in first] == [b"News."]
    assert len(site.asked) == 1


def test_others_wait_where_the_last_copy_is_too_old(store, site, clock):
    held, answers = Held(site), []
    clock.now += 60
    threads = [begin(store, answers)]
    assert held.entered.wait(10)
    site.body = b"News."
    threads += [begin(store, answers) for _ in range(4)]

    held.let_go.set()
    for thread in threads:
        thread.join()

    assert [a.body for a in answers] == [b"News."] * 5
    assert len(site.asked) == 1


def test_nobody_waits_for_ever(store, site, clock, monkeypatch):
    monkeypatch.setattr("config.store.door.PATIENCE", 0.05)
    held, first = Held(site), []
    clock.now += 60
    thread = begin(store, first)
    assert held.entered.wait(10)

    answer = ask(store)

    held.let_go.set()
    thread.join()
    assert answer.body == site.body


def test_error_of_the_application_lets_the_next_one_try(store, site, clock):
    def broken(environ):
        raise RuntimeError("broken")

    site.hook = broken
    clock.now += 60
    with pytest.raises(RuntimeError):
        ask(store)
    site.hook = None

    assert ask(store).status == 200


# --- The database is gone -------------------------------------------------


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


def test_nobody_waits_for_an_application_that_was_failing(
    store, site, clock, monkeypatch
):
    monkeypatch.setattr("config.store.door.PATIENCE", 60)
    good = site.body
    fail(site)
    clock.now += 10
    ask(store)
    held, first = Held(site), []
    clock.now += 2
    thread = begin(store, first)
    assert held.entered.wait(10)

    answer = ask(store)

    assert first == []
    held.let_go.set()
    thread.join()
    assert answer.body == good


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
    ask(store, "/admin/", method="POST", cookie="sessionid=x")
    fail(site)
    clock.now += 5

    assert ask(store).status == 503


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        ("POST", {}, "302 Found"),  # a guest, who cannot take anything down
        ("POST", {"cookie": "sessionid=x"}, "403 Forbidden"),
        ("GET", {"cookie": "sessionid=x"}, "200 OK"),
    ],
)
def test_what_takes_nothing_down_leaves_the_last_good_copy(
    store, site, clock, method, headers, status
):
    site.status = status
    clock.now += 0.3
    ask(store, "/elsewhere/", method=method, **headers)
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


# --- Clocks and room ------------------------------------------------------


def test_wall_clock_set_back_changes_nothing(site, monkeypatch):
    site.headers["Cache-Control"] = "public, max-age=1"
    store = Store(site, MEGABYTE)
    ask(store)
    ask(store)
    monkeypatch.setattr("time.time", lambda: 0.0)
    monkeypatch.setattr("time.time_ns", lambda: 0)

    answer = ask(store)

    assert len(site.asked) == 2
    assert answer.headers["age"] == "0"


def test_full_store_lets_go_of_what_was_wanted_longest_ago(site, clock):
    site.headers["Cache-Control"] = "public, max-age=600"
    site.body = bytes(range(256)) * 400  # 100 kB
    store = Store(site, MEGABYTE, clock)
    for number in range(40):
        for _ in range(2):
            ask(store, f"/{number}/")
        ask(store, "/0/")  # is wanted all the time
    assert [asked["PATH_INFO"] for asked in site.asked].count("/0/") == 2
    site.asked.clear()

    ask(store, "/39/")
    assert site.asked == []
    ask(store, "/1/")
    assert len(site.asked) == 1
    assert store.shelf.size <= MEGABYTE


def test_pressed_bytes_are_counted(site, clock):
    site.headers["Cache-Control"] = "public, max-age=600"
    site.body = b"%d" % 7**3000
    store = kept(site, clock)
    before = store.shelf.size

    ask(store, accept_encoding="br")
    ask(store, accept_encoding="gzip")

    assert store.shelf.size > before + len(site.body) // 2


def test_page_too_large_for_the_store_is_served_and_not_kept(site, clock):
    site.body = b"x" * (MEGABYTE // 3)
    store = Store(site, MEGABYTE, clock)

    answers = [ask(store).body for _ in range(4)]

    assert answers == [site.body] * 4
    assert store.shelf.size < 10_000


def test_crowd_of_threads_gets_whole_answers_from_a_full_store(site):
    def answer(environ):
        site.body = b"x" * 50_000

    site.hook = answer
    store, wrong = Store(site, MEGABYTE), []

    def read(number):
        for turn in range(200):
            got = ask(store, f"/{(turn * 7 + number) % 60}/", accept_encoding="br")
            if brotli.decompress(got.body) != b"x" * 50_000:
                wrong.append(got)

    threads = [threading.Thread(target=read, args=[n]) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []
    assert store.shelf.size <= MEGABYTE
    assert store.shelf.size == sum(p.size for p in store.shelf._places.values())


# --- Who is let by --------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {"cookie": "sessionid=abc"},
        {"cookie": "a=b; sessionid=abc"},
        {"cookie": 'a=b;sessionid="abc"'},
        {"cookie": "messages=x"},
        {"authorization": "Basic eA=="},
        {"range": "bytes=0-9"},
        {"if_range": '"x"'},
        {"if_match": '"x"'},
        {"if_modified_since": "Wed, 25 Nov 2026 00:00:00 GMT"},
        {"if_unmodified_since": "Wed, 25 Nov 2026 00:00:00 GMT"},
        {"expect": "100-continue"},
        {"upgrade": "websocket"},
        {"transfer_encoding": "chunked"},
        {"CONTENT_LENGTH": "3"},
        {"CONTENT_LENGTH": "-1"},
        {"method": "POST"},
        {"method": "OPTIONS"},
        {"method": "get"},
        {"host": ""},
        {"url": "/?" + "x" * 2000},
        {"url": "/?" + "x&" * 40},
        {"url": "/?page=1&page=2"},
    ],
    ids=str,
)
def test_odd_request_goes_to_django_as_it_is(store, site, headers):
    answer = ask(store, **headers)

    (asked,) = site.asked
    method, url = headers.pop("method", "GET"), headers.pop("url", "/")
    assert (
        asked.items()
        >= {
            key: value
            for key, value in environ_of(url, method, **headers).items()
            if not key.startswith("wsgi.")
        }.items()
    )
    assert "age" not in answer.headers


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"cookie": "csrftoken=x; theme=dark"},
        {"CONTENT_LENGTH": "0"},
        {"CONTENT_LENGTH": ""},
        {"cache_control": "no-cache"},
        {"pragma": "no-cache"},
        {"user_agent": "x" * 5000},
        {"x_http_method_override": "POST"},
        {"url": "/?utm_source=mail&fbclid=x"},
        {"host": "TestServer"},
    ],
    ids=str,
)
def test_stranger_is_served_from_memory(store, site, headers):
    assert "age" in ask(store, **headers).headers
    assert site.asked == []
