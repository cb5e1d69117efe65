"""One like a reader, with script or without."""

import threading

import pytest
from django.db import connection
from django.urls import reverse

from comments import likes
from comments.models import Comment, Like
from comments.posting import PostingRefused
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db


def kept(comment):
    comment.refresh_from_db()
    return comment.likes, Like.objects.filter(comment=comment).count()


def test_like_counts_once_and_is_taken_back(reader):
    comment = make_comment(make_article())

    likes.like(comment, by=reader)
    likes.like(comment, by=reader)
    twice = kept(comment)
    likes.unlike(comment, by=reader)
    likes.unlike(comment, by=reader)

    assert (twice, kept(comment)) == ((1, 1), (0, 0))


def test_guest_is_asked_to_sign_in(client):
    comment = make_comment(make_article())
    url = reverse("like", args=[comment.pk])

    page = client.get(url).content.decode()
    answer = client.post(url)

    assert "Sign in to like it" in page
    assert (answer.status_code, kept(comment)) == (409, (0, 0))


def test_own_comment_and_hidden_comment_are_not_liked(reader):
    own = make_comment(make_article(), author=reader)
    hidden = make_comment(make_article(), status=Comment.Status.HIDDEN)

    for comment in (own, hidden):
        with pytest.raises(PostingRefused):
            likes.like(comment, by=reader)

    assert Like.objects.count() == 0


def test_page_likes_and_takes_back_without_script(client, reader):
    comment = make_comment(make_article())
    url = reverse("like", args=[comment.pk])
    client.force_login(reader)

    client.post(url)
    liked = kept(comment)
    page = client.get(url).content.decode()
    client.post(url, {"unlike": "1"})

    assert liked == (1, 1)
    assert "Take it back" in page
    assert kept(comment) == (0, 0)


def test_like_by_get_changes_nothing(client, reader):
    comment = make_comment(make_article())
    client.force_login(reader)

    client.get(reverse("like", args=[comment.pk]))

    assert kept(comment) == (0, 0)


@pytest.mark.concurrent
@pytest.mark.django_db(transaction=True)
def test_fifty_presses_at_once_are_one_like():
    comment = make_comment(make_article())
    user = make_user(None)
    errors = []

    def press():
        try:
            for _ in range(5):
                likes.like(Comment.objects.get(pk=comment.pk), by=user)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (errors, kept(comment)) == ([], (1, 1))
