"""What search engines are told, and what they are not."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from articles import live, publishing
from articles.models import Update
from tests.factories import make_article, make_live_article

pytestmark = pytest.mark.django_db
NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
}
MAY = datetime(2026, 5, 31, 23, 30, tzinfo=UTC)


def read(client, address):
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "application/xml; charset=utf-8"
    return list(ElementTree.fromstring(answer.content))


def told(entry, path):
    return entry.findtext(path, namespaces=NAMES)


def test_each_month_has_a_sitemap_with_its_stories(client):
    old = make_article(slug="old", published_at=MAY, changed_at=MAY)
    new = make_article(slug="new")

    months = read(client, "/sitemap.xml")

    newest, oldest = (told(entry, "s:loc") for entry in months)
    assert oldest == "http://testserver/2026/05/sitemap.xml"
    assert [told(entry, "s:loc") for entry in read(client, oldest)] == [
        f"http://testserver{old.get_absolute_url()}"
    ]
    assert [told(entry, "s:loc") for entry in read(client, newest)] == [
        f"http://testserver{new.get_absolute_url()}"
    ]
    assert told(months[1], "s:lastmod") == "2026-05-31T23:30:00+00:00"


def test_lastmod_is_when_readers_last_saw_something_new(client, journalist):
    story = make_live_article(published_at=MAY, changed_at=MAY)
    live.publish_update(Update(article=story, body="<p>Water.</p>"), by=journalist)

    (entry,) = read(client, "/2026/05/sitemap.xml")
    (month,) = read(client, "/sitemap.xml")

    changed = datetime.fromisoformat(told(entry, "s:lastmod"))
    assert timezone.now() - changed < timedelta(minutes=1)
    assert told(month, "s:lastmod") == told(entry, "s:lastmod")


def test_scheduled_story_is_told_once_it_is_out_as_new_at_that_moment(client):
    now = timezone.now()
    out = now - timedelta(minutes=5)
    early = {"status": "scheduled", "changed_at": now - timedelta(days=2)}
    make_article(slug="out", published_at=out, **early)
    make_article(slug="to-come", published_at=now + timedelta(days=1), **early)

    (entry,) = read(client, "/news-sitemap.xml")

    assert "/out/" in told(entry, "s:loc")
    moment = datetime.fromisoformat(told(entry, "s:lastmod"))
    assert abs(moment - out) < timedelta(seconds=1)


def test_news_are_two_days_old_at_most_and_named(client, settings):
    settings.NEWSROOM_NAME = "Tide & Times"
    make_article(slug="old", published_at=timezone.now() - timedelta(hours=49))
    make_article(headline="Wall < water\x0b", slug="new")

    (entry,) = read(client, "/news-sitemap.xml")

    assert told(entry, "n:news/n:title") == "Wall < water"
    assert told(entry, "n:news/n:publication/n:name") == "Tide & Times"
    assert told(entry, "n:news/n:publication/n:language") == "en"


def test_what_is_not_public_is_in_no_sitemap(client, journalist):
    story = make_article(published_at=MAY)
    make_article(slug="draft", status="draft", published_at=MAY)
    publishing.withdraw(story, by=journalist)

    assert read(client, "/sitemap.xml") == []
    assert read(client, "/news-sitemap.xml") == []
    assert client.get("/2026/05/sitemap.xml").status_code == 404


@pytest.mark.parametrize("month", ["2026/13", "0000/01", "9999/12", "2026/00"])
def test_month_that_is_none_is_not_found(client, month):
    assert client.get(f"/{month}/sitemap.xml").status_code == 404


def test_queries_do_not_grow_with_the_stories(client, django_assert_num_queries):
    for number in range(5):
        make_article(slug=f"story-{number}", published_at=MAY)

    for address in ("/sitemap.xml", "/2026/05/sitemap.xml", "/news-sitemap.xml"):
        with django_assert_num_queries(1):
            client.get(address)


def test_robots_are_led_to_the_sitemaps_and_away_from_the_newsroom(client):
    answer = client.get("/robots.txt")

    lines = answer.content.decode().splitlines()
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "Disallow: /admin/" in lines
    assert "Sitemap: http://testserver/sitemap.xml" in lines
    assert "Sitemap: http://testserver/news-sitemap.xml" in lines
