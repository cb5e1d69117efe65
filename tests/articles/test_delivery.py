"""What an open page is told when it asks what changed."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from articles import corrections, live, marks, publishing
from articles.models import Article, Update
from tests.factories import make_article, make_comment, make_live_article, make_update

pytestmark = pytest.mark.django_db
Status = Update.Status


def ask(client, article, change, **headers):
    return client.get(f"{article.get_absolute_url()}live/{change}/", headers=headers)


def publish(article, journalist, body="<p>News.</p>", **fields):
    return live.publish_update(
        Update(article=article, body=body, **fields), by=journalist
    )


def test_nothing_new_is_told_in_a_few_bytes(client, django_assert_num_queries):
    article = make_live_article(change=7)

    with django_assert_num_queries(1):
        answer = ask(client, article, 7)

    assert answer.json() == {
        "change": 7,
        "coverage": "live",
        "comment_count": 0,
        "next_poll": 2,
    }
    assert len(answer.content) <= 400
    assert "public" in answer.headers["Cache-Control"]


def test_the_same_answer_is_told_once(client):
    article = make_live_article(change=7)
    first = ask(client, article, 7)

    again = ask(client, article, 7, **{"If-None-Match": first.headers["ETag"]})
    make_comment(article)
    after = ask(client, article, 7, **{"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert (after.status_code, after.json()["comment_count"]) == (200, 1)


def test_a_new_update_comes_as_the_page_draws_it(client, journalist):
    article = make_live_article()
    publish(article, journalist, headline="Bridge", is_key_event=True, is_pinned=True)

    told = ask(client, article, 0).json()

    page = client.get(article.get_absolute_url()).content.decode()
    section = told["html"][told["html"].index("<section") :]
    assert "".join(section.split()) in "".join(page.split())
    assert (
        "Bridge" in told["marks"]["key-events"] and "Bridge" in told["marks"]["pinned"]
    )
    assert told["change"] == 1


def test_an_edit_and_a_correction_are_told_again(client, journalist):
    article = make_live_article()
    update = publish(article, journalist)
    update.body = "<p>Better news.</p>"
    live.revise_update(update, by=journalist)
    corrections.correct(article, by=journalist, reason="Six.", update=update)

    told = ask(client, article, 1).json()

    assert "Better news." in told["html"] and "edited" in told["html"]
    assert "Six." in told["html"]


@pytest.mark.parametrize("act", [marks.hide, marks.withdraw])
def test_what_is_taken_away_is_told_by_number_alone(client, journalist, act):
    article = make_live_article()
    update = publish(article, journalist, body="<p>Never said.</p>")
    act(update, by=journalist)

    answers = [ask(client, article, change) for change in (0, 1)]

    assert [answer.json()["gone"] for answer in answers] == [[update.pk]] * 2
    assert all(b"Never said" not in answer.content for answer in answers)


def test_drafts_and_what_is_to_come_are_never_told(client, journalist):
    article = make_live_article()
    make_update(article, status=Status.DRAFT, body="<p>Secret.</p>", change=1)
    to_come = Update(
        article=article,
        body="<p>Secret.</p>",
        stamped_at=timezone.now() + timedelta(hours=1),
    )
    live.schedule_update(to_come, by=journalist)

    assert b"Secret" not in ask(client, article, 0).content


def test_scheduled_update_is_told_once_its_stamp_has_passed(
    client, journalist, time_machine
):
    article = make_live_article()
    stamped_at = timezone.now() + timedelta(hours=1)
    to_come = Update(article=article, body="<p>At last.</p>", stamped_at=stamped_at)
    live.schedule_update(to_come, by=journalist)
    article.refresh_from_db()

    before = ask(client, article, article.change).json()
    time_machine.move_to(stamped_at + timedelta(seconds=5))
    after = ask(client, article, article.change).json()
    later = ask(client, article, after["change"]).json()

    assert "html" not in before and "html" not in later
    assert "At last." in after["html"] and after["change"] == article.change + 1
    to_come.refresh_from_db()
    assert to_come.status == Status.PUBLISHED


def test_update_stamped_by_a_faster_clock_is_told_at_once(client, journalist):
    article = make_live_article()
    publish(article, journalist, body="<p>Before.</p>", is_pinned=True)
    ahead = {"stamped_at": timezone.now() + timedelta(seconds=40), "is_stamp_set": True}
    sent = {"submission": uuid4(), "is_pinned": True, **ahead}

    update = publish(article, journalist, body="<p>Early.</p>", **sent)
    told = ask(client, article, 1).json()
    again = publish(article, journalist, body="<p>Early.</p>", **sent)
    was_edited = again.edited_at
    again.stamped_at += timedelta(seconds=40)
    live.revise_update(again, by=journalist)
    moved = ask(client, article, told["change"]).json()

    assert "Early." in told["html"] and "Early." in told["marks"]["pinned"]
    assert again.pk == update.pk and not was_edited
    assert "Early." in moved["html"] and not moved.get("gone")


def test_coverage_and_headline_are_told(client, journalist):
    article = make_live_article()
    article.headline = "Bridge reopens"
    publishing.revise(article, by=journalist)
    live.set_coverage(article, Article.Coverage.CLOSED, by=journalist)

    told = ask(client, article, 0).json()

    assert (told["coverage"], told["next_poll"]) == ("closed", 0)
    assert told["headline"] == "Bridge reopens" and "Closed" in told["badge"]


def test_poll_slows_down_when_nothing_happens(client):
    calm = timezone.now() - timedelta(hours=1)
    asked = {
        "hot": make_live_article(),
        "calm": make_live_article(changed_at=calm),
        "paused": make_article(coverage="paused"),
        "to start": make_live_article(
            coverage_starts_at=timezone.now() + timedelta(hours=1)
        ),
        "closed": make_article(coverage="closed"),
    }

    told = {name: ask(client, a, 0).json()["next_poll"] for name, a in asked.items()}

    assert told == {"hot": 2, "calm": 10, "paused": 30, "to start": 30, "closed": 0}


def test_page_far_behind_or_ahead_of_us_is_drawn_anew(client, journalist):
    article = make_live_article(change=60)
    Update.objects.bulk_create(
        Update(article=article, body="<p>x</p>", status="published", change=number)
        for number in range(1, 61)
    )

    answers = [ask(client, article, change).json() for change in (0, 61, 10**17)]

    assert [answer.get("reload") for answer in answers] == [True] * 3
    assert ask(client, article, 10).json()["change"] == 60


@pytest.mark.parametrize("change", ["-1", "abc", "1.5", "9" * 40, "%00", "1/2"])
def test_what_is_no_change_number_is_not_found(client, change):
    assert ask(client, make_live_article(), change).status_code == 404


def test_withdrawn_story_says_it_is_gone(client, journalist):
    article = make_live_article(body="<p>Never said.</p>")
    publishing.withdraw(article, by=journalist)

    answer = ask(client, article, 0)

    assert (answer.status_code, answer.json()) == (410, {"gone": "story"})


def test_reader_of_a_moved_story_is_led_on(client, journalist):
    article = make_live_article(slug="first")
    update = publish(article, journalist)
    old = article.get_absolute_url()
    article.slug = "second"
    publishing.revise(article, by=journalist)

    answers = [
        client.get(f"{old}{rest}") for rest in ("live/0/", f"updates/{update.pk}/?a=1")
    ]

    new = article.get_absolute_url()
    assert [answer.status_code for answer in answers] == [301, 301]
    assert all("max-age=0" in answer.headers["Cache-Control"] for answer in answers)
    assert [answer.headers["Location"] for answer in answers] == [
        f"{new}live/0/",
        f"{new}updates/{update.pk}/?a=1",
    ]


@pytest.mark.parametrize("count", [1, 40])
def test_many_changes_make_as_many_queries_as_one(
    client, journalist, django_assert_num_queries, count
):
    article = make_live_article(change=count)
    for number in range(count):
        update = make_update(article, change=number + 1, is_key_event=True)
        corrections.Correction.objects.create(
            article=article, update=update, reason="Six."
        )

    with django_assert_num_queries(6):
        ask(client, article, 0)


def test_announced_coverage_is_told_to_have_begun_until_something_changes(
    client, journalist, time_machine, django_assert_num_queries
):
    starts_at = timezone.now() + timedelta(hours=1)
    article = make_live_article(coverage_starts_at=starts_at)
    before = ask(client, article, 0)

    time_machine.move_to(starts_at + timedelta(seconds=5))
    told = {"If-None-Match": before.headers["ETag"]}
    with django_assert_num_queries(1):
        begun = ask(client, article, 0, **told)
    publish(article, journalist)
    later = ask(client, article, article.change)

    page = client.get(article.get_absolute_url()).content.decode()
    assert begun.json()["badge"] in page and "Starts at" not in page
    assert len(begun.content) <= 400
    assert "badge" not in before.json() and "badge" not in later.json()
