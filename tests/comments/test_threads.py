"""Reading: tree order, pages cut anywhere, tombstones, a fixed number of queries."""

import re

import pytest

from comments.models import Comment
from comments.threads import MAX_DEPTH, read_page
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db
Status = Comment.Status


def pks(page):
    return [row.pk for row in page.comments]


def chain(article, length):
    comment, made = None, []
    for _ in range(length):
        comment = make_comment(article, comment)
        made.append(comment)
    return made


def test_pages_cut_anywhere_and_hold_every_comment_once():
    article = make_article()
    chain(article, 4)
    chain(article, 5)
    whole = pks(read_page(article))
    seen, start = [], None

    while True:
        page = read_page(article, start=start, size=2)
        seen += [row.pk for row in page.comments if not row.is_context]
        if page.later is None:
            break
        start = page.later

    assert seen == whole
    assert len(seen) == 9


def test_page_that_begins_inside_a_thread_shows_what_is_answered():
    article = make_article()
    first, second, third, fourth = chain(article, 4)

    page = read_page(article, start=third.pk)

    assert [(row.pk, row.is_context) for row in page.comments] == [
        (first.pk, True),
        (second.pk, True),
        (third.pk, False),
        (fourth.pk, False),
    ]


def test_earlier_page_ends_where_this_begins():
    article = make_article()
    made = [make_comment(article) for _ in range(5)]

    page = read_page(article, start=made[4].pk, size=2)

    order = pks(read_page(article))
    assert page.earlier == order[order.index(made[4].pk) - 2]


def test_page_keeps_its_place_while_others_write():
    article = make_article()
    first = make_comment(article)
    replies = [make_comment(article, first) for _ in range(4)]
    start = replies[2].pk
    before = pks(read_page(article, start=start))

    make_comment(article, replies[0])
    make_comment(article, replies[1])

    assert pks(read_page(article, start=start)) == before


def test_start_of_another_article_is_no_start():
    stranger = make_comment(make_article())

    with pytest.raises(Comment.DoesNotExist):
        read_page(make_article(), start=stranger.pk)


def set_status(comment, status):
    Comment.objects.filter(pk=comment.pk).update(status=status, hidden_reason="abuse")


@pytest.mark.parametrize("status", [Status.HIDDEN, Status.WITHDRAWN])
def test_tombstone_stands_only_over_a_visible_reply(client, status):
    article = make_article()
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


def test_indent_is_bounded_and_deep_replies_name_whom_they_answer(client):
    article = make_article()
    made = chain(article, 12)

    html = client.get(article.get_absolute_url()).content.decode()

    thread = html[html.index('<ol class="thread">') :]
    assert depth_of_lists(thread) == MAX_DEPTH + 1
    assert thread.count("in reply to") == 12 - MAX_DEPTH - 1
    assert f'href="#comment-{made[-2].pk}"' in thread


def depth_of_lists(html):
    depth = deepest = 0
    for tag in re.findall(r"</?ol", html):
        depth += 1 if tag == "<ol" else -1
        deepest = max(deepest, depth)
    assert depth == 0
    return deepest


@pytest.mark.parametrize("lists", [[3], [1, 4, 2], [7, 1], [12, 12]])
def test_lists_are_opened_and_closed_in_pairs(client, lists):
    article = make_article()
    for length in lists:
        chain(article, length)

    html = client.get(article.get_absolute_url()).content.decode()
    thread = html[html.index('<ol class="thread">') :]

    assert depth_of_lists(thread) == min(max(lists), MAX_DEPTH + 1)
    assert thread.count("<li>") == thread.count("</li>") == sum(lists)


def test_permalink_leads_to_the_page_that_begins_with_the_comment(client):
    article = make_article()
    comment = chain(article, 3)[-1]

    answer = client.get(comment.get_absolute_url(), follow=True)

    assert f'id="comment-{comment.pk}"' in answer.content.decode()
    assert answer.redirect_chain[0][0].endswith(f"#comment-{comment.pk}")


@pytest.mark.parametrize("count", [1, 40])
def test_thread_makes_the_same_queries_for_few_and_many(
    django_assert_num_queries, count
):
    article = make_article()
    for _ in range(count):
        chain(article, 2)
    last = chain(article, 2)[-1]

    with django_assert_num_queries(2):
        read_page(article, size=10)
    with django_assert_num_queries(5):
        read_page(article, start=last.pk, size=10)
