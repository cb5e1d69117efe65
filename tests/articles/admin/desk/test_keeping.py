"""What is typed is kept on the server, and colleagues know who is at it."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from articles import submissions, working_copies
from articles.models import WorkingCopy
from tests.factories import make_live_article, make_update, make_user
from tests.presses import change, composer, desk, keep, update_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(db):
    return make_live_article()


@pytest.fixture
def writer(client, journalist):
    client.force_login(journalist)
    return client


def test_text_of_the_composer_is_taken_up_again(writer, article):
    keep(
        writer,
        article,
        "desk",
        **composer(headline="Kept", stamped_at="1800", is_key_event="on"),
        is_changed="1",
    )

    form = writer.get(desk(article)).context["form"]

    assert form["body"].value() == "<p>The wall broke.</p>"
    assert (form["headline"].value(), form["stamped_at"].value()) == ("Kept", "1800")
    assert form["is_key_event"].value() == "on"


@pytest.mark.parametrize("button", ["_publish", "_draft", "_discard"])
def test_what_is_sent_or_thrown_away_is_kept_no_more(writer, article, button):
    keep(writer, article, "desk", **composer(), is_changed="1")

    writer.post(desk(article), composer(**{button: ""}))

    assert not WorkingCopy.objects.exists()
    assert not writer.get(desk(article)).context["form"]["body"].value()
    assert article.updates.count() == (0 if button == "_discard" else 1)


def test_refused_text_stays_kept(writer, article):
    keep(writer, article, "desk", **composer(), is_changed="1")

    writer.post(desk(article), composer(stamped_at="half past", _publish=""))

    assert WorkingCopy.objects.get().fields["body"] == "<p>The wall broke.</p>"


def test_late_word_of_a_form_that_is_sent_brings_nothing_back(writer, article):
    sent = composer()
    writer.post(desk(article), sent | {"_publish": ""})

    answer = keep(writer, article, "desk", **sent, is_changed="1")

    assert answer.json()["is_sent"] is True
    assert not writer.get(desk(article)).context["form"]["body"].value()


def test_own_form_offers_what_was_left_in_it(writer, article):
    update = make_update(article)
    sent = update_form(update, body="<p>Left here.</p>", headline="Left too")
    keep(writer, article, f"update-{update.pk}", **sent, is_changed="1")

    page = writer.get(change(update)).content.decode()
    form = writer.get(f"{change(update)}?kept=1").context["adminform"].form
    writer.post(change(update), sent | {"_save": ""})

    assert "Take it up again" in page
    assert form["body"].value() == "<p>Left here.</p>"
    assert form["headline"].value() == "Left too"
    assert "Take it up again" not in writer.get(change(update)).content.decode()


def test_nobody_reads_anothers_text(client, writer, article):
    update = make_update(article)
    for place in ("desk", "story", f"update-{update.pk}"):
        keep(writer, article, place, body="<p>My secret.</p>", is_changed="1")
    client.force_login(make_user("Administrator"))

    pages = [
        client.get(url)
        for url in (
            desk(article),
            change(article),
            f"{change(article)}?kept=1",
            f"{change(update)}?kept=1",
        )
    ]
    answers = [keep(client, article, place) for place in ("desk", "story")]

    assert {page.status_code for page in pages} == {200}
    for answer in (*pages, *answers):
        assert "My secret" not in answer.content.decode()


def test_others_at_the_same_form_are_named_for_a_while(
    client, journalist, article, time_machine
):
    time_machine.move_to("2026-01-14T20:00:00Z", tick=False)
    ida = make_user("Editor", first_name="Ida", last_name="Holm")
    update = make_update(article)
    client.force_login(ida)
    keep(client, article, f"update-{update.pk}")
    client.force_login(journalist)

    here = keep(client, article, f"update-{update.pk}").json()
    page = client.get(change(update)).content.decode()
    elsewhere = keep(client, article, "desk").json()
    time_machine.shift(timedelta(seconds=51))
    later = keep(client, article, f"update-{update.pk}").json()

    assert (here["others"], elsewhere["others"]) == (["Ida Holm"], [])
    assert "Ida Holm has this update open too." in page
    assert later["others"] == []


def test_open_form_hears_of_a_newer_text_and_of_changes(writer, article):
    update = make_update(article)
    before = keep(writer, article, f"update-{update.pk}").json()
    writer.post(change(update), update_form(update, _save=""))

    after = keep(writer, article, f"update-{update.pk}").json()

    assert (before["version"], after["version"]) == (0, 1)
    assert (before["change"], after["change"]) == (0, 1)


def test_sign_of_life_without_fields_forgets_nothing(writer, article):
    keep(writer, article, "desk", **composer(), is_changed="1")

    keep(writer, article, "desk")

    assert WorkingCopy.objects.get().fields["body"] == "<p>The wall broke.</p>"


def test_more_than_any_form_holds_is_not_kept(writer, article):
    body = "x" * (working_copies.MAX_LENGTH + 1)

    answer = keep(writer, article, "desk", body=body, is_changed="1")

    assert answer.status_code == 400
    assert not WorkingCopy.objects.exists()


def test_preview_of_more_than_any_form_holds_is_told_and_keeps_the_text(
    writer, article
):
    body = "<p>" + "x" * working_copies.MAX_LENGTH + "</p>"

    answer = writer.post(desk(article), composer(body=body, _preview=""))

    assert answer.status_code == 400
    assert "too long" in answer.content.decode()
    assert "xxxxx" in answer.content.decode()


def test_tokens_and_buttons_are_not_kept(writer, article):
    sent = composer(csrfmiddlewaretoken="t", _publish="Publish", is_changed="1")

    keep(writer, article, "desk", **sent)

    kept = WorkingCopy.objects.get().fields
    assert kept.keys() == {"body", "stamped_at", "headline", "submission"}


@pytest.mark.parametrize(
    "place",
    ["", "nowhere", "update-", "update-abc", "update-9" + "9" * 30, "update-999999"],
)
def test_form_that_is_none_gives_404(writer, article, place):
    assert keep(writer, article, place).status_code == 404
    assert not WorkingCopy.objects.exists()


def test_form_of_another_article_or_unseen_draft_gives_404(
    client, contributor, article
):
    draft = make_update(article, status="draft")
    other = make_update(make_live_article())
    unseen = make_live_article(status="draft")
    client.force_login(contributor)

    answers = [
        keep(client, article, f"update-{draft.pk}"),
        keep(client, article, f"update-{other.pk}"),
        keep(client, unseen, "desk"),
    ]

    assert {answer.status_code for answer in answers} == {404}


def test_get_is_refused(writer, article):
    url = reverse("admin:articles_article_keep", args=[article.pk])

    assert writer.get(url).status_code == 405


@pytest.mark.parametrize(
    "mangled",
    [
        {"image": "abc"},
        {"author": "9" * 40},
        {"stamped_at": "x" * 500},
        {"is_pinned": "maybe"},
        {"submission": "forged"},
        {"body": "<script>x()</script><p>Text</p>"},
    ],
    ids=str,
)
def test_mangled_fields_never_lock_their_author_out(writer, article, mangled):
    keep(writer, article, "desk", **composer() | mangled, is_changed="1")

    page = writer.get(desk(article))

    assert page.status_code == 200
    assert "<script>x()" not in page.content.decode()


def test_kept_text_is_drawn_as_another_form(writer, article):
    """Two windows that offer it do not overwrite each other's update."""
    sent = composer()
    keep(writer, article, "desk", **sent, is_changed="1")

    form = writer.get(desk(article)).context["form"]

    token = form["submission"].value()
    assert form["body"].value() == sent["body"]
    assert submissions.read(token) != submissions.read(sent["submission"])
    assert json.dumps(WorkingCopy.objects.get().fields)
