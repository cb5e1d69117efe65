"""What reading a thread asks of the database, however much is in it."""

import pytest
from django.db import connection

from comments.models import Comment, Order
from comments.threads import read_page
from tests.comments.test_threads import chain
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("count", "newest"), [(1, 2), (40, 3)])
def test_thread_makes_no_more_queries_for_many(
    django_assert_num_queries, count, newest
):
    article = make_article()
    for _ in range(count):
        chain(article, 2)
    last = chain(article, 2)[-1]

    with django_assert_num_queries(1):
        read_page(article, size=10)
    with django_assert_num_queries(3):
        read_page(article, start=last.pk, size=10)
    with django_assert_num_queries(newest):  # what overflows the page takes one
        read_page(article, order=Order.NEWEST, size=10)
    for order, place in ((Order.NEWEST, 2), (Order.LIKED, 3)):
        with django_assert_num_queries(newest + place):
            read_page(article, order=order, start=last.pk, size=10)


@pytest.mark.parametrize(
    ("order", "index"),
    [
        (Order.NEWEST, "comment_thread_by_age"),
        (Order.LIKED, "comment_thread_by_likes"),
    ],
)
def test_other_stories_and_replies_are_not_looked_through(order, index):
    stories = [make_article() for _ in range(20)]
    threads = Comment.objects.bulk_create(
        Comment(article=story, body="x", tree_id=number, lft=1, rght=22, level=0)
        for number, story in enumerate(stories * 20, start=1)
    )
    Comment.objects.bulk_create(
        Comment(
            article=first.article,
            parent=first,
            body="x",
            tree_id=first.tree_id,
            level=1,
            lft=lft,
            rght=lft + 1,
        )
        for lft in range(2, 22, 2)
        for first in threads
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE comments_comment")  # or the plan is luck

    found = Comment.objects.filter(article=stories[0]).threads().in_order(order)

    assert index in found[:5].explain()
