"""What every answer says to browsers and caches."""

import pytest
from django.db import InterfaceError, OperationalError
from django.db.backends.utils import CursorWrapper

from config.store.rules import directives_of
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def answer(client):
    return client.get(make_article().get_absolute_url())


def test_policy_lets_in_only_our_own(answer):
    policy = dict(
        part.strip().split(" ", 1)
        for part in answer.headers["Content-Security-Policy"].split(";")
    )

    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["media-src"] == "'self'"
    assert policy["frame-src"].split() == [
        "https://embed.bsky.app",
        "https://platform.twitter.com",
        "https://player.vimeo.com",
        "https://w.soundcloud.com",
        "https://www.facebook.com",
        "https://www.instagram.com",
        "https://www.tiktok.com",
        "https://www.youtube-nocookie.com",
    ]


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "strict-origin-when-cross-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ],
)
def test_security_header_is_set(answer, header, value):
    assert answer.headers[header] == value


def test_page_refuses_the_devices_it_never_uses(answer):
    assert "camera=()" in answer.headers["Permissions-Policy"]


def test_strangers_page_is_shared_and_a_readers_own_is_not(client, reader):
    url = make_article().get_absolute_url()

    shared = client.get(url).headers
    client.force_login(reader)
    own = client.get(url).headers

    assert directives_of(shared["Cache-Control"]) == {
        "public": "",
        "max-age": "0",
        "s-maxage": "1",
        "stale-while-revalidate": "1",
    }
    assert own["Cache-Control"] == "private, no-cache"
    assert "Cookie" in shared["Vary"]


def test_takedown_is_through_every_cache_in_five_seconds(answer):
    """Ours, another shared one that does not count ages, and the browser's."""
    control = directives_of(answer.headers["Cache-Control"])
    stale = int(control["stale-while-revalidate"])

    assert 2 * (int(control["s-maxage"]) + stale) + int(control["max-age"]) + stale <= 5


def test_error_pages_are_our_own(client):
    answer = client.get("/nowhere/")

    assert answer.status_code == 404
    assert "Nothing is printed here" in answer.content.decode()
    assert answer.headers["Content-Security-Policy"]


def test_broken_page_says_so_and_tells_nothing_of_the_inside(
    client, monkeypatch, settings
):
    def broken(*args, **kwargs):
        raise RuntimeError("the innermost secret")

    monkeypatch.setattr("articles.views.articles.read_timeline", broken)
    client.raise_request_exception = False

    answer = client.get(make_article().get_absolute_url())

    assert answer.status_code == 500
    assert "Something broke on our side" in answer.content.decode()
    assert "innermost" not in answer.content.decode()


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_page_says_when_to_come_back_while_the_database_is_gone(
    client, monkeypatch, error
):
    def gone(*args, **kwargs):
        raise error("password authentication failed for newsroom@10.0.0.3")

    url = make_article().get_absolute_url()
    monkeypatch.setattr(CursorWrapper, "execute", gone)
    client.raise_request_exception = False

    answer = client.get(url)

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"
    assert answer.headers["Cache-Control"] == "no-store"
    page = answer.content.decode()
    assert "We will be back in a moment" in page
    assert "10.0.0.3" not in page
