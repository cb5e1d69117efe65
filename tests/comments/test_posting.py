"""A reader speaks: as guest or account, as the article's policy allows."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from articles.models import Article
from comments.models import Comment
from comments.readers import reader_for
from tests.factories import guest_form, make_article, make_comment, make_user

pytestmark = pytest.mark.django_db
Policy = Article.CommentPolicy


def guest(**fields):
    return {**guest_form(), "body": "I saw it.", **fields}


def new_url(article):
    return reverse("new_comment", args=[article.pk])


def test_guests_comment_is_on_the_page_and_the_address_leads_to_it(client):
    article = make_article()

    answer = client.post(new_url(article), guest())

    comment = Comment.objects.get()
    assert answer.status_code == 302
    assert answer.headers["Location"] == (
        f"{article.get_absolute_url()}?comments={comment.pk}#comment-{comment.pk}"
    )
    page = client.get(article.get_absolute_url()).content.decode()
    assert "I saw it." in page
    assert "nell@example.org" not in page


def test_reply_stands_under_what_it_answers(client):
    parent = make_comment(make_article())

    client.post(reverse("reply", args=[parent.pk]), guest())

    reply = Comment.objects.get(parent=parent)
    assert (reply.level, reply.article_id) == (1, parent.article_id)


def test_account_signs_with_its_own_name(client):
    user = make_user(None, first_name="Ida", last_name="Berg", email="i@example.org")
    article = make_article()
    client.force_login(user)

    client.post(new_url(article), {"body": "Mine.", "name": "The editor"})

    comment = Comment.objects.get()
    assert (comment.author, comment.name, comment.email) == (user, "Ida Berg", "")


def test_form_page_keeps_every_word_of_a_refused_comment(client):
    article = make_article()

    answer = client.post(new_url(article), guest(name="", body="Long in the making"))

    html = answer.content.decode()
    assert answer.status_code == 400
    assert "Sign your comment with a name." in html
    assert "Long in the making</textarea>" in html
    assert not Comment.objects.exists()


def test_fragment_is_the_form_alone(client):
    article = make_article()

    html = client.get(new_url(article) + "?fragment").content.decode()

    assert html.strip().startswith("<form")
    assert "<html" not in html
    assert "csrfmiddlewaretoken" in html


@pytest.mark.parametrize(
    ("policy", "is_signed_in", "status"),
    [
        (Policy.OPEN, False, "published"),
        (Policy.OPEN, True, "published"),
        (Policy.ACCOUNTS, False, None),
        (Policy.ACCOUNTS, True, "published"),
        (Policy.PREMODERATED, False, "pending"),
        (Policy.PREMODERATED, True, "pending"),
        (Policy.CLOSED, False, None),
        (Policy.CLOSED, True, None),
    ],
)
def test_policy_of_the_article_decides(client, reader, policy, is_signed_in, status):
    article = make_article(comment_policy=policy)
    if is_signed_in:
        client.force_login(reader)

    answer = client.post(new_url(article), guest())

    assert list(Comment.objects.values_list("status", flat=True)) == (
        [status] if status else []
    )
    if status is None:
        assert answer.status_code == 409
        assert "I saw it." in answer.content.decode()


def test_moderators_own_comment_does_not_wait(client, moderator):
    article = make_article(comment_policy=Policy.PREMODERATED)
    client.force_login(moderator)

    client.post(new_url(article), guest())

    assert Comment.objects.get().status == "published"


def test_pending_comment_is_told_and_shown_to_nobody(client):
    article = make_article(comment_policy=Policy.PREMODERATED)

    answer = client.post(new_url(article), guest(body="Unread words"))

    assert "waits for a moderator" in answer.content.decode()
    assert "Unread words" not in client.get(article.get_absolute_url()).content.decode()
    assert client.get(Comment.objects.get().get_absolute_url()).status_code == 404


def test_post_without_token_is_refused():
    article = make_article()

    answer = Client(enforce_csrf_checks=True).post(new_url(article), guest())

    assert answer.status_code == 403
    assert not Comment.objects.exists()


def test_public_page_sets_no_cookie_and_holds_no_token(client):
    article = make_article()
    make_comment(article)

    answer = client.get(article.get_absolute_url())

    assert answer.cookies == {}
    assert "csrf" not in answer.content.decode()
    assert "public" in answer.headers["Cache-Control"]


def planting():
    """A savepoint around one statement, or its steps."""
    return 3 if connection.vendor == "postgresql" else 5


@pytest.mark.parametrize("replies", [0, 30])
def test_reply_makes_the_same_few_queries_in_a_short_and_a_long_thread(
    client, django_assert_num_queries, replies
):
    parent = make_comment(make_article())
    for _ in range(replies + 1):
        make_comment(parent.article, parent)
    url = reverse("reply", args=[parent.pk])

    # Parent, name, standing with what was said before.
    with django_assert_num_queries(3 + planting()):
        client.post(url, guest())


def test_reply_of_an_account_makes_one_query_more(
    client, reader, django_assert_num_queries
):
    parent = make_comment(make_article())
    reader_for(reader)
    client.force_login(reader)
    url = reverse("reply", args=[parent.pk])

    # Session, account, parent, standing with the name and what was said before.
    with django_assert_num_queries(4 + planting()):
        client.post(url, {"body": "I saw that."})
