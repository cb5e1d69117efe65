"""Comments that answer one update of a live story."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import corrections
from articles.models import Update
from comments import moderation
from comments.models import Comment
from tests.factories import (
    guest_form,
    make_article,
    make_comment,
    make_live_article,
    make_update,
)

pytestmark = pytest.mark.django_db


def page(client, article):
    return client.get(article.get_absolute_url()).content.decode()


def test_count_of_the_whole_story_is_moved_before_that_of_an_update(moderator):
    """As all who count do; otherwise two of them wait for each other."""
    article = make_live_article()
    for update in [make_update(article) for _ in range(12)]:
        comment = make_comment(article, update=update)
        with CaptureQueriesContext(connection) as captured:
            moderation.hide(comment, by=moderator, reason="abuse")

        moves = [q["sql"] for q in captured if "INTO comments_commentcount" in q["sql"]]

        assert ["update_id IS NULL" in sql for sql in moves] == [True, False]


def test_update_carries_its_link_and_the_count_of_its_answers(client, moderator):
    article = make_live_article()
    update, other = make_update(article), make_update(article)
    url = f"{reverse('new_comment', args=[article.pk])}?update={update.pk}"

    before = page(client, article)
    client.post(url, guest_form())
    thread = Comment.objects.get()
    reply = make_comment(article, thread)
    after = page(client, article)
    moderation.hide(reply, by=moderator, reason="spam")

    answers = reverse("update_comments", args=[update.pk])
    assert url in before
    assert f'<a href="{answers}">2 answers<' in after
    assert f'<a href="{answers}">1 answer<' in page(client, article)
    assert reverse("update_comments", args=[other.pk]) not in after
    assert reply.update == thread.update == update


def test_thread_says_which_update_it_answers(client):
    article = make_live_article()
    update = make_update(article)
    make_comment(article, update=update)

    assert f'on <a href="{update.get_absolute_url()}">an update</a>' in page(
        client, article
    )


def test_page_of_an_update_holds_its_threads_alone(client):
    article = make_live_article()
    update = make_update(article)
    own = make_comment(article, update=update)
    reply = make_comment(article, own)
    other = make_comment(article)

    html = client.get(reverse("update_comments", args=[update.pk])).content.decode()

    assert [f'id="comment-{c.pk}"' in html for c in (own, reply, other)] == [
        True,
        True,
        False,
    ]


def test_correction_marks_what_was_written_before_it(client, journalist):
    article = make_live_article()
    update = make_update(article)
    make_comment(
        article, update=update, created_at=timezone.now() - timedelta(minutes=5)
    )
    corrections.correct(article, by=journalist, reason="Six.", update=update)
    make_comment(
        article, update=update, created_at=timezone.now() + timedelta(minutes=5)
    )

    assert page(client, article).count("corrected after this was written") == 1


@pytest.mark.parametrize("number", ["abc", "-1", "9" * 30, "0"])
def test_update_that_is_none_is_not_found(client, number):
    article = make_live_article()

    answer = client.get(reverse("new_comment", args=[article.pk]) + f"?update={number}")

    assert answer.status_code == 404


@pytest.mark.parametrize("status", [Update.Status.DRAFT, Update.Status.WITHDRAWN])
def test_update_that_is_not_public_takes_no_comment(client, status):
    update = make_update(make_live_article(), status=status)
    url = reverse("new_comment", args=[update.article_id]) + f"?update={update.pk}"

    assert client.post(url, guest_form()).status_code == 404
    assert client.get(reverse("update_comments", args=[update.pk])).status_code == 404


def test_update_of_another_article_takes_no_comment(client):
    update = make_update(make_live_article())
    url = reverse("new_comment", args=[make_article().pk]) + f"?update={update.pk}"

    assert client.post(url, guest_form()).status_code == 404
    assert not Comment.objects.exists()
