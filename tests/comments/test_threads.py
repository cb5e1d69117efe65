"""Reading: tree order, pages cut anywhere, tombstones, a fixed number of queries."""

import random
import re
from datetime import timedelta
from math import ceil

import pytest
from django.utils import timezone

from comments.counts import MOST_COUNTED, counts_of
from comments.models import Comment, Order
from comments.threads import MAX_DEPTH, PAGE_SIZE, read_page
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


@pytest.mark.parametrize("order", list(Order))
@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_walking_all_pages_shows_each_comment_once(order, size):
    article = make_article()
    for length in (1, 4, 2, 6, 1):
        likes = length % 3
        Comment.objects.filter(pk=chain(article, length)[0].pk).update(likes=likes)
    whole = pks(read_page(article, order=order))
    seen, start = [], None

    while start is not None or not seen:
        page = read_page(article, order=order, start=start, size=size)
        seen += [row.pk for row in page.comments if not row.is_context]
        start = page.later
        if start is None:
            break

    assert seen == whole
    assert len(seen) == 14


def test_walk_while_others_write_shows_each_old_comment_once():
    article, now = make_article(), timezone.now()
    for hours in range(30):
        first = make_comment(article, created_at=now - timedelta(hours=100 - hours))
        make_comment(article, first)
        make_comment(article, make_comment(article, first))
    old = set(pks(read_page(article, size=500)))
    dice, seen, start = random.Random(7), [], None

    while start is not None or not seen:
        page = read_page(article, start=start, size=9)
        seen += [row.pk for row in page.comments if not row.is_context]
        for _ in range(7):
            parent = Comment.objects.get(pk=dice.choice(sorted(old)))
            make_comment(article, dice.choice([None, parent]))
        start = page.later

    assert sorted(pk for pk in seen if pk in old) == sorted(old)


def test_orders_put_threads_first_by_age_or_likes():
    article, now = make_article(), timezone.now()
    old, middle, new = (
        make_comment(article, created_at=now - timedelta(minutes=age))
        for age in (30, 20, 10)
    )
    Comment.objects.filter(pk=middle.pk).update(likes=5)

    found = {order: pks(read_page(article, order=order)) for order in Order}

    assert found == {
        Order.OLDEST: [old.pk, middle.pk, new.pk],
        Order.NEWEST: [new.pk, middle.pk, old.pk],
        Order.LIKED: [middle.pk, new.pk, old.pk],
    }


@pytest.mark.parametrize("order", list(Order))
def test_page_that_ends_in_a_thread_says_how_much_is_left_and_what_is_next(order):
    article = make_article()
    threads = [chain(article, 6) for _ in range(2)]
    first = read_page(article, order=order, size=4)

    rest = read_page(article, order=order, past=first.cut_thread, size=10)

    shown = first.comments[0].pk
    other = next(t for t in threads if t[0].pk != shown)
    assert first.cut_thread == shown
    assert counts_of(article, rest=first.rest)["rest"] == 2
    assert pks(rest) == [comment.pk for comment in other]


@pytest.mark.parametrize(
    ("length", "says"),
    [
        (PAGE_SIZE, ""),
        (PAGE_SIZE + 1, "Show 1 more reply<"),
        (PAGE_SIZE + 7, "Show 7 more replies<"),
        (PAGE_SIZE + MOST_COUNTED + 1, "Show more replies<"),
    ],
)
def test_page_says_how_many_replies_are_left(client, length, says):
    article = make_article()
    first = make_comment(article)
    rows = [Comment(article=article, parent=first, body="x") for _ in range(length - 1)]
    for place, row in enumerate(rows, start=1):
        row.tree_id, row.level = first.tree_id, 1
        row.lft, row.rght = 2 * place, 2 * place + 1
    Comment.objects.bulk_create(rows)

    html = client.get(article.get_absolute_url()).content.decode()

    assert (says in html) if says else ("Show " not in html)


def test_nothing_follows_the_last_thread():
    article = make_article()
    thread = chain(article, 2)

    assert pks(read_page(article, past=thread[0].pk)) == []


def test_comment_with_2000_replies_pages_them_all():
    article = make_article()
    first = make_comment(article)
    Comment.objects.bulk_create(
        Comment(
            article=article,
            parent=first,
            name="Nell",
            body="x",
            tree_id=first.tree_id,
            level=1,
            lft=2 * number,
            rght=2 * number + 1,
        )
        for number in range(1, 2001)
    )
    Comment.objects.filter(pk=first.pk).update(rght=4002)
    seen, start, pages = [], None, 0

    while start is not None or not pages:
        page = read_page(article, start=start)
        seen += [row.pk for row in page.comments if not row.is_context]
        start, pages = page.later, pages + 1

    assert len(seen) == len(set(seen)) == 2001
    assert pages == ceil(2001 / PAGE_SIZE)


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


def test_indent_is_bounded_and_deep_replies_name_whom_they_answer(client):
    article = make_article()
    made = chain(article, 12)

    html = client.get(article.get_absolute_url()).content.decode()

    thread = html[html.index('<ol class="thread">') :]
    assert depth_of_lists(thread) == MAX_DEPTH + 1
    assert thread.count("in reply to") == 12 - MAX_DEPTH - 1
    assert f'in reply to <a href="{made[-2].get_absolute_url()}"' in thread


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


def test_own_address_shows_what_it_answers_and_what_answers_it(client):
    article = make_article()
    first, second, third = chain(article, 3)
    stranger = make_comment(article, first)

    html = client.get(second.get_absolute_url()).content.decode()

    found = re.findall(r'id="comment-(\d+)"', html)
    assert found == [str(comment.pk) for comment in (first, second, third)]
    assert f'id="comment-{stranger.pk}"' not in html
