"""One form is one update, however often and by how many at once it is sent."""

import threading

import pytest
from django.db import connection
from django.test import Client

from articles import marks
from articles.models import Update
from tests.factories import make_live_article, make_user
from tests.presses import composer as form
from tests.presses import desk

Status = Update.Status


@pytest.mark.django_db
@pytest.mark.parametrize("scripted", [True, False])
def test_the_same_form_sent_twice_is_one_update(client, journalist, scripted):
    article = make_live_article()
    client.force_login(journalist)
    headers = {"Accept": "application/json"} if scripted else {}

    sent = form(_publish="")
    answers = [client.post(desk(article), sent, headers=headers) for _ in range(2)]

    assert {answer.status_code for answer in answers} == {200 if scripted else 302}
    assert article.updates.count() == 1
    article.refresh_from_db()
    assert article.change == 1


@pytest.mark.django_db
def test_a_draft_sent_again_to_be_published_is_published(client, journalist):
    article = make_live_article()
    client.force_login(journalist)
    sent = form()

    client.post(desk(article), sent | {"_draft": ""})
    client.post(desk(article), sent | {"_publish": ""})

    assert [update.status for update in article.updates.all()] == [Status.PUBLISHED]


@pytest.mark.django_db
def test_text_mended_after_an_answer_that_was_lost_is_an_edit(client, journalist):
    article = make_live_article()
    client.force_login(journalist)
    sent = form(_publish="")
    client.post(desk(article), sent)

    client.post(desk(article), sent | {"body": "<p>The wall broke at six.</p>"})

    update = article.updates.get()
    assert update.body == "<p>The wall broke at six.</p>"
    assert (update.status, update.version) == (Status.PUBLISHED, 1)
    assert update.history.count() == 2


@pytest.mark.django_db
def test_draft_of_what_is_out_with_another_text_is_refused(client, journalist):
    article = make_live_article()
    client.force_login(journalist)
    sent = form()
    client.post(desk(article), sent | {"_publish": ""})

    answer = client.post(desk(article), sent | {"body": "<p>Else.</p>", "_draft": ""})

    page = answer.content.decode()
    assert "This is out already. Whoever publishes can change what" in page
    assert "&lt;p&gt;Else.&lt;/p&gt;" in page
    assert article.updates.get().body == "<p>The wall broke.</p>"


@pytest.mark.django_db
@pytest.mark.parametrize("act", [marks.hide, marks.withdraw])
def test_sent_again_brings_back_nothing_that_a_colleague_took_down(
    client, journalist, act
):
    article = make_live_article()
    client.force_login(journalist)
    sent = form(_publish="")
    client.post(desk(article), sent)
    act(article.updates.get(), by=make_user("Editor"))
    status = article.updates.get().status

    answer = client.post(desk(article), sent)

    page = answer.content.decode()
    assert "a colleague has taken it down since" in page
    assert "&lt;p&gt;The wall broke.&lt;/p&gt;" in page
    assert article.updates.get().status == status


@pytest.mark.django_db
def test_same_text_sent_later_keeps_its_stamp(client, journalist, time_machine):
    time_machine.move_to("2026-01-14T20:00:00Z", tick=False)
    article = make_live_article()
    client.force_login(journalist)
    sent = form(_publish="")
    client.post(desk(article), sent)
    time_machine.move_to("2026-01-14T20:09:00Z", tick=False)

    client.post(desk(article), sent)

    update = article.updates.get()
    assert f"{update.stamped_at:%H%M}" == "2000"
    assert (update.edited_at, update.history.count()) == (None, 1)


@pytest.mark.django_db
def test_token_of_another_article_or_of_nobody_makes_no_other_update(
    client, journalist
):
    article, other = make_live_article(), make_live_article()
    client.force_login(journalist)
    sent = form(_publish="")
    client.post(desk(article), sent)

    client.post(desk(other), sent)
    client.post(desk(other), form(submission="forged", _publish=""))

    assert article.updates.get().article == article
    assert [update.submission for update in other.updates.all()] == [None]


@pytest.mark.concurrent
@pytest.mark.django_db(transaction=True)
def test_fifty_publishes_at_once_by_many_hands_are_fifty_updates(roles):
    article = make_live_article()
    writers = [make_user("Journalist") for _ in range(10)]

    answers = at_once(writers, lambda user: forms(5), article)

    changes = sorted(article.updates.values_list("change", flat=True))
    article.refresh_from_db()
    assert answers == [302] * 50
    assert changes == list(range(1, 51))
    assert article.change == 50


@pytest.mark.concurrent
@pytest.mark.django_db(transaction=True)
def test_one_form_sent_by_ten_presses_at_once_is_one_update(journalist):
    article = make_live_article()
    sent = form(_publish="")

    answers = at_once([journalist] * 10, lambda user: [sent], article)

    assert answers == [302] * 10
    assert article.updates.count() == 1


def forms(count):
    return [form(_publish="") for _ in range(count)]


def at_once(users, forms_of, article):
    """Post each user's forms, all users in threads of their own; return the codes."""
    begin = threading.Barrier(len(users))
    codes = []

    def write(user):
        client = Client()
        client.force_login(user)
        begin.wait()
        for sent in forms_of(user):
            codes.append(client.post(desk(article), sent).status_code)
        connection.close()

    threads = [threading.Thread(target=write, args=[user]) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return codes
