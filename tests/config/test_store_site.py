"""The site behind its store: which pages are kept, for whom, and under which name."""

import json

import pytest
from django.urls import reverse

from articles.views.caching import TAKES_DOWN
from tests.config.door import ask, environ_of, shown
from tests.factories import (
    make_article,
    make_comment,
    make_image,
    make_update,
    make_user,
)

pytestmark = pytest.mark.django_db


# --- Hits and renewals ----------------------------------------------------


def test_kept_page_asks_nothing_of_the_database(
    newsroom, url, django_assert_num_queries
):
    with django_assert_num_queries(0):
        answer = ask(newsroom, url)

    assert "Sea wall holds" in answer.body.decode()
    assert "set-cookie" not in answer.headers


def test_unchanged_story_is_renewed_by_one_query(
    newsroom, url, clock, django_assert_num_queries, monkeypatch
):
    monkeypatch.setattr("config.versions.LOOKED_FOR_SECONDS", 10**9)
    clock.now += 1
    ask(newsroom, url)
    clock.now += 1

    with django_assert_num_queries(1):
        answer = ask(newsroom, url)

    assert (answer.status, answer.headers["age"]) == (200, "0")


@pytest.mark.parametrize("path", ["/", "/sections/world/", "/corrections/", "/2026/"])
def test_listings_are_kept_too(newsroom, path, django_assert_num_queries):
    make_article()
    for _ in range(2):
        ask(newsroom, path)

    with django_assert_num_queries(0):
        assert ask(newsroom, path).status == 200


def test_page_kept_is_the_page_made(newsroom, url, client):
    made = client.get(url).content

    assert ask(newsroom, url).body == made


# --- Polls ----------------------------------------------------------------


def test_idle_polls_of_all_readers_are_answered_from_memory(
    newsroom, story, django_assert_num_queries
):
    poll = f"{story.get_absolute_url()}live/{story.change}/"
    etag = [ask(newsroom, poll) for _ in range(2)][-1].headers["etag"]

    with django_assert_num_queries(0):
        new, idle = ask(newsroom, poll), ask(newsroom, poll, if_none_match=etag)

    assert json.loads(new.body)["change"] == story.change
    assert (idle.status, idle.body) == (304, b"")


# --- People ---------------------------------------------------------------


def test_signed_in_reader_gets_an_own_page_and_leaves_none(
    newsroom, url, client, reader, clock
):
    client.force_login(reader)
    cookie = f"sessionid={client.cookies['sessionid'].value}"

    for _ in range(3):
        own = ask(newsroom, url, cookie=cookie)
        clock.now += 1
    other = ask(newsroom, url)

    assert own.headers["cache-control"] == "private, no-cache"
    assert "etag" not in own.headers
    assert "Sign out" in own.body.decode()
    assert "Sign out" not in other.body.decode()


def test_form_with_its_token_is_made_for_each(newsroom, story):
    path = reverse("new_comment", args=[story.pk])

    answers = [ask(newsroom, path) for _ in range(3)]

    assert all("set-cookie" in answer.headers for answer in answers)
    assert len({answer.body for answer in answers}) == 3
    assert len(newsroom.shelf) == 0


@pytest.mark.parametrize("name", ["login", "account_signup", "admin:index"])
def test_doors_are_never_kept(newsroom, db, name):
    for _ in range(3):
        answer = ask(newsroom, reverse(name), cookie="csrftoken=x")

    assert "age" not in answer.headers
    assert len(newsroom.shelf) == 0


# --- Addresses ------------------------------------------------------------


def test_campaign_parameters_share_the_page(newsroom, url, django_assert_num_queries):
    with django_assert_num_queries(0):
        ask(newsroom, f"{url}?fbclid=abc")


def test_pages_of_updates_and_orders_of_comments_are_kept_apart(newsroom, story):
    entry = make_update(story, body="<p>The first one.</p>")
    make_update(story, body="<p>The second one.</p>")
    make_comment(story)
    url = story.get_absolute_url()
    for path in (url, f"{url}?updates={entry.pk}", f"{url}?order=newest") * 2:
        ask(newsroom, path)

    assert "The second one." in shown(newsroom, url)
    assert "The second one." not in shown(newsroom, f"{url}?updates={entry.pk}")
    assert shown(newsroom, url) != shown(newsroom, f"{url}?order=newest")


def test_wrong_host_is_refused_and_not_kept(newsroom, url, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    for _ in range(3):
        answer = ask(newsroom, url, host="evil.example")

    assert answer.status == 400
    assert "age" not in answer.headers


@pytest.mark.parametrize("path", ["/nowhere/", "/?page=0", "/2026/13/"])
def test_missing_pages_fill_no_memory(newsroom, db, path):
    for number in range(5):
        ask(newsroom, path.replace("nowhere", f"nowhere-{number}"))

    assert len(newsroom.shelf) <= 1


def test_uploads_stay_on_disk(newsroom, db):
    path = make_image().file.url
    for _ in range(3):
        answer = ask(newsroom, path)

    assert answer.status == 200
    assert len(newsroom.shelf) == 0


# --- What may have been taken down ----------------------------------------


@pytest.fixture
def signed_in(client, db):
    client.force_login(make_user(None))
    return f"sessionid={client.session.session_key}"


def may_take_down(newsroom, url, cookie="", **form):
    """Post as a browser does; return whether the site tells the store of a takedown."""
    form["csrfmiddlewaretoken"] = "x" * 32
    cookies = f"{cookie}; csrftoken={form['csrfmiddlewaretoken']}"
    environ, begun = environ_of(url, "POST", form=form, cookie=cookies), []
    newsroom(environ, lambda *said: begun.append(said))
    assert begun[0][0][0] in "23"
    return TAKES_DOWN in environ


def test_whatever_somebody_signed_in_does_may_take_something_down(
    newsroom, story, signed_in
):
    like = reverse("like", args=[make_comment(story).pk])

    assert may_take_down(newsroom, like, signed_in)
    assert may_take_down(newsroom, reverse("account_logout"), signed_in)


@pytest.mark.parametrize("cookie", ["sessionid=!", "sessionid=x; messages=y"])
def test_cookie_of_nobody_takes_nothing_down(newsroom, db, cookie):
    assert not may_take_down(newsroom, reverse("account_logout"), cookie)


@pytest.mark.parametrize(("reports_that_hold", "is_held"), [(0.5, True), (3, False)])
def test_guests_take_down_what_they_report_off_the_page(
    newsroom, story, settings, reports_that_hold, is_held
):
    settings.COMMENT_REPORTS_HOLD = reports_that_hold
    report = reverse("report", args=[make_comment(story).pk])

    assert may_take_down(newsroom, report, reason="abuse") is is_held
