"""The site behind its store: one process, pages of everybody, acts of a few."""

import json
from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.urls import reverse
from django.utils import timezone

from articles import live, marks, publishing
from articles.models import Update
from comments import mending, moderation
from config.store.door import Store
from tests.config.door import Clock, ask, at_once
from tests.factories import (
    make_article,
    make_comment,
    make_image,
    make_live_article,
    make_update,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def site(clock):
    """As the test client does it: the test's transaction outlives each request."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield Store(WSGIHandler(), 8 * 1024 * 1024, clock, at_once)
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.fixture
def story(db):
    return make_live_article(headline="Sea wall holds")


@pytest.fixture
def url(site, story):
    """The story's address, whose page is kept."""
    url = story.get_absolute_url()
    ask(site, url)
    assert "age" in ask(site, url).headers
    return url


def shown(site, url, **headers):
    return ask(site, url, **headers).body.decode()


# --- Hits and renewals ----------------------------------------------------


def test_kept_page_asks_nothing_of_the_database(site, url, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = ask(site, url)

    assert "Sea wall holds" in answer.body.decode()
    assert "set-cookie" not in answer.headers


def test_unchanged_story_is_renewed_by_one_query(
    site, url, clock, django_assert_num_queries, monkeypatch
):
    monkeypatch.setattr("config.versions.LOOKED_FOR_SECONDS", 10**9)
    clock.now += 1
    ask(site, url)
    clock.now += 1

    with django_assert_num_queries(1):
        answer = ask(site, url)

    assert (answer.status, answer.headers["age"]) == (200, "0")


@pytest.mark.parametrize("path", ["/", "/sections/world/", "/corrections/", "/2026/"])
def test_listings_are_kept_too(site, path, django_assert_num_queries):
    make_article()
    for _ in range(2):
        ask(site, path)

    with django_assert_num_queries(0):
        assert ask(site, path).status == 200


def test_page_kept_is_the_page_made(site, url, client):
    made = client.get(url).content

    assert ask(site, url).body == made


def make_draft(story):
    return make_update(story, body="<p>Water!</p>", status=Update.Status.DRAFT)


@pytest.fixture
def long_turns(monkeypatch):
    """Nothing shows but by what the version counts."""
    monkeypatch.setattr("config.versions.LOOKED_FOR_SECONDS", 10**9)


ACTS = {
    "an update is published": (
        lambda s: live.publish_update(make_draft(s.story), by=s.editor),
        "Water!",
        True,
    ),
    "an update is withdrawn": (
        lambda s: marks.withdraw(s.entry, by=s.editor),
        "Something moved",
        False,
    ),
    "a comment is written": (
        lambda s: make_comment(s.story, body="I saw the water."),
        "I saw the water.",
        True,
    ),
    "a comment is hidden": (
        lambda s: moderation.hide(s.comment, by=s.editor, reason="abuse"),
        "Rude words",
        False,
    ),
    "a comment is withdrawn": (
        lambda s: mending.withdraw(s.comment, by=s.author),
        "Rude words",
        False,
    ),
    "a comment is mended": (
        lambda s: mending.edit(s.comment, by=s.author, body="Kind words"),
        "Kind words",
        True,
    ),
    "a comment is picked": (
        lambda s: moderation.pick(s.comment, by=s.editor),
        "Editor’s pick",
        True,
    ),
}


@pytest.fixture
def editor(db):
    return make_user(None, is_staff=True, is_superuser=True)


@pytest.mark.parametrize("act", ACTS)
def test_change_is_on_the_page_within_its_second(
    site, story, clock, long_turns, editor, act
):
    author = make_user(None)
    comment = make_comment(story, author=author, body="Rude words")
    scene = SimpleNamespace(
        story=story,
        editor=editor,
        author=author,
        comment=comment,
        entry=make_update(story),
    )
    url = story.get_absolute_url()
    for _ in range(2):
        ask(site, url)
    do, words, is_there_after = ACTS[act]
    assert (words in shown(site, url)) is not is_there_after

    do(scene)
    clock.now += 1

    assert (words in shown(site, url)) is is_there_after


def test_withdrawn_story_is_gone_within_its_second(site, url, story, clock, editor):
    publishing.withdraw(story, by=editor)
    clock.now += 1

    assert ask(site, url).status in {404, 410}
    assert "Sea wall holds" not in shown(site, url)


def test_scheduled_update_comes_with_its_stamp(site, url, story, clock, long_turns):
    make_update(story)
    now = timezone.now()
    with time_machine.travel(now, tick=False) as wall:
        make_update(
            story,
            body="<p>As announced.</p>",
            status=Update.Status.SCHEDULED,
            stamped_at=now + timedelta(minutes=5),
        )
        clock.now += 2
        assert "As announced." not in shown(site, url)

        wall.shift(300)
        clock.now += 1

        assert "As announced." in shown(site, url)


def test_what_no_number_counts_is_looked_for_all_the_same(
    site, url, story, clock, monkeypatch
):
    clock.now += 1
    ask(site, url)
    type(story).objects.filter(pk=story.pk).update(kicker="Coast")
    monkeypatch.setattr("config.versions.time.time", lambda: 10**10)
    clock.now += 1

    assert "Coast" in shown(site, url)


# --- Polls ----------------------------------------------------------------


def test_idle_polls_of_all_readers_are_answered_from_memory(
    site, story, django_assert_num_queries
):
    poll = f"{story.get_absolute_url()}live/{story.change}/"
    etag = [ask(site, poll) for _ in range(2)][-1].headers["etag"]

    with django_assert_num_queries(0):
        new, idle = ask(site, poll), ask(site, poll, if_none_match=etag)

    assert json.loads(new.body)["change"] == story.change
    assert (idle.status, idle.body) == (304, b"")


def test_poll_brings_the_news_within_its_second(site, story, clock, editor):
    poll = f"{story.get_absolute_url()}live/{story.change}/"
    for _ in range(3):
        ask(site, poll)

    live.publish_update(make_draft(story), by=editor)
    clock.now += 1

    assert "Water!" in json.loads(ask(site, poll).body)["html"]


# --- People ---------------------------------------------------------------


def test_signed_in_reader_gets_an_own_page_and_leaves_none(
    site, url, client, reader, clock
):
    client.force_login(reader)
    cookie = f"sessionid={client.cookies['sessionid'].value}"

    for _ in range(3):
        own = ask(site, url, cookie=cookie)
        clock.now += 1
    other = ask(site, url)

    assert own.headers["cache-control"] == "private, no-cache"
    assert "etag" not in own.headers
    assert "Sign out" in own.body.decode()
    assert "Sign out" not in other.body.decode()


def test_form_with_its_token_is_made_for_each(site, story):
    path = reverse("new_comment", args=[story.pk])

    answers = [ask(site, path) for _ in range(3)]

    assert all("set-cookie" in answer.headers for answer in answers)
    assert len({answer.body for answer in answers}) == 3
    assert len(site.shelf) == 0


@pytest.mark.parametrize("name", ["login", "account_signup", "admin:index"])
def test_doors_are_never_kept(site, db, name):
    for _ in range(3):
        answer = ask(site, reverse(name), cookie="csrftoken=x")

    assert "age" not in answer.headers
    assert len(site.shelf) == 0


# --- Addresses ------------------------------------------------------------


def test_campaign_parameters_share_the_page(site, url, django_assert_num_queries):
    with django_assert_num_queries(0):
        ask(site, f"{url}?fbclid=abc")


def test_pages_of_updates_and_orders_of_comments_are_kept_apart(site, story):
    entry = make_update(story, body="<p>The first one.</p>")
    make_update(story, body="<p>The second one.</p>")
    make_comment(story)
    url = story.get_absolute_url()
    for path in (url, f"{url}?updates={entry.pk}", f"{url}?order=newest") * 2:
        ask(site, path)

    assert "The second one." in shown(site, url)
    assert "The second one." not in shown(site, f"{url}?updates={entry.pk}")
    assert shown(site, url) != shown(site, f"{url}?order=newest")


def test_wrong_host_is_refused_and_not_kept(site, url, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    for _ in range(3):
        answer = ask(site, url, host="evil.example")

    assert answer.status == 400
    assert "age" not in answer.headers


@pytest.mark.parametrize("path", ["/nowhere/", "/?page=0", "/2026/13/"])
def test_missing_pages_fill_no_memory(site, db, path):
    for number in range(5):
        ask(site, path.replace("nowhere", f"nowhere-{number}"))

    assert len(site.shelf) <= 1


def test_uploads_stay_on_disk(site, db):
    path = make_image().file.url
    for _ in range(3):
        answer = ask(site, path)

    assert answer.status == 200
    assert len(site.shelf) == 0
