"""What stands where a comment is not shown, and where nothing does."""

import pytest

from comments.models import Comment
from comments.threads import read_page
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db
Status = Comment.Status


def set_status(comment, status):
    Comment.objects.filter(pk=comment.pk).update(status=status, hidden_reason="abuse")


@pytest.mark.parametrize("status", [Status.HIDDEN, Status.WITHDRAWN, Status.PENDING])
def test_tombstone_stands_only_over_a_visible_reply(client, status):
    article = make_article()
    make_comment(article)  # what begins a page is shown below what it answers
    first = make_comment(article, body="Taken words")
    reply = make_comment(article, first)
    set_status(first, status)

    with_reply = client.get(article.get_absolute_url()).content.decode()
    set_status(reply, status)
    without = client.get(article.get_absolute_url()).content.decode()

    assert f'id="comment-{first.pk}"' in with_reply
    assert f'id="comment-{first.pk}"' not in without
    assert "Taken words" not in with_reply + without


def test_tombstone_says_why(client):
    article = make_article()
    first = make_comment(article)
    make_comment(article, first)
    set_status(first, Status.HIDDEN)

    html = client.get(article.get_absolute_url()).content.decode()

    assert "Hidden by a moderator: abuse." in html


def test_pending_comment_is_never_shown(client):
    article = make_article()
    make_comment(article, body="Unread words", status=Status.PENDING)

    assert "Unread words" not in client.get(article.get_absolute_url()).content.decode()


@pytest.mark.parametrize("status", [Status.HIDDEN, Status.WITHDRAWN])
def test_own_address_of_what_was_taken_down_shows_no_text(client, status):
    comment = make_comment(make_article(), name="Nell", body="Taken words")
    set_status(comment, status)

    answer = client.get(comment.get_absolute_url())

    assert answer.status_code == 410
    assert "taken down" in answer.content.decode()
    assert "Taken words" not in answer.content.decode()
    assert "Nell" not in answer.content.decode()


@pytest.mark.parametrize("status", [Status.HIDDEN, Status.WITHDRAWN, Status.PENDING])
def test_page_that_begins_at_what_is_not_shown_begins_at_what_follows(client, status):
    article = make_article()
    first = make_comment(article)
    gone, after = (make_comment(article, first) for _ in range(2))
    set_status(gone, status)

    page = read_page(article, start=gone.pk)
    answer = client.get(f"{article.get_absolute_url()}?comments={gone.pk}")

    assert [row.pk for row in page.comments] == [first.pk, after.pk]
    assert answer.status_code == 200
