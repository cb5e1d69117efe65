"""What the store keeps and gives, at the WSGI door."""

import gzip

import brotli
import pytest

from config.store.door import Store
from tests.config.door import ask, kept

MEGABYTE = 1024 * 1024


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
