"""Eight writers at once: nothing lost, no error, no tree out of order."""

import multiprocessing
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction

from articles.models import Article
from comments.acts import lock
from comments.counts import PARTS, counts_of
from comments.models import Comment
from comments.tree_check import list_faults
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
    assert list_faults() == []


def write_as_a_process(number, article_ids, thread_ids):
    """Run in a process of its own, on the test's database.

    A driven browser leaves an event loop behind, and with it Django keeps two
    connections: the one that the test has closed, and here an older one to forget.
    """
    for inherited in connections.all(initialized_only=True):
        inherited.connection = None
    articles = [Article.objects.get(pk=pk) for pk in article_ids]
    threads = [Comment.objects.get(pk=pk) for pk in thread_ids]
    for turn in range(EACH * 2):
        which = (number + turn) % len(articles)
        make_comment(articles[which], threads[which] if turn % 3 else None)
    connections.close_all()


@pytest.mark.concurrent
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="on SQLite the writers are threads"
)
def test_eight_processes_on_eight_articles_break_no_tree():
    articles = [make_article() for _ in range(8)]
    threads = [make_comment(article) for article in articles]
    fork = multiprocessing.get_context("fork")
    pks = [a.pk for a in articles], [t.pk for t in threads]
    connections.close_all()

    writers = [
        fork.Process(target=write_as_a_process, args=[number, *pks])
        for number in range(WRITERS)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(timeout=120)

    assert [writer.exitcode for writer in writers] == [0] * WRITERS
    assert Comment.objects.count() == len(threads) + WRITERS * EACH * 2
    assert list_faults() == []


@pytest.mark.concurrent
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite has one writer at a time"
)
def test_writers_on_one_article_do_not_wait_for_each_others_count():
    article = make_article()

    with transaction.atomic():
        make_comment(article)
        write_beside(pid(), article)

    assert counts_of(article)[None] == 2


@pytest.mark.concurrent
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite has one writer at a time"
)
def test_a_reply_does_not_wait_for_a_moderator_at_work_in_its_thread():
    first = make_comment(make_article())

    with transaction.atomic():
        lock(Comment.objects.filter(tree_id=first.tree_id))
        write_beside(pid(), first.article, first)

    assert counts_of(first.article)[None] == 2


def write_beside(other_pid, article, parent=None):
    """Comment on a connection that waits for nobody."""

    def write():
        while pid() % PARTS == other_pid % PARTS:
            connection.close()
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '3s'")
        make_comment(article, parent)
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(write).result(timeout=30)


def pid():
    connection.ensure_connection()
    return connection.connection.info.backend_pid
