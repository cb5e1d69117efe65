"""The feeds: what is in them, what never is, and when they are the same as before."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from articles import corrections, live, marks
from articles.models import Article, Update
from tests.factories import make_article, make_live_article, make_section, make_update
from tests.payloads import PAYLOADS

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def entries(client, address):
    answer = client.get(address)
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(answer.content).findall("a:entry", ATOM)


def text(entry, name):
    return entry.findtext(f"a:{name}", namespaces=ATOM)


def titles(client, address):
    return [text(entry, "title") for entry in entries(client, address)]


def test_site_and_section_list_the_newest_public_articles(client):
    nation = make_section("nation")
    old = timezone.now() - timedelta(days=1)
    make_article(headline="Older", section=nation, published_at=old)
    make_article(headline="Newer")
    make_article(headline="Draft", status="draft", published_at=None)

    assert titles(client, "/feed/") == ["Newer", "Older"]
    assert titles(client, "/sections/nation/feed/") == ["Older"]
    assert client.get("/sections/none/feed/").status_code == 404


def test_story_lists_its_public_updates_and_their_corrections(client, journalist):
    article = make_live_article()
    update = make_update(article, headline="It holds", body="<p>Dry &amp; well.</p>")
    make_update(article, status=Update.Status.DRAFT, headline="Not yet")
    corrections.correct(article, by=journalist, reason="14, not <40>.", update=update)
    update.refresh_from_db()

    (entry,) = entries(client, f"{article.get_absolute_url()}feed/")

    assert text(entry, "title").endswith("GMT: It holds")
    assert "<p>Dry &amp; well.</p>" in text(entry, "summary")
    assert "14, not &lt;40&gt;." in text(entry, "summary")
    assert text(entry, "updated") >= text(entry, "published")


def test_correction_of_an_article_is_in_the_sites_feed(client, journalist):
    article = make_article()
    corrections.correct(article, by=journalist, reason="It was Tuesday.")

    (entry,) = entries(client, "/feed/")

    assert "It was Tuesday." in text(entry, "summary")


def test_entry_keeps_its_id_and_tells_of_an_edit(client, journalist):
    article = make_live_article()
    update = make_update(article, stamped_at=timezone.now() - timedelta(hours=1))
    address = f"{article.get_absolute_url()}feed/"
    (before,) = entries(client, address)
    update.body = "<p>Otherwise.</p>"
    live.revise_update(update, by=journalist)
    Article.objects.update(slug="another")
    article.refresh_from_db()

    (after,) = entries(client, f"{article.get_absolute_url()}feed/")

    assert text(after, "id") == text(before, "id")
    assert text(after, "updated") > text(before, "updated")
    assert text(after, "published") == text(before, "published")


def test_what_is_hidden_leaves_the_feed_at_once(client, journalist):
    article = make_live_article()
    update = make_update(article)
    marks.hide(update, by=journalist)

    assert entries(client, f"{article.get_absolute_url()}feed/") == []


def test_unchanged_feed_is_not_sent_again(client):
    make_article()
    tag = client.get("/feed/").headers["ETag"]

    again = client.get("/feed/", headers={"If-None-Match": tag})
    make_article()
    changed = client.get("/feed/", headers={"If-None-Match": tag})

    assert (again.status_code, changed.status_code) == (304, 200)


@pytest.mark.parametrize("number", [1, 30])
def test_feeds_make_the_same_queries_for_few_and_many(
    client, number, django_assert_num_queries
):
    article = make_live_article()
    for _ in range(number):
        make_update(article)
        make_article()

    with django_assert_num_queries(2):
        client.get("/feed/")
    with django_assert_num_queries(3):
        client.get(f"{article.get_absolute_url()}feed/")


@pytest.mark.parametrize("payload", [*PAYLOADS, "bell \x07 and \x0b tab"])
def test_any_headline_leaves_a_feed_that_can_be_read(client, payload):
    article = make_live_article(headline=payload[:200], standfirst=payload[:500])
    make_update(article, headline=payload[:200], body=payload)

    assert len(entries(client, "/feed/")) == 1
    assert len(entries(client, f"{article.get_absolute_url()}feed/")) == 1
