"""Eight writers at once: nothing lost, no error, no tree out of order."""

import threading

import pytest
from django.db import connection

from comments.models import Comment
from comments.tree_check import find_faults
from tests.factories import make_article, make_comment

WRITERS, EACH = 8, 20


@pytest.mark.concurrent
@pytest.mark.django_db(transaction=True)
def test_eight_writers_of_threads_and_replies_break_no_tree():
    articles = [make_article() for _ in range(4)]
    threads = [make_comment(article) for article in articles]
    errors = []

    def write(number):
        try:
            for turn in range(EACH):
                which = (number + turn) % len(articles)
                parent = None if turn % 3 == 0 else threads[which]
                posted = make_comment(articles[which], parent)
                if turn % 5 == 1:
                    make_comment(articles[which], posted)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    writers = [threading.Thread(target=write, args=[n]) for n in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert errors == []
    assert Comment.objects.count() == len(threads) + WRITERS * (EACH + EACH // 5)
    assert list(find_faults()) == []
