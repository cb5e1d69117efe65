"""The real page with what is not public yet, by a signed link that expires."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from articles.models import WorkingCopy
from articles.previews import preview_path
from tests.factories import make_article, make_image, make_live_article, make_update
from tests.presses import composer, desk, keep, update_form

pytestmark = pytest.mark.django_db


def path_of(row):
    return preview_path(row).partition("#")[0]


def get(client, path):
    client.logout()
    return client.get(path.partition("#")[0])


def test_draft_article_is_shown_as_the_page_will_be(client):
    article = make_article(status="draft", body="<p>Not out yet.</p>")

    answer = get(client, path_of(article))

    html = answer.content.decode()
    assert "Not out yet." in html and article.headline in html
    assert "Preview: not public" in html
    assert 'href="/static/comments/story.css"' in html


def test_draft_update_stands_where_its_stamp_belongs(client, journalist):
    article = make_live_article()
    later = make_update(article, body="<p>Later.</p>")
    draft = make_update(
        article,
        status="draft",
        body="<p>Between.</p>",
        stamped_at=later.stamped_at - timedelta(minutes=5),
    )
    make_update(
        article,
        body="<p>Earlier.</p>",
        stamped_at=later.stamped_at - timedelta(minutes=9),
    )

    html = get(client, path_of(draft)).content.decode()

    words = re.findall(r"(Later|Between|Earlier)\.", html)
    assert words == ["Later", "Between", "Earlier"]
    assert f'id="update-{draft.pk}"' in html


def test_unsaved_text_of_the_composer_is_shown_and_not_saved(client, journalist):
    article = make_live_article()
    image = make_image(alt_text="The quay")
    client.force_login(journalist)
    sent = composer(headline="Unsaved", stamped_at="0105", image=image.pk, _preview="")

    answer = client.post(desk(article), sent)
    html = get(client, answer.headers["Location"]).content.decode()

    assert "The wall broke." in html and "Unsaved" in html and "0105 GMT" in html
    assert "The quay" in html
    assert not article.updates.exists()


def test_unsaved_change_of_an_update_is_shown_in_its_place(client, journalist):
    article = make_live_article()
    update = make_update(article)
    client.force_login(journalist)
    sent = update_form(update, body="<p>Better words.</p>")
    keep(client, article, f"update-{update.pk}", **sent, is_changed="1")

    html = get(client, path_of(WorkingCopy.objects.get())).content.decode()

    assert "Better words." in html and "Something moved." not in html
    assert "Something moved." in client.get(article.get_absolute_url()).content.decode()


@pytest.mark.parametrize("kind", ["article", "update", "composer"])
def test_link_expires_and_is_worth_nothing_when_tampered_with(
    client, journalist, time_machine, settings, kind
):
    settings.PREVIEW_HOURS = 2
    time_machine.move_to("2026-01-14T20:00:00Z", tick=False)
    article = make_live_article(status="draft", body="<p>Secret story.</p>")
    update = make_update(article, status="draft", body="<p>Secret story.</p>")
    client.force_login(journalist)
    keep(client, article, "desk", body="<p>Secret story.</p>", is_changed="1")
    rows = {
        "article": article,
        "update": update,
        "composer": WorkingCopy.objects.get(),
    }
    path = path_of(rows[kind])
    other = path.replace(f"-{rows[kind].pk}:", f"-{rows[kind].pk + 1}:")
    forged = [other, path[:-2] + "x/", path.replace("-", "--", 1), "/preview/x/"]
    forged += [f"/preview/{kind}-{rows[kind].pk}/", f"/preview/{rows[kind].pk}/"]

    assert "Secret story." in get(client, path).content.decode()
    for wrong in forged:
        answer = get(client, wrong)
        assert answer.status_code == 404
        assert "Secret" not in answer.content.decode()
    time_machine.shift(timedelta(hours=2, seconds=1))
    answer = get(client, path)
    assert answer.status_code == 404
    assert "This preview is gone" in answer.content.decode()
    assert "Secret" not in answer.content.decode()


def test_withdrawn_is_shown_to_nobody_any_more(client):
    article = make_live_article()
    update = make_update(article)
    paths = path_of(article), path_of(update)
    update.status = "withdrawn"
    update.save()

    gone = get(client, paths[1])
    article.status = "withdrawn"
    article.save()

    assert gone.status_code == 404
    assert get(client, paths[0]).status_code == 404


def test_text_that_was_sent_or_thrown_away_is_gone(client, journalist):
    article = make_live_article()
    client.force_login(journalist)
    answer = client.post(desk(article), composer(_preview=""))
    client.post(desk(article), composer(_discard=""))

    gone = get(client, answer.headers["Location"])

    assert gone.status_code == 404
    assert "sent or thrown away" in gone.content.decode()


def test_nobody_keeps_it_and_it_holds_nothing_personal(client):
    article = make_live_article(status="draft")

    answer = get(client, path_of(article))

    assert "no-store" in answer.headers["Cache-Control"]
    assert "private" in answer.headers["Cache-Control"]
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert not answer.cookies
    html = answer.content.decode()
    assert "csrfmiddlewaretoken" not in html
    assert reverse("new_comment", args=[article.pk]) not in html
    assert "<textarea" not in html


@pytest.mark.parametrize("status", ["draft", "submitted", "scheduled", "hidden"])
def test_article_preview_shows_no_other_update_that_is_not_out(client, status):
    article = make_live_article(status="draft")
    moment = article.created_at + timedelta(days=1)
    make_update(article, status=status, body="<p>Secret.</p>", stamped_at=moment)

    assert "Secret." not in get(client, path_of(article)).content.decode()


@pytest.mark.parametrize("status", ["draft", "submitted", "scheduled", "hidden"])
def test_without_the_link_there_is_nothing(client, status):
    public = make_live_article()
    moment = public.created_at + timedelta(days=1)
    update = make_update(public, status=status, stamped_at=moment, body="<p>Secret</p>")
    draft = make_live_article(status="draft", body="<p>Secret</p>")

    answers = [
        get(client, url)
        for url in (
            update.get_absolute_url(),
            f"{public.get_absolute_url()}?updates={update.pk}",
            draft.get_absolute_url(),
        )
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert not any("Secret" in answer.content.decode() for answer in answers)


def test_hostile_unsaved_text_is_neutral(client, journalist):
    article = make_live_article()
    client.force_login(journalist)
    fields = {
        "body": "<p>Hi</p><script>x()</script><img src=x onerror=x()>",
        "headline": "<script>x()</script>",
        "image": "9" * 30,
        "author": "٣",
    }

    answer = client.post(desk(article), composer(**fields, _preview=""))
    html = get(client, answer.headers["Location"]).content.decode()

    assert "<script>x()" not in html and "<img src=x" not in html
    assert "&lt;script&gt;x()" in html


def test_only_reading_is_allowed(client):
    assert client.post(path_of(make_article())).status_code == 405


def test_hidden_update_is_shown_by_no_link_and_again_when_it_is_shown(client):
    update = make_update(make_live_article(), body="<p>Only for now.</p>")
    link = preview_path(update).partition("#")[0]
    shown = []

    for status in ("published", "hidden", "published"):
        update.status = status
        update.save()
        shown.append("Only for now." in client.get(link).content.decode())

    assert shown == [True, False, True]
