"""Queries written once: what they find is of each call, and never of one before."""

import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Update
from articles.prepared import prepared
from tests.factories import make_article, make_comment, make_live_article, make_update

pytestmark = pytest.mark.django_db
SIX = datetime(2026, 1, 14, 18, tzinfo=UTC)


@prepared
def told(is_newest_first, *, article, headlines, until):
    found = Update.objects.filter(article=article, headline__in=headlines)
    order = "-stamped_at" if is_newest_first else "stamped_at"
    return found.filter(stamped_at__lte=until).select_related("article").order_by(order)


@prepared
def stamps(article):
    return Update.objects.filter(article=article).values_list("stamped_at", "headline")


@pytest.fixture
def article():
    article = make_live_article()
    for hour, headline in enumerate(("one", "two", "three")):
        make_update(article, headline=headline, stamped_at=SIX + timedelta(hours=hour))
    return article


def headlines(article, *asked, until=SIX + timedelta(days=1), newest=False):
    found = told(newest, article=article.pk, headlines=list(asked), until=until)
    return [update.headline for update in found]


def test_lists_of_any_length_are_asked_for(article):
    assert headlines(article) == []
    assert headlines(article, "two") == ["two"]
    assert headlines(article, "three", "four", "one") == ["one", "three"]
    assert headlines(article, "two") == ["two"]


def test_each_call_has_its_own_moment_and_order(article):
    asked = ("one", "two", "three")

    assert headlines(article, *asked, until=SIX) == ["one"]
    assert headlines(article, *asked, until=SIX + timedelta(hours=1)) == ["one", "two"]
    assert headlines(article, *asked, newest=True) == ["three", "two", "one"]
    assert headlines(article, *asked, until=SIX - timedelta(seconds=1)) == []


def test_rows_are_whole_and_of_one_query(article, django_assert_num_queries):
    headlines(make_live_article(), "one")

    with django_assert_num_queries(1):
        [update] = told(
            False, article=article.pk, headlines=["two"], until=SIX + timedelta(days=1)
        )
        assert update.article.headline == article.headline

    assert update == Update.objects.get(headline="two")
    assert update.stamped_at == SIX + timedelta(hours=1)


def test_values_are_those_of_the_fields(article):
    assert stamps(article=article.pk)[0] == (SIX + timedelta(hours=2), "three")


def test_what_is_asked_is_a_value_and_never_sql(article):
    make_update(article, headline="'); DROP TABLE articles_update; --%s")

    found = headlines(
        article,
        "'); DROP TABLE articles_update; --%s",
        until=datetime(2100, 1, 1, tzinfo=UTC),
    )

    assert found == ["'); DROP TABLE articles_update; --%s"]


@pytest.mark.concurrent
@pytest.mark.django_db(transaction=True)
def test_threads_do_not_get_each_others_rows():
    articles = [make_live_article() for _ in range(8)]
    for article in articles:
        make_update(article, headline=article.slug)

    def read(article):
        try:
            return [stamps(article=article.pk)[0][1] for _ in range(50)]
        finally:
            connection.close()

    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)  # as unlucky as threads can be
    try:
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(read, articles))
    finally:
        sys.setswitchinterval(usual)

    assert found == [[article.slug] * 50 for article in articles]


@pytest.mark.django_db(transaction=True)
def test_a_new_connection_knows_nothing_of_the_last(article):
    before = headlines(article, "two")

    connection.close()

    assert headlines(article, "two") == before == ["two"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no server")
@pytest.mark.django_db(transaction=True)
def test_first_page_after_a_restart_of_the_database_is_made(article):
    headlines(article, "two")
    end_connection(connection.connection.info.backend_pid)

    connection.close_if_unusable_or_obsolete()  # as Django does before each request

    assert headlines(article, "two") == ["two"]


def end_connection(pid):
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
    other.close()


def test_a_pool_that_hands_connections_on_is_asked_in_full(article, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)

    with CaptureQueriesContext(connection) as captured:
        found = headlines(article, "two", "one")

    assert found == ["one", "two"]
    assert captured.captured_queries[0]["sql"].startswith("SELECT")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite plans at once")
def test_postgresql_plans_once_a_connection(article):
    headlines(article, "two", "one")

    with CaptureQueriesContext(connection) as captured:
        headlines(article, "three", "one")

    assert [query["sql"][:8] for query in captured.captured_queries] == ["EXECUTE "]


def test_page_shows_what_has_come_due_since_the_last_reader(client, time_machine):
    time_machine.move_to(SIX, tick=False)
    article = make_live_article(published_at=SIX - timedelta(hours=1))
    due = {"status": Update.Status.SCHEDULED, "stamped_at": SIX + timedelta(minutes=5)}
    make_update(article, headline="The ferry has docked", is_key_event=True, **due)
    before = client.get(article.get_absolute_url()).content.decode()

    time_machine.shift(timedelta(minutes=6))
    after = client.get(article.get_absolute_url()).content.decode()

    assert "The ferry has docked" not in before
    assert after.count("The ferry has docked") >= 2  # the update and its key event


def test_each_story_has_its_own_comments_and_picks(client):
    for place in ("harbour", "quay"):
        article = make_article()
        make_comment(article, body=f"I saw the {place}.", is_pick=True)

        html = client.get(article.get_absolute_url()).content.decode()

        assert html.count(f"I saw the {place}.") == 2
        assert html.count("I saw the") == 2
