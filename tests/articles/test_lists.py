"""The front page and every list: what is public, once, newest first, same queries."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from articles.models import Article, Author, Byline, Series, Tag
from tests.factories import make_article, make_live_article, make_section, make_update

pytestmark = pytest.mark.django_db


def get(client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_front_page_leads_with_the_live_story(client):
    live = make_live_article(published_at=timezone.now() - timedelta(days=2))
    newer = make_article()
    update = make_update(live, headline="The wall broke")

    html = get(client, "/")

    assert html.index(live.headline) < html.index(newer.headline)
    assert f"{live.get_absolute_url()}#update-{update.pk}" in html


def test_front_page_of_an_empty_newsroom_says_what_to_do(client):
    assert "Nothing is published yet" in get(client, "/")


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_what_is_not_public_is_in_no_list(client, status):
    tag = Tag.objects.create(name="Flood", slug="flood")
    article = make_article(headline="Not for print")
    article.tags.add(tag)
    urls = ["/", "/sections/world/", "/tags/flood/", f"/{timezone.now():%Y/%m/%d}/"]

    shown = ["Not for print" in get(client, url) for url in urls]
    Article.objects.update(status=status)
    hidden = ["Not for print" in get(client, url) for url in urls]

    assert (shown, hidden) == ([True] * 4, [False] * 4)


def test_each_list_holds_its_own(client):
    author = Author.objects.create(name="Coast Desk", slug="coast-desk", role="Tides")
    series = Series.objects.create(name="Diary", slug="diary", description="Daily.")
    article = make_article(section=make_section("science"), series=series)
    Byline.objects.create(article=article, author=author)
    article.tags.add(Tag.objects.create(name="Flood", slug="flood"))
    other = make_article()

    urls = [
        "/sections/science/",
        "/series/diary/",
        "/tags/flood/",
        "/authors/coast-desk/",
    ]
    pages = [get(client, url) for url in urls]

    assert all(article.headline in html for html in pages)
    assert not any(other.headline in html for html in pages)


def test_each_shorter_date_is_an_archive(client):
    moment = datetime(2026, 2, 28, 23, 59, tzinfo=UTC)
    article = make_article(published_at=moment)

    found = [
        article.headline in get(client, url)
        for url in ("/2026/", "/2026/02/", "/2026/02/28/", "/2026/03/", "/2025/")
    ]

    assert found == [True, True, True, False, False]


@pytest.mark.parametrize("url", ["/2026/13/", "/2026/02/30/", "/0000/", "/9999/"])
def test_impossible_day_is_not_found(client, url):
    assert client.get(url).status_code == 404


def test_lists_page(client):
    for _ in range(21):
        make_article()

    first = get(client, "/sections/world/")
    second = get(client, "/sections/world/?page=2")

    assert "Page 1 of 2" in first
    assert second.count('<article class="card">') == 1


@pytest.mark.parametrize("count", [1, 3])
def test_front_page_makes_the_same_queries_for_few_and_many(
    client, django_assert_num_queries, count
):
    for _ in range(count):
        make_update(make_live_article())
        make_article()

    with django_assert_num_queries(4):
        get(client, "/")


@pytest.mark.parametrize("count", [1, 3])
def test_list_makes_the_same_queries_for_few_and_many(
    client, django_assert_num_queries, count
):
    for _ in range(count):
        make_article()

    with django_assert_num_queries(4):
        get(client, "/sections/world/")
