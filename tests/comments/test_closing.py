"""Comments close by themselves; what was written stays, staff may still speak."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from comments.models import Comment
from tests.factories import (
    guest_form,
    make_article,
    make_comment,
    make_live_article,
    make_update,
)

pytestmark = pytest.mark.django_db


def send(client, article, **fields):
    return client.post(reverse("new_comment", args=[article.pk]), guest_form(**fields))


@pytest.mark.parametrize(("age", "is_open"), [(6, True), (8, False)])
def test_comments_close_so_many_days_after_publication(client, settings, age, is_open):
    settings.COMMENT_CLOSE_AFTER_DAYS = 7
    article = make_article(published_at=timezone.now() - timedelta(days=age))

    answer = send(client, article)

    assert (answer.status_code == 302) == is_open
    assert Comment.objects.exists() == is_open


def test_article_may_close_at_its_own_moment(client, settings):
    settings.COMMENT_CLOSE_AFTER_DAYS = 7
    now = timezone.now()
    later = make_article(
        published_at=now - timedelta(days=20),
        comments_close_at=now + timedelta(hours=1),
    )
    over = make_article(comments_close_at=now - timedelta(hours=1))

    assert send(client, later).status_code == 302
    assert send(client, over, body="Too late").status_code == 409


def test_closed_page_says_so_offers_no_form_and_keeps_the_thread(client):
    article = make_live_article(comments_close_at=timezone.now() - timedelta(hours=1))
    make_update(article)
    make_comment(article, body="Said in time")

    comment = article.comments.get()

    html = client.get(article.get_absolute_url()).content.decode()
    own = client.get(comment.get_absolute_url()).content.decode()

    assert "Comments are closed." in html
    assert "Said in time" in html
    assert "data-write" not in html + own


def test_reply_to_a_closed_article_is_refused_and_kept(client):
    article = make_article(comments_close_at=timezone.now() - timedelta(hours=1))
    parent = make_comment(article)

    answer = client.post(
        reverse("reply", args=[parent.pk]), guest_form(body="Too late")
    )

    assert answer.status_code == 409
    assert "Too late</textarea>" in answer.content.decode()


def test_moderator_still_speaks(client, moderator):
    article = make_article(comments_close_at=timezone.now() - timedelta(hours=1))
    client.force_login(moderator)

    send(client, article, body="A last word")

    assert Comment.objects.get().body == "A last word"
