"""What is for later is in no public answer before, and in all of them then."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Author, Byline, Series, Tag
from articles.roles import ROLES
from tests.factories import (
    make_article,
    make_author,
    make_live_article,
    make_update,
    make_user,
)
from tests.presses import article_form, change, composer, desk, said

pytestmark = pytest.mark.django_db
NOW = "2026-01-14T20:00:00Z"
SECRET = "zeppelin"


@pytest.fixture
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def room(client, clock, journalist):
    client.force_login(journalist)
    return client


def schedule(client, article, moment, **fields):
    day, time = f"{moment:%Y-%m-%d}", f"{moment:%H:%M:%S}"
    sent = article_form(article, published_at_0=day, published_at_1=time, **fields)
    return client.post(change(article), sent | {"_schedule": ""}, follow=True)


def public_addresses(article):
    """Every page that could tell of a story."""
    url = article.get_absolute_url()
    return [
        "/",
        url,
        f"{url}live/0/",
        f"{url}?sort=oldest",
        f"{url}?only=key-events",
        article.section.get_absolute_url(),
        *(series.get_absolute_url() for series in Series.objects.all()),
        *(tag.get_absolute_url() for tag in Tag.objects.all()),
        *(author.get_absolute_url() for author in Author.objects.all()),
        "/2026/",
        "/2026/01/",
        "/2026/01/14/",
        "/2026/01/15/",
        "/corrections/",
        reverse("new_comment", args=[article.pk]),
        *(f"{url}updates/{update.pk}/" for update in article.updates.all()),
        *(f"{url}?updates={update.pk}" for update in article.updates.all()),
    ]


def telling(client, article):
    """The addresses whose answer holds the secret."""
    client.logout()
    found = set()
    for url in public_addresses(article):
        answer = client.get(url, follow=True)
        if SECRET in answer.content.decode() or SECRET in str(answer.redirect_chain):
            found.add(url)
    return found


def test_scheduled_article_is_in_no_answer_before_and_in_many_then(room, clock):
    moment = timezone.now() + timedelta(hours=3)
    article = make_live_article(
        status="draft",
        headline=SECRET,
        slug=SECRET,
        body=f"<p>{SECRET}</p>",
        series=Series.objects.create(name="Daily", slug="daily"),
        series_number=2,
    )
    tag = Tag.objects.create(name="Air", slug="air")
    Byline.objects.create(article=article, author=make_author("Ida"))
    other = make_article(series=article.series, series_number=1)
    other.see_also.add(article)
    make_update(article, body=f"<p>{SECRET}</p>", is_key_event=True)
    series = {"series": article.series_id, "series_number": "2"}
    schedule(room, article, moment, tags=[tag.pk], **series)
    article.refresh_from_db()
    assert article.status == "scheduled"

    before = telling(room, article)
    neighbour = room.get(other.get_absolute_url()).content.decode()
    clock.move_to(moment - timedelta(seconds=1), tick=False)
    just_before = telling(room, article)
    clock.move_to(moment, tick=False)
    then = telling(room, article)

    url = article.get_absolute_url()
    assert before == just_before == set()
    assert SECRET not in neighbour
    assert {"/", url, "/series/daily/", "/tags/air/", "/2026/01/14/"} <= then
    assert SECRET in room.get(other.get_absolute_url()).content.decode()


def test_scheduled_update_is_in_no_answer_before_and_on_the_page_then(room, clock):
    article = make_live_article()
    sent = composer(body=f"<p>{SECRET}</p>", stamped_at="2300", is_key_event="on")
    room.post(desk(article), sent | {"_schedule": ""})
    update = article.updates.get()

    before = telling(room, article)
    clock.move_to(update.stamped_at - timedelta(seconds=1), tick=False)
    just_before = telling(room, article)
    clock.move_to(update.stamped_at, tick=False)
    then = telling(room, article)

    url = article.get_absolute_url()
    assert before == just_before == set()
    assert {url, f"{url}live/0/", f"{url}updates/{update.pk}/"} <= then


@pytest.mark.parametrize("status", ["draft", "submitted", "withdrawn"])
def test_what_is_not_public_is_in_no_answer(client, clock, status):
    article = make_live_article(headline=SECRET, status=status)
    make_update(article, body=f"<p>{SECRET}</p>")

    assert telling(client, article) == set()


def test_what_may_be_kept_of_a_page_is_old_within_five_seconds(client):
    article = make_live_article()

    for url in ("/", article.get_absolute_url(), "/corrections/"):
        kept = client.get(url).headers["Cache-Control"].replace(" ", "").split(",")
        times = dict(part.split("=") for part in kept if "=" in part)
        assert sum(map(int, times.values())) <= 5


@pytest.mark.parametrize("button", ["_publish", "_schedule"])
def test_embargo_holds_whatever_button_is_pressed(room, button):
    article = make_article(status="draft")
    early = {"published_at_0": "2026-01-14", "published_at_1": "21:00:00"}
    moment = early if button == "_schedule" else {}
    embargo = {"embargo_until_0": "2026-01-15", "embargo_until_1": "06:00:00"}

    sent = article_form(article, body="<p>Kept.</p>", **embargo) | moment
    answer = room.post(change(article), sent | {button: ""})

    article.refresh_from_db()
    errors = answer.context["adminform"].form.errors
    assert "Under embargo until 15 January 2026, 06:00" in errors["embargo_until"][0]
    assert "Kept." in answer.content.decode()
    assert (article.status, article.embargo_until) == ("draft", None)


@pytest.mark.parametrize("button", ["_publish", "_schedule"])
def test_embargo_holds_for_a_story_that_is_new(room, button):
    early = {"published_at_0": "2026-01-14", "published_at_1": "21:00:00"}
    embargo = {"embargo_until_0": "2026-01-15", "embargo_until_1": "06:00:00"}
    sent = article_form(make_article(), slug="new", **embargo)
    sent |= {"published_at_0": "", "published_at_1": ""}
    sent |= early if button == "_schedule" else {}

    answer = room.post(reverse("admin:articles_article_add"), sent | {button: ""})

    assert "embargo_until" in answer.context["adminform"].form.errors
    assert not Article.objects.filter(slug="new").exists()


def test_story_scheduled_without_a_moment_comes_when_its_embargo_ends(room, clock):
    article = make_article(status="draft", headline=SECRET)
    embargo = {"embargo_until_0": "2026-01-15", "embargo_until_1": "06:00:00"}

    room.post(change(article), article_form(article, **embargo) | {"_schedule": ""})
    article.refresh_from_db()
    before = telling(room, article)
    clock.move_to("2026-01-15T06:00:00Z", tick=False)

    assert article.published_at == article.embargo_until
    assert before == set()
    assert article.get_absolute_url() in telling(room, article)


def test_embargo_cannot_be_laid_on_what_is_public(room):
    article = make_article()
    embargo = {"embargo_until_0": "2026-01-15", "embargo_until_1": "06:00:00"}

    answer = room.post(
        change(article), article_form(article, **embargo) | {"_continue": ""}
    )

    assert "embargo_until" in answer.context["adminform"].form.errors
    assert article.is_public


@pytest.mark.parametrize(
    ("moment", "error"),
    [
        (("2026-01-14", "19:00:00"), "has passed"),
        (("", ""), "Say when"),
        (("2026-01-14", ""), "valid"),
        (("2026-02-30", "10:00:00"), "valid"),
    ],
)
def test_schedule_into_the_past_or_to_no_day_is_told_beside_the_field(
    room, moment, error
):
    article = make_article(status="draft")
    sent = article_form(article, body="<p>Kept.</p>") | {"_schedule": ""}

    answer = room.post(
        change(article),
        sent | {"published_at_0": moment[0], "published_at_1": moment[1]},
    )

    article.refresh_from_db()
    assert error in str(answer.context["adminform"].form.errors["published_at"])
    assert "Kept." in answer.content.decode()
    assert article.status == "draft"


@pytest.mark.parametrize("kind", ["article", "update"])
def test_publish_now_does_not_wait(room, kind):
    soon = timezone.now() + timedelta(hours=3)
    article = make_live_article(
        status="scheduled" if kind == "article" else "published",
        published_at=soon if kind == "article" else timezone.now(),
    )
    if kind == "article":
        page = room.get(change(article)).content.decode()
        answer = room.post(
            change(article), article_form(article) | {"_publish": ""}, follow=True
        )
        article.refresh_from_db()
        row = article
    else:
        row = make_update(article, status="scheduled", stamped_at=soon)
        page = room.get(change(row)).content.decode()
        sent = {"body": row.body, "stamped_at": "2026-01-14 23:00 GMT", "version": "0"}
        answer = room.post(change(row), sent | {"_publish": ""}, follow=True)
        row.refresh_from_db()

    assert 'value="Publish now"' in page
    assert "published" in said(answer)
    assert row.is_public


def test_scheduled_update_that_is_edited_was_never_public_and_is_not_marked(room):
    soon = timezone.now() + timedelta(hours=3)
    update = make_update(make_live_article(), status="scheduled", stamped_at=soon)
    sent = {"body": "<p>New.</p>", "stamped_at": "2026-01-14 23:00 GMT", "version": 0}

    room.post(change(update), sent | {"_save": ""})

    update.refresh_from_db()
    assert (update.body, update.status) == ("<p>New.</p>", "scheduled")
    assert update.edited_at is None


@pytest.mark.parametrize("role", [None, *ROLES, "Moderator"])
def test_who_sees_a_scheduled_story(client, clock, roles, role):
    soon = timezone.now() + timedelta(hours=3)
    article = make_article(status="scheduled", published_at=soon)
    client.force_login(make_user(role))

    answer = client.get(article.get_absolute_url())

    sees = role in {"Journalist", "Editor", "Administrator"}
    assert answer.status_code == (200 if sees else 404)
