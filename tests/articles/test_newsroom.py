"""What each person of the newsroom is told when they come in."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_article, make_live_article, make_update, make_user

pytestmark = pytest.mark.django_db
INDEX = reverse("admin:index")


@pytest.fixture
def day(time_machine, settings):
    settings.SILENT_HOURS = 2
    time_machine.move_to("2026-01-14T20:00:00Z", tick=False)
    return timezone.now()


def enter(client, user):
    client.force_login(user)
    return client.get(INDEX)


@pytest.fixture
def stories(day, contributor):
    ago = {"published_at": day - timedelta(hours=5)}
    lively = make_live_article(headline="Lively", **ago)
    make_update(lively, stamped_at=day - timedelta(minutes=9))
    silent = make_live_article(headline="Silent", **ago)
    make_update(silent, stamped_at=day - timedelta(hours=3))
    make_article(headline="Paused", coverage="paused", **ago)
    make_article(headline="Closed", coverage="closed", **ago)
    make_live_article(headline="Taken back", status="withdrawn", **ago)
    make_article(status="draft", headline="Own draft", created_by=contributor)
    make_article(status="draft", headline="Anothers draft")
    make_article(status="submitted", published_at=None, headline="Handed in")
    make_update(lively, status="submitted", headline="Handed in too")
    return lively


def section(answer, title):
    """The words of one list of the page, "" where it is not there."""
    html = answer.content.decode().split('class="today"')[1].split("</div>")[0]
    found = [part for part in html.split("<section")[1:] if title in part]
    return found[0] if found else ""


def test_journalist_is_greeted_with_the_running_stories(client, stories, journalist):
    running = section(enter(client, journalist), "Running stories")

    assert "Lively" in running and "Silent" in running and "Paused" in running
    assert "last update 14 January 2026, 19:51 GMT" in running
    assert reverse("admin:articles_article_desk", args=[stories.pk]) in running
    assert "Closed" not in running and "Taken back" not in running


def test_editor_is_told_what_waits_and_who_is_silent(client, stories, roles):
    page = enter(client, make_user("Editor"))

    waiting = section(page, "Waits for an editor")
    silent = section(page, "silent for 2 hours")
    assert "Handed in" in waiting and "Handed in too" in waiting
    assert "draft" not in waiting
    assert "Silent" in silent and "Lively" not in silent


def test_contributor_is_told_of_the_own_drafts_only(client, stories, contributor):
    page = enter(client, contributor)

    html = page.content.decode()
    assert "Own draft" in section(page, "Your drafts")
    assert "Anothers draft" not in html and "Handed in" not in html
    assert "Waits for an editor" not in html and "silent for" not in html
    assert "Lively" in section(page, "Running stories")


def test_moderator_is_led_to_the_comments_and_told_of_no_story(
    client, stories, moderator
):
    html = enter(client, moderator).content.decode()

    assert reverse("admin:comments_comment_changelist") in html
    assert "Lively" not in html and "draft" not in html


def test_last_stamp_is_one_that_readers_have_seen(client, stories, contributor, day):
    soon = day + timedelta(hours=3)
    make_update(stories, stamped_at=soon, status="scheduled")
    make_update(stories, stamped_at=day, status="draft")
    make_update(stories, stamped_at=day, status="hidden")

    running = section(enter(client, contributor), "Running stories")

    assert "last update 14 January 2026, 19:51 GMT" in running
    assert "last update 14 January 2026, 23:00 GMT" not in running


SILENT = [
    ({}, 3, True),
    ({}, 1, False),
    ({"coverage": "paused"}, 3, False),
    ({"coverage": "closed"}, 3, False),
    ({"status": "withdrawn"}, 3, False),
    ({"status": "draft", "published_at": None}, 3, False),
]


@pytest.mark.parametrize(("fields", "hours", "is_told"), SILENT)
def test_live_story_is_silent_after_so_many_hours(
    client, day, journalist, fields, hours, is_told
):
    begun = {"published_at": day - timedelta(hours=9), "headline": "The story"}
    article = make_article(**{"coverage": "live"} | begun | fields)
    make_update(article, stamped_at=day - timedelta(hours=hours))

    silent = section(enter(client, journalist), "silent for")

    assert ("The story" in silent) is is_told


@pytest.mark.parametrize("status", ["draft", "hidden", "withdrawn", "submitted"])
def test_what_readers_do_not_see_breaks_no_silence(client, day, journalist, status):
    article = make_live_article(published_at=day - timedelta(hours=9))
    make_update(article, stamped_at=day, status=status)

    assert article.headline in section(enter(client, journalist), "silent for")


def test_story_that_has_just_begun_or_is_to_start_is_not_silent(
    client, day, journalist
):
    make_live_article(published_at=day - timedelta(minutes=9))
    make_live_article(
        published_at=day - timedelta(hours=9),
        coverage_starts_at=day + timedelta(hours=1),
    )

    page = enter(client, journalist)

    assert section(page, "silent for") == ""
    running = section(page, "Running stories")
    assert "Starts at 14 January 2026, 21:00 GMT" in running


def test_nobody_is_told_of_nothing(client, journalist, reader):
    client.force_login(reader)
    assert client.get(INDEX).status_code == 302

    html = enter(client, journalist).content.decode()
    assert "Running stories" not in html and "Waits for" not in html


@pytest.mark.parametrize("count", [1, 15])
def test_index_makes_a_fixed_number_of_queries(
    client, day, journalist, django_assert_max_num_queries, count
):
    for _ in range(count):
        article = make_live_article(created_by=journalist)
        make_update(article, status="submitted", created_by=journalist)
        make_article(status="submitted", published_at=None, created_by=journalist)
    enter(client, journalist)

    with django_assert_max_num_queries(14):
        client.get(INDEX)
