"""Two people at one text: the second gets both, and nobody's words are lost."""

import threading

import pytest
from django.db import connection
from django.test import Client

from articles import corrections, live, marks, publishing, working_copies
from articles.models import Article, Update
from tests.factories import make_live_article, make_update, make_user
from tests.presses import article_form, change, keep, said, update_form


@pytest.fixture
def rows(db):
    article = make_live_article(body="<p>The first text.</p>")
    return {"article": article, "update": make_update(article)}


FORMS = {"article": article_form, "update": update_form}
BUTTONS = {"article": "_continue", "update": "_save"}


def save(client, kind, row, **fields):
    sent = {**FORMS[kind](row), BUTTONS[kind]: "", **fields}
    return client.post(change(row), sent)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["article", "update"])
def test_second_gets_both_texts_and_nothing_is_overwritten(
    client, journalist, rows, kind
):
    row = rows[kind]
    other = make_user("Journalist", first_name="Ida", last_name="Holm")
    client.force_login(other)
    save(client, kind, row, body="<p>Her words.</p>", headline="Her headline")
    client.force_login(journalist)

    answer = save(client, kind, row, body="<p>His words.</p>", headline="His headline")

    page = answer.content.decode()
    row.refresh_from_db()
    assert "Somebody saved another text while you wrote" in page
    assert "<del>Her</del>" in page and "<ins>His</ins>" in page
    assert "Her headline" in page and 'value="His headline"' in page
    assert "&lt;p&gt;His words.&lt;/p&gt;" in page
    assert (row.body, row.headline) == ("<p>Her words.</p>", "Her headline")
    assert row.version == 1


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["article", "update"])
def test_knowing_save_goes_through_and_both_are_on_record(
    client, journalist, rows, kind
):
    row = rows[kind]
    client.force_login(journalist)
    save(client, kind, row, body="<p>Her words.</p>")
    answer = save(client, kind, row, body="<p>His words.</p>")
    version = answer.context["adminform"].form["version"].value()

    save(client, kind, row, body="<p>Both words.</p>", version=version)

    row.refresh_from_db()
    kept = list(row.history.values_list("body", flat=True))
    assert row.body == "<p>Both words.</p>"
    assert kept[:2] == ["<p>Both words.</p>", "<p>Her words.</p>"]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["article", "update"])
def test_third_text_meanwhile_is_told_again(client, journalist, rows, kind):
    row = rows[kind]
    client.force_login(journalist)
    save(client, kind, row, body="<p>One.</p>")
    answer = save(client, kind, row, body="<p>Mine.</p>")
    version = answer.context["adminform"].form["version"].value()
    save(client, kind, row, body="<p>Three.</p>", version=version)

    answer = save(client, kind, row, body="<p>Mine.</p>", version=version)

    row.refresh_from_db()
    assert "Three." in answer.content.decode()
    assert row.body == "<p>Three.</p>"


@pytest.mark.django_db
@pytest.mark.parametrize("button", ["_publish", "_schedule", "_submit", "_send_back"])
def test_every_button_of_an_article_minds_what_was_saved(client, journalist, button):
    article = make_live_article(status="submitted", published_at=None)
    client.force_login(journalist)
    save(client, "article", article, body="<p>Her words.</p>")
    tomorrow = {"published_at_0": "2090-01-01", "published_at_1": "10:00"}

    sent = article_form(article, body="<p>His words.</p>") | {button: ""}
    answer = client.post(
        change(article), sent | (tomorrow if button == "_schedule" else {})
    )

    article.refresh_from_db()
    assert "Somebody saved another text" in answer.content.decode()
    assert (article.body, article.status) == ("<p>Her words.</p>", "submitted")


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["article", "update"])
def test_withdraw_is_at_once_and_overwrites_nothing(client, journalist, rows, kind):
    row = rows[kind]
    client.force_login(make_user("Journalist"))
    save(client, kind, row, body="<p>Her words.</p>")
    client.force_login(journalist)

    sent = FORMS[kind](row, body="<p>His words.</p>") | {"_withdraw": ""}
    answer = client.post(change(row), sent, follow=True)

    row.refresh_from_db()
    place = working_copies.STORY if kind == "article" else f"update-{row.pk}"
    kept = working_copies.kept_fields(rows["article"], place, by=journalist)
    assert (row.status, row.body) == ("withdrawn", "<p>Her words.</p>")
    assert "withdrawn" in said(answer)
    assert kept["body"] == "<p>His words.</p>"


ACTS = [
    lambda update, by: marks.pin(update, by=by),
    lambda update, by: marks.hide(update, by=by),
    lambda update, by: marks.withdraw(update, by=by),
    lambda update, by: live.send_back(update, by=by),
    lambda update, by: live.publish_draft(update, by=by),
    lambda update, by: corrections.correct(
        update.article, by=by, reason="Six.", update=update
    ),
]


@pytest.mark.django_db
@pytest.mark.parametrize("act", ACTS)
def test_act_on_an_old_row_in_hand_leaves_the_new_text(journalist, rows, act):
    old = Update.objects.get(pk=rows["update"].pk)
    rows["update"].body = "<p>New words.</p>"
    live.revise_update(rows["update"], by=journalist)

    act(old, journalist)

    assert Update.objects.get(pk=old.pk).body == "<p>New words.</p>"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "act",
    [
        lambda article, by: publishing.withdraw(article, by=by),
        lambda article, by: live.set_coverage(article, "paused", by=by),
        lambda article, by: corrections.correct(article, by=by, reason="Six."),
    ],
)
def test_act_on_an_old_article_in_hand_leaves_the_new_text(journalist, rows, act):
    old = Article.objects.get(pk=rows["article"].pk)
    rows["article"].body = "<p>New words.</p>"
    publishing.revise(rows["article"], by=journalist)

    act(old, journalist)

    assert Article.objects.get(pk=old.pk).body == "<p>New words.</p>"


@pytest.mark.django_db
def test_form_opened_before_the_coverage_closed_does_not_open_it_again(
    client, journalist, rows
):
    article = rows["article"]
    opened = Article.objects.get(pk=article.pk)
    live.set_coverage(article, "closed", by=journalist)
    client.force_login(journalist)

    answer = save(client, "article", opened, body="<p>New words.</p>")

    assert "Somebody saved another text while you wrote" in answer.content.decode()
    assert Article.objects.get().coverage == "closed"


@pytest.mark.django_db
def test_text_taken_up_again_minds_what_was_saved_since(client, journalist, rows):
    update = rows["update"]
    place = f"update-{update.pk}"
    client.force_login(journalist)
    mine = update_form(update, body="<p>Left here.</p>")
    keep(client, rows["article"], place, **mine, is_changed="1")
    client.force_login(make_user("Journalist"))
    save(client, "update", update, body="<p>Her words.</p>")
    client.force_login(journalist)

    form = client.get(f"{change(update)}?kept=1").context["adminform"].form
    sent = {name: form[name].value() for name in ("body", "version")}
    answer = save(client, "update", update, **sent)

    update.refresh_from_db()
    assert sent["body"] == "<p>Left here.</p>"
    assert "Somebody saved another text" in answer.content.decode()
    assert update.body == "<p>Her words.</p>"


@pytest.mark.concurrent
@pytest.mark.django_db(transaction=True)
def test_ten_editors_of_one_update_at_once_lose_nothing(roles):
    update = make_update(make_live_article())
    editors = [make_user("Journalist") for _ in range(10)]
    begin = threading.Barrier(len(editors))
    answers = []

    def edit(user):
        client = Client()
        client.force_login(user)
        begin.wait()
        sent = update_form(update, body=f"<p>By {user.username}.</p>", _save="")
        answers.append(client.post(change(update), sent))
        connection.close()

    threads = [threading.Thread(target=edit, args=[user]) for user in editors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    update.refresh_from_db()
    saved = [answer for answer in answers if answer.status_code == 302]
    told = [a for a in answers if b"Somebody saved another text" in a.content]
    assert (len(saved), len(told)) == (1, 9)
    assert update.version == 1
    assert all(update.body.encode()[5:-5] in answer.content for answer in told)
