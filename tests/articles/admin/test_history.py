"""Every save is on record: who, when, what."""

import pytest

from articles import live, marks, publishing
from tests.factories import make_article, make_live_article, make_update
from tests.presses import article_form, change, history, update_form

pytestmark = pytest.mark.django_db


def save(client, row, **fields):
    form = article_form if row._meta.model_name == "article" else update_form
    button = "_continue" if row._meta.model_name == "article" else "_save"
    answer = client.post(change(row), {**form(row), button: "", **fields})
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    row.refresh_from_db()


@pytest.mark.parametrize("kind", ["article", "update"])
def test_who_when_and_what_stand_in_the_history(room, time_machine, kind):
    time_machine.move_to("2026-01-14T20:00:00Z", tick=False)
    article = make_live_article(body="<p>The water rose.</p>")
    rows = {
        "article": article,
        "update": make_update(article, body="<p>The water rose.</p>"),
    }
    time_machine.move_to("2026-01-14T20:09:00Z", tick=False)

    save(room, rows[kind], body="<p>The water fell.</p>", headline="At last")
    html = room.get(history(rows[kind])).content.decode()

    assert "14 January 2026, 20:09 GMT</time> Ida Holm: edited" in html
    assert "The water <del>rose.</del><ins>fell.</ins>" in html
    assert "<ins>At last</ins>" in html


def test_every_act_is_named(room, ida):
    article = make_live_article()
    update = make_update(article, status="submitted")

    live.send_back(update, by=ida)
    live.publish_update(update, by=ida)
    marks.pin(update, by=ida)
    marks.mark_key_event(update, by=ida)
    marks.hide(update, by=ida)
    marks.show(update, by=ida)
    marks.withdraw(update, by=ida)
    live.set_coverage(article, "paused", by=ida)
    publishing.withdraw(article, by=ida)
    html = room.get(history(update)).content.decode()
    story = room.get(history(article)).content.decode()

    for act in ("sent back", "published", "pinned", "a key event", "hidden", "shown"):
        assert f"Ida Holm: {act}" in html or act in html
    assert "<del>no</del> <ins>yes</ins>" in html
    assert "Ida Holm: coverage paused" in story and "Ida Holm: withdrawn" in story


def test_history_of_what_one_may_not_see_gives_nothing(client, contributor):
    hidden_story = make_live_article(status="draft")
    rows = [
        hidden_story,
        make_update(hidden_story, body="<p>Secret.</p>"),
        make_update(make_live_article(), status="draft", body="<p>Secret.</p>"),
        make_update(make_live_article(), status="withdrawn", body="<p>Secret.</p>"),
    ]
    client.force_login(contributor)

    for row in rows:
        answers = client.get(history(row)), client.post(history(row), {"entry": "1"})
        assert {answer.status_code for answer in answers} == {404}
        assert "Secret" not in client.get(change(row), follow=True).content.decode()


@pytest.mark.parametrize("entry", ["", "0", "abc", "9" * 30, "-1"])
def test_entry_that_is_none_gives_404(room, entry):
    row = make_update(make_live_article())

    assert room.post(history(row), {"entry": entry}).status_code == 404


def test_entry_of_another_row_gives_404(room):
    article = make_live_article()
    row, other = make_update(article), make_update(article, body="<p>Other.</p>")

    answer = room.post(history(row), {"entry": other.history.get().pk})

    row.refresh_from_db()
    assert answer.status_code == 404
    assert row.body == "<p>Something moved.</p>"


@pytest.mark.parametrize("count", [1, 29])
def test_history_makes_a_fixed_number_of_queries(
    room, django_assert_max_num_queries, count
):
    article = make_article()
    for number in range(count):
        article.body = f"<p>Text {number}.</p>"
        article.save()
    room.get(history(article))

    with django_assert_max_num_queries(12):
        room.get(history(article))
