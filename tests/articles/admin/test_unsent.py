"""A session ends while somebody writes: the text is kept, and sent once."""

import pytest
from django.test import Client
from django.urls import reverse

from articles import submissions, unsent
from tests.factories import make_live_article, make_update, make_user
from tests.presses import article_form, change, composer, desk, update_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(db):
    return make_live_article()


def fields_of(page):
    return dict(page.context["fields"])


def test_text_is_kept_through_signing_in_and_sent_once(client, journalist, article):
    sent = composer(journalist, headline="Kept", _publish="Publish")

    answer = client.post(desk(article), sent)
    client.force_login(journalist)
    page = client.get(desk(article))
    client.post(desk(article), fields_of(page))
    client.post(desk(article), fields_of(page))
    after = client.get(desk(article))

    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(f"?next={desk(article)}")
    assert "This is not sent yet" in page.content.decode()
    assert "The wall broke." in page.content.decode()
    assert "Kept" in page.content.decode()
    update = article.updates.get()
    assert (update.status, update.headline) == ("published", "Kept")
    assert update.created_by == journalist
    assert "This is not sent yet" not in after.content.decode()


def test_sign_in_page_itself_keeps_it(client, journalist, article):
    client.post(desk(article), composer(journalist, _publish=""))

    answer = client.post(
        f"{reverse('login')}?next={desk(article)}",
        {"login": journalist.username, "password": "a-password"},
        follow=True,
    )

    assert answer.request["PATH_INFO"] == desk(article)
    assert "The wall broke." in answer.content.decode()


@pytest.mark.parametrize("kind", ["update", "article", "paste"])
def test_every_form_of_the_newsroom_keeps_it(client, journalist, article, kind):
    token = submissions.issue(journalist.pk)
    update = make_update(article)
    url, sent = {
        "update": (change(update), update_form(update, _save="")),
        "article": (change(article), article_form(article, _continue="")),
        "paste": (
            reverse("admin:articles_article_paste", args=[article.pk]),
            {"text": "1800: Rain."},
        ),
    }[kind]
    body = "text" if kind == "paste" else "body"
    client.post(url, {**sent, "submission": token, body: "<p>1800: Rain.</p>"})
    client.force_login(journalist)

    page = client.get(url)
    answer = client.post(url, fields_of(page))

    assert "1800: Rain." in page.content.decode()
    assert answer.status_code == (200 if kind == "paste" else 302)


def test_another_account_never_sees_it(client, journalist, article):
    client.post(desk(article), composer(journalist, headline="Secret", _publish=""))
    client.force_login(make_user("Administrator"))

    answer = client.get(desk(article), follow=True)
    client.force_login(journalist)
    later = client.get(desk(article))

    assert "Secret" not in answer.content.decode()
    assert "This is not sent yet" not in answer.content.decode()
    assert unsent.KEY not in client.session
    assert "Secret" not in later.content.decode()


def test_what_another_account_sends_meanwhile_is_not_lost(client, journalist, article):
    other = make_user("Journalist")
    client.post(desk(article), composer(journalist, _publish=""))
    client.force_login(other)

    client.post(desk(article), composer(other, body="<p>Hers.</p>", _publish=""))

    assert [update.body for update in article.updates.all()] == ["<p>Hers.</p>"]


def test_it_is_thrown_away_when_told(client, journalist, article):
    client.post(desk(article), composer(journalist, _publish=""))
    client.force_login(journalist)

    client.post(desk(article), {unsent.FORGET: "1"})

    assert "This is not sent yet" not in client.get(desk(article)).content.decode()
    assert not article.updates.exists()


def test_other_pages_are_not_held_up(client, journalist, article):
    client.post(desk(article), composer(journalist, _publish=""))
    client.force_login(journalist)

    page = client.get(reverse("admin:index"))

    assert "This is not sent yet" not in page.content.decode()
    assert "This is not sent yet" in client.get(desk(article)).content.decode()


@pytest.mark.parametrize("token", ["", "forged", "0-abc:x:y"])
def test_form_we_did_not_draw_is_not_kept(client, article, token):
    client.post(desk(article), composer(submission=token, _publish=""))

    assert not client.session.keys()


def test_form_drawn_for_nobody_or_long_ago_is_not_kept(
    client, journalist, article, time_machine
):
    time_machine.move_to("2026-01-14T20:00:00Z")
    old = composer(journalist, _publish="")
    time_machine.move_to("2026-01-22T20:00:00Z")

    client.post(desk(article), old)
    client.post(desk(article), composer(None, _publish=""))

    assert not client.session.keys()


def test_more_than_any_form_holds_is_not_kept(client, journalist, article):
    body = "x" * (unsent.MAX_LENGTH + 1)

    client.post(desk(article), composer(journalist, body=body, _publish=""))

    assert not client.session.keys()


def test_sign_in_in_another_tab_asks_to_send_once_more(journalist, article):
    client = Client(enforce_csrf_checks=True)
    client.force_login(journalist)
    client.get(desk(article))
    old = client.cookies["csrftoken"].value
    sent = composer(journalist, csrfmiddlewaretoken=old, _publish="")
    client.cookies["csrftoken"] = "n" * 32

    page = client.post(desk(article), sent)
    token = page.context["csrf_token"]
    fields = {**fields_of(page), "csrfmiddlewaretoken": str(token)}
    none = article.updates.count()
    client.post(desk(article), fields)

    assert page.status_code == 403
    assert "The wall broke." in page.content.decode()
    assert none == 0
    assert article.updates.get().body == "<p>The wall broke.</p>"


def test_forged_form_with_no_token_of_ours_is_refused(journalist, article):
    client = Client(enforce_csrf_checks=True)
    client.force_login(journalist)
    other = make_user("Journalist")

    answers = [
        client.post(desk(article), composer(submission=token, _publish=""))
        for token in ("", "forged", submissions.issue(other.pk))
    ]

    assert {answer.status_code for answer in answers} == {403}
    assert not any("The wall broke" in a.content.decode() for a in answers)
    assert not article.updates.exists()


def test_hostile_text_is_neutral_on_the_page_that_offers_it(
    client, journalist, article
):
    hostile = '"><script>x()</script>'
    sent = composer(journalist, body=hostile, headline=hostile, **{hostile: hostile})
    client.post(desk(article), sent)
    client.force_login(journalist)

    page = client.get(desk(article))

    assert "<script>x()" not in page.content.decode()
    assert fields_of(page)["body"] == hostile


def test_reader_who_signs_in_is_offered_nothing(client, journalist, reader, article):
    client.post(desk(article), composer(journalist, headline="Secret", _publish=""))
    client.force_login(reader)

    answer = client.get(desk(article), follow=True)

    assert "Secret" not in answer.content.decode()
