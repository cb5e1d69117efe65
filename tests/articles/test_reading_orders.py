"""Newest first or from the beginning, all or key events only: plain links, kept."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.factories import make_live_article, make_update

pytestmark = pytest.mark.django_db
SIX = datetime(2026, 1, 14, 18, tzinfo=UTC)


@pytest.fixture
def story():
    """25 updates, a minute apart; each fifth is a key event; two share a stamp."""
    article = make_live_article(published_at=SIX)
    for minute in range(25):
        stamped_at = SIX + timedelta(minutes=min(minute, 23))
        make_update(article, stamped_at=stamped_at, is_key_event=minute % 5 == 0)
    return article


def page(client, article, query=""):
    return client.get(f"{article.get_absolute_url()}{query}").content.decode()


def ids(html):
    return [int(number) for number in re.findall(r'id="update-(\d+)"', html)]


def link(html, label):
    return re.search(rf'href="[^"?]*(\?[^"#]*)[^"]*">{label}<', html)[1]


def walk(client, article, query, label):
    """Follow the pages to the end; return the ids of each."""
    pages = []
    html = page(client, article, query)
    while True:
        pages.append(ids(html))
        if f">{label}<" not in html:
            return pages
        html = page(client, article, link(html, label).replace("&amp;", "&"))


def test_each_order_walks_through_all_updates_once(client, story):
    numbers = list(
        story.updates.order_by("stamped_at", "pk").values_list("pk", flat=True)
    )
    oldest = link(page(client, story), "Oldest first")

    newest_pages = walk(client, story, "", "Older updates")
    oldest_pages = walk(client, story, oldest, "Later updates")

    assert [len(part) for part in newest_pages] == [20, 5]
    assert sum(newest_pages, []) == numbers[::-1]
    assert sum(oldest_pages, []) == numbers


def test_order_turns_back_and_the_canonical_address_is_one(client, story):
    html = page(client, story, "?sort=oldest")

    assert link(html, "Newest first") == "?"
    canonical = re.search(r'rel="canonical" href="([^"]*)"', html)[1]
    assert canonical.endswith(story.get_absolute_url())


def test_original_entry_is_last_first_or_once(client, story):
    newest, oldest = page(client, story), page(client, story, "?sort=oldest")

    assert [html.count('id="original-entry"') for html in (newest, oldest)] == [1, 1]
    assert newest.index('id="original-entry"') > newest.index(
        f'id="update-{ids(newest)[-1]}'
    )
    assert oldest.index('id="original-entry"') < oldest.index(
        f'id="update-{ids(oldest)[0]}'
    )
    assert all('href="#original-entry"' in html for html in (newest, oldest))


@pytest.mark.parametrize("order", ["", "&sort=oldest"])
def test_key_events_only_is_an_address(client, story, order):
    marked = story.updates.key_events().order_by(
        "stamped_at" if order else "-stamped_at"
    )

    html = page(client, story, f"?only=key-events{order}")

    assert ids(html) == [update.pk for update in marked]
    assert link(html, "All updates") == ("?sort=oldest" if order else "?")


def test_key_events_are_listed_on_every_page_and_each_link_lands(client, story):
    html = page(client, story, link(page(client, story), "Older updates"))
    nav = html[html.index('<nav class="key-events"') :].partition("</nav>")[0]
    hrefs = re.findall(r'href="([^"]*)"', nav)

    landed = [client.get(href, follow=True) for href in hrefs if href[0] == "/"]

    assert len(hrefs) == 6
    marked = set(story.updates.key_events().values_list("pk", flat=True))
    here = {int(href.rpartition("-")[2]) for href in hrefs if "#update-" in href}
    assert here | {ids(answer.content.decode())[0] for answer in landed} == marked


@pytest.mark.parametrize("query", ["?sort=x", "?only=x", "?sort=newest"])
def test_unknown_readings_are_the_usual_one(client, story, query):
    assert ids(page(client, story, query)) == ids(page(client, story))
