"""Bounded memory, odd clocks, and who is let by."""

import threading

import brotli
import pytest

from config.store.door import Store
from tests.config.door import ask, environ_of, kept

MEGABYTE = 1024 * 1024


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


def test_words_of_a_search_are_counted(site, clock):
    store = Store(site, MEGABYTE, clock)
    for number in range(100):
        ask(store, f"/search/?q={number:0900}")

    assert store.shelf.size > 100 * 900


def test_words_that_grow_when_they_are_spelled_out_are_not_kept(site, clock):
    url = "/search/?q=" + "\xff" * 200
    store = Store(site, MEGABYTE, clock)

    assert [ask(store, url).body for _ in range(3)] == [site.body] * 3
    assert len(store.shelf) == 0


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
