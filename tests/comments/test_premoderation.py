"""Site, article, reader and first comments: the strictest decides who waits."""

from datetime import timedelta
from itertools import product

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from comments.models import Comment, Sanction
from tests.factories import guest_form, make_article, make_comment, make_user

pytestmark = pytest.mark.django_db
Policy = Article.CommentPolicy


@pytest.mark.parametrize(
    ("site", "article", "one", "first"), list(product([False, True], repeat=4))
)
def test_the_strictest_decides(client, settings, moderator, site, article, one, first):
    settings.COMMENT_PREMODERATED = site
    settings.COMMENT_FIRST_HELD = 1 if first else 0
    policy = Policy.PREMODERATED if article else Policy.OPEN
    story = make_article(comment_policy=policy)
    reader = make_user(None)
    if one:
        Sanction.objects.create(
            account=reader, kind="premoderation", reason="abuse", made_by=moderator
        )
    client.force_login(reader)

    client.post(reverse("new_comment", args=[story.pk]), {"body": "Words"})

    is_held = site or article or one or first
    assert Comment.objects.get().status == ("pending" if is_held else "published")


@pytest.mark.parametrize("published", [0, 1, 2, 3])
def test_first_two_are_held(client, settings, reader, published):
    settings.COMMENT_FIRST_HELD = 2
    article = make_article()
    for number in range(published):
        make_comment(article, author=reader, body=f"Earlier {number}")
    make_comment(article, author=reader, status="hidden")
    client.force_login(reader)

    client.post(reverse("new_comment", args=[article.pk]), {"body": "Now"})

    held = Comment.objects.get(body="Now").status == "pending"
    assert held == (published < 2)


def test_guests_are_known_by_their_network(client, settings):
    settings.COMMENT_FIRST_HELD = 1
    url = reverse("new_comment", args=[make_article().pk])

    client.post(url, guest_form(body="One"))
    Comment.objects.update(status="published")
    client.post(url, guest_form(body="Two"))
    client.post(url, guest_form(body="Three"), REMOTE_ADDR="198.51.100.1")

    held = Comment.objects.filter(status="pending").values_list("body", flat=True)
    assert list(held) == ["Three"]


def test_new_accounts_wait(client, settings, reader):
    settings.COMMENT_NEW_ACCOUNT_HOURS = 24
    client.force_login(reader)
    url = reverse("new_comment", args=[make_article().pk])

    answer = client.post(url, {"body": "Hello"})
    reader.date_joined = timezone.now() - timedelta(hours=25)
    reader.save()
    client.post(url, {"body": "Hello again"})

    statuses = Comment.objects.order_by("pk").values_list("status", flat=True)
    assert "because your account is new" in answer.content.decode()
    assert list(statuses) == ["pending", "published"]


def test_the_author_sees_the_own_pending_comment_and_nobody_else(client, reader):
    own = make_comment(
        make_article(), author=reader, status="pending", body="My waiting words"
    )
    url = reverse("comment", args=[own.pk])

    stranger = client.get(url)
    client.force_login(make_user(None))
    other = client.get(url)
    client.force_login(reader)
    mine = client.get(url)

    assert (stranger.status_code, other.status_code) == (404, 404)
    assert mine.status_code == 200
    assert "My waiting words" in mine.content.decode()
    assert "private" in mine.headers["Cache-Control"]
    client.logout()
    page = client.get(own.article.get_absolute_url()).content.decode()
    assert "My waiting words" not in page
