"""An update goes out from the desk; a contributor's waits for an editor."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import submissions
from articles.models import Update
from tests.factories import make_article, make_live_article, make_update
from tests.presses import composer as form
from tests.presses import desk

pytestmark = pytest.mark.django_db
Status = Update.Status


def test_publish_leaves_an_empty_form_and_the_update_on_the_page(client, journalist):
    article = make_live_article()
    client.force_login(journalist)

    answer = client.post(desk(article), form(_publish=""), follow=True)

    update = article.updates.get()
    assert update.status == Status.PUBLISHED
    assert timezone.now() - update.stamped_at < timedelta(minutes=1)
    assert answer.request["PATH_INFO"] == desk(article)
    assert answer.context["form"]["body"].value() in (None, "")
    assert update.get_absolute_url() in answer.content.decode()
    assert "The wall broke." in client.get(article.get_absolute_url()).content.decode()


def test_script_gets_the_new_timeline_and_a_new_token(client, journalist):
    article = make_live_article()
    client.force_login(journalist)
    sent = form(_publish="")

    answer = client.post(desk(article), sent, headers={"Accept": "application/json"})

    told = answer.json()
    assert "The wall broke." in told["timeline"]
    assert submissions.read(told["submission"]) != submissions.read(sent["submission"])


def test_save_draft_keeps_it_from_the_public(client, journalist):
    article = make_live_article()
    client.force_login(journalist)

    client.post(desk(article), form(_draft=""))

    client.logout()
    assert article.updates.get().status == Status.DRAFT
    assert "wall broke" not in client.get(article.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1800", "2026-01-14 18:00"),
        ("6 pm", "2026-01-14 18:00"),
        ("22 Dec 2025 18.00 GMT", "2025-12-22 18:00"),
        ("1300 EST", "2026-01-14 18:00"),
        ("yesterday 2350", "2026-01-13 23:50"),
    ],
)
def test_stamp_is_read_as_it_is_written(
    client, journalist, time_machine, written, expected
):
    time_machine.move_to("2026-01-14T20:00:00Z")
    article = make_live_article(published_at="2025-12-01T00:00:00Z")
    client.force_login(journalist)

    client.post(desk(article), form(stamped_at=written, _publish=""))

    assert f"{article.updates.get().stamped_at:%Y-%m-%d %H:%M}" == expected


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("half past", "is not a time"),
        ("1800 XYZ", "names no zone we know"),
        ("31 Feb 1800", "not in the calendar"),
        ("23:00", "is still to come. Press Schedule"),
        ("1 Dec 2025 1800", "is before the story was published"),
    ],
)
def test_wrong_stamp_is_told_beside_the_field_and_nothing_is_lost(
    client, journalist, time_machine, written, said
):
    time_machine.move_to("2026-01-14T20:00:00Z")
    article = make_live_article(published_at="2026-01-14T10:00:00Z")
    client.force_login(journalist)

    answer = client.post(
        desk(article), form(stamped_at=written, headline="Kept", _publish="")
    )

    assert answer.status_code == 400
    assert said in answer.context["form"].errors["stamped_at"][0]
    html = answer.content.decode()
    assert 'value="Kept"' in html and "The wall broke." in html
    assert f'value="{written}"' in html
    assert not article.updates.exists()


def test_early_stamp_is_taken_when_it_is_meant(client, journalist):
    article = make_live_article()
    client.force_login(journalist)
    sent = form(stamped_at="yesterday 1800", is_early_meant="on", _publish="")

    client.post(desk(article), sent)

    assert article.updates.get().status == Status.PUBLISHED


def test_schedule_waits_for_its_stamp(client, journalist, time_machine):
    time_machine.move_to("2026-01-14T20:00:00Z", tick=False)
    article = make_live_article()
    client.force_login(journalist)
    client.post(desk(article), form(stamped_at="2300", _schedule=""))
    client.logout()
    url = article.get_absolute_url()

    before = client.get(url).content.decode()
    time_machine.move_to("2026-01-14T23:00:01Z", tick=False)
    after = client.get(url).content.decode()

    assert article.updates.get().status == Status.SCHEDULED
    assert ("wall broke" in before, "wall broke" in after) == (False, True)


def test_schedule_into_the_past_is_refused(client, journalist, time_machine):
    time_machine.move_to("2026-01-14T20:00:00Z")
    article = make_live_article(published_at="2026-01-01T00:00:00Z")
    client.force_login(journalist)

    answer = client.post(
        desk(article), form(stamped_at="2026-01-14 18:00", _schedule="")
    )

    assert "has passed" in answer.context["form"].errors["stamped_at"][0]
    assert not article.updates.exists()


@pytest.mark.parametrize("body", ["", "<p></p>", "<p><br></p>", "<script></script>"])
def test_empty_body_is_refused_beside_the_field(client, journalist, body):
    article = make_live_article()
    client.force_login(journalist)

    answer = client.post(desk(article), form(body=body, headline="Kept", _publish=""))

    assert answer.status_code == 400
    assert answer.context["form"].errors.keys() == {"body"}
    assert 'value="Kept"' in answer.content.decode()
    assert not article.updates.exists()


def test_too_long_a_body_is_refused_and_kept(client, journalist):
    article = make_live_article()
    client.force_login(journalist)
    body = "<p>" + "flood " * 33_000 + "</p>"

    answer = client.post(desk(article), form(body=body, _publish=""))

    assert "characters long" in answer.context["form"].errors["body"][0]
    assert "flood flood" in answer.content.decode()


@pytest.mark.parametrize("coverage", ["closed", "none"])
def test_story_that_takes_no_updates_says_so_and_keeps_the_text(
    client, journalist, coverage
):
    article = make_article(coverage=coverage)
    client.force_login(journalist)

    answer = client.post(desk(article), form(_publish=""))

    assert "to live" in str(answer.context["form"].non_field_errors())
    assert "The wall broke." in answer.content.decode()
    assert not article.updates.exists()


def test_contributor_has_no_publish_button_and_a_forged_press_is_refused(
    client, contributor
):
    article = make_live_article()
    client.force_login(contributor)

    page = client.get(desk(article)).content.decode()
    answers = [
        client.post(desk(article), form(**{press: "", "stamped_at": stamp}))
        for press, stamp in (("_publish", ""), ("_schedule", "tomorrow 1800"))
    ]

    assert not re.search(r'name="_(publish|schedule)"', page)
    assert [answer.status_code for answer in answers] == [403, 403]
    assert not article.updates.exists()


def test_contributor_hands_in_and_an_editor_publishes(client, contributor, journalist):
    article = make_live_article()
    client.force_login(contributor)
    client.post(desk(article), form(_submit=""))
    update = article.updates.get()
    submitted = update.status
    client.force_login(journalist)

    page = client.get(reverse("admin:index")).content.decode()
    act = reverse(
        "admin:articles_article_mark", args=[article.pk, update.pk, "publish"]
    )
    client.post(act)

    update.refresh_from_db()
    assert "Waits for an editor" in page and "The wall broke." in page
    assert (submitted, update.status) == (Status.SUBMITTED, Status.PUBLISHED)
    assert update.created_by == contributor


@pytest.mark.parametrize("role", ["contributor", "journalist"])
def test_desk_of_another_ones_draft_story_is_only_for_those_who_may_publish(
    client, request, role
):
    article = make_live_article(status="draft")
    client.force_login(request.getfixturevalue(role))

    answer = client.get(desk(article))

    assert answer.status_code == (404 if role == "contributor" else 200)


@pytest.mark.parametrize("count", [1, 1000])
def test_desk_makes_the_same_queries_for_few_and_many_and_has_one_editor(
    client, journalist, django_assert_num_queries, count
):
    article = make_live_article()
    first = make_update(article, created_by=journalist)
    Update.objects.bulk_create(
        Update(
            article=article,
            body="<p>More.</p>",
            status=Status.PUBLISHED,
            stamped_at=first.stamped_at,
            created_by=journalist,
        )
        for _ in range(count - 1)
    )
    client.force_login(journalist)
    client.get(desk(article))

    with django_assert_num_queries(12):
        html = client.get(desk(article)).content.decode()

    assert html.count("data-django-prose-editor-configurable") == 1
    assert html.count('<li class="row') == min(count, 30)


@pytest.mark.parametrize("count", [1, 1000])
def test_publish_makes_the_same_queries_for_few_and_many(
    client, journalist, django_assert_num_queries, count
):
    article = make_live_article()
    Update.objects.bulk_create(
        Update(article=article, body="<p>More.</p>", status=Status.PUBLISHED)
        for _ in range(count)
    )
    client.force_login(journalist)
    client.post(desk(article), form(_publish=""))
    sent = form(_publish="")

    with django_assert_num_queries(18):
        client.post(desk(article), sent)


def test_reader_is_sent_to_sign_in(client, reader):
    article = make_live_article()
    client.force_login(reader)

    assert client.get(desk(article)).status_code == 302
