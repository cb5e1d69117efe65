"""The article page as a reader without script or account gets it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from articles import corrections, live, marks
from articles.models import Byline, Series, Update
from tests.factories import (
    make_article,
    make_author,
    make_comment,
    make_image,
    make_live_article,
    make_section,
    make_update,
    make_user,
)

pytestmark = pytest.mark.django_db
SIX = datetime(2026, 1, 14, 18, 0, tzinfo=UTC)


def page(client, article, query=""):
    answer = client.get(article.get_absolute_url() + query)
    assert answer.status_code == 200
    return answer.content.decode()


def ids(html):
    return re.findall(r'id="(update-\d+|original-entry)"', html)


def test_updates_are_newest_first_and_the_original_entry_last(client):
    article = make_live_article(published_at=SIX)
    first = make_update(article, stamped_at=SIX)
    second = make_update(article, stamped_at=SIX + timedelta(hours=2))

    html = page(client, article)

    assert ids(html) == [f"update-{second.pk}", f"update-{first.pk}", "original-entry"]
    assert "UPDATE 1800 GMT:" in html
    assert html.index("ORIGINAL ENTRY:") < html.index("The story so far.")


def test_equal_stamps_keep_the_order_of_saving(client):
    article = make_live_article(published_at=SIX)
    updates = [make_update(article, stamped_at=SIX) for _ in range(3)]

    html = page(client, article)

    assert ids(html)[:3] == [f"update-{u.pk}" for u in reversed(updates)]


def test_day_changes_at_the_newsrooms_midnight(client, settings):
    article = make_live_article(published_at=SIX)
    hours = (5, 9, 12)  # after six: 1800 and 2200 of one day, 0100 of the next
    evening, night, morning = (
        make_update(article, stamped_at=SIX + timedelta(hours=hour)) for hour in hours
    )

    settings.TIME_ZONE = "America/New_York"
    html = page(client, article)

    found = re.findall(r'<p class="day">(.*?)</p>|id="update-(\d+)"', html)
    assert [day or int(pk) for day, pk in found] == [
        morning.pk,
        "Wednesday 14 January",
        night.pk,
        evening.pk,
    ]


def test_ordinary_article_prints_its_body_and_no_original_entry(client):
    html = page(client, make_article())

    assert "The story so far." in html
    assert "ORIGINAL ENTRY" not in html


def test_head_of_the_page_names_all_there_is(client):
    image = make_image(caption="The quay at six", credit="Coast Desk")
    article = make_live_article(
        kicker="Storm", standfirst="What is known.", lead_image=image
    )
    for position, name in enumerate(["Coast Desk", "City Desk", "Night Desk"]):
        author = make_author(name)
        Byline.objects.create(article=article, author=author, position=position)

    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page(client, article)))

    assert "By Coast Desk, City Desk and Night Desk" in text
    assert "PHOTO: The quay at six Coast Desk" in text
    assert "What is known." in text
    assert "Storm" in text


@pytest.mark.parametrize("status", [Update.Status.DRAFT, Update.Status.WITHDRAWN])
def test_update_that_is_not_public_is_nowhere(client, status):
    article = make_live_article()
    update = make_update(article, body="<p>Embargoed words</p>", is_key_event=True)

    assert "Embargoed words" in page(client, article)
    Update.objects.filter(pk=update.pk).update(status=status)

    assert "Embargoed words" not in page(client, article)


def test_key_events_link_to_this_page_or_to_their_own(client):
    article = make_live_article(published_at=SIX)
    old = make_update(article, stamped_at=SIX, is_key_event=True, headline="Old")
    for minute in range(1, 27):
        make_update(article, stamped_at=SIX + timedelta(minutes=minute))
    new = make_update(
        article, stamped_at=SIX + timedelta(hours=1), is_key_event=True, headline="New"
    )

    html = page(client, article)

    events = re.search(r'<nav class="key-events".*?</nav>', html, re.S)[0]
    assert f'href="#update-{new.pk}"' in events
    assert f'href="{old.get_absolute_url()}"' in events


def test_pinned_update_is_shown_on_top_with_one_id(client, journalist):
    article = make_live_article(published_at=SIX)
    pinned = live.publish_update(
        Update(article=article, body="<p>What we know</p>", is_pinned=True),
        by=journalist,
    )
    make_update(article, stamped_at=timezone.now() - timedelta(minutes=1))

    html = page(client, article)

    assert html.count(f'id="update-{pinned.pk}"') == 1
    assert html.count("<p>What we know</p>") == 2


def test_correction_stands_on_its_update(client, journalist):
    article = make_live_article()
    update = make_update(article)
    corrections.correct(article, by=journalist, reason="It was six.", update=update)

    html = page(client, article)

    section = html[
        html.index(f'id="update-{update.pk}"') : html.index('id="original-entry"')
    ]
    assert "It was six." in section


def test_older_pages_never_shift_when_updates_arrive(client):
    article = make_live_article(published_at=SIX)
    for minute in range(30):
        make_update(article, stamped_at=SIX + timedelta(minutes=minute))
    older = re.search(r'href="[^"?]*(\?updates=\d+)#', page(client, article))[1]
    before = ids(page(client, article, older))

    for minute in range(30, 55):
        make_update(article, stamped_at=SIX + timedelta(minutes=minute))

    assert ids(page(client, article, older)) == before
    assert len(before) == 11


def test_update_has_an_address_that_shows_it(client):
    article = make_live_article(published_at=SIX)
    update = make_update(article, stamped_at=SIX)

    answer = client.get(update.get_absolute_url())

    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(
        f"?updates={update.pk}#update-{update.pk}"
    )
    assert f"update-{update.pk}" in ids(
        client.get(answer.headers["Location"]).content.decode()
    )


def test_withdrawn_updates_address_says_gone_and_leads_to_the_article(
    client, journalist
):
    update = make_update(make_live_article(), body="<p>Taken back</p>")
    marks.withdraw(update, by=journalist)

    answer = client.get(update.get_absolute_url())

    assert answer.status_code == 410
    assert update.article.headline in answer.content.decode()
    assert "Taken back" not in answer.content.decode()


def test_wrong_date_leads_to_the_right_address(client):
    article = make_article(published_at=SIX, slug="storm")

    answer = client.get("/2020/05/05/storm/")

    assert (answer.status_code, answer.headers["Location"]) == (
        301,
        article.get_absolute_url(),
    )


def test_series_leads_to_its_neighbours(client):
    series = Series.objects.create(name="Diary", slug="diary")
    parts = [make_article(series=series, series_number=n) for n in (1, 2, 3)]

    html = page(client, parts[1])

    assert f'rel="prev" href="{parts[0].get_absolute_url()}"' in html
    assert f'rel="next" href="{parts[2].get_absolute_url()}"' in html


def test_draft_is_seen_by_its_author_and_by_no_stranger(client, contributor):
    article = make_article(status="draft", body="<p>Secret</p>", created_by=contributor)

    strangers = [client.get(article.get_absolute_url()).status_code]
    for other in (make_user(None), make_user("Contributor")):
        client.force_login(other)
        strangers.append(client.get(article.get_absolute_url()).status_code)
    client.force_login(contributor)
    own = client.get(article.get_absolute_url())

    assert strangers == [404, 404, 404]
    assert "only the newsroom sees this page" in own.content.decode()
    assert own.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("count", [1, 30])
def test_page_makes_the_same_queries_for_few_and_many(
    client, django_assert_num_queries, count
):
    article = make_live_article(
        published_at=SIX,
        lead_image=make_image(),
        series=Series.objects.create(name="Diary", slug="diary"),
        series_number=2,
        section=make_section("nation"),
    )
    image = make_image()
    for minute in range(count):
        update = make_update(
            article,
            stamped_at=SIX + timedelta(minutes=minute),
            image=image,
            author=make_author(f"Desk {minute}"),
            is_key_event=True,
        )
        article.corrections.create(update=update, reason="It was six.")
        article.see_also.add(make_article())
        parent = make_comment(article)
        for _ in range(3):
            parent = make_comment(article, parent)

    # The sections are kept for some seconds; only in a series are there neighbours.
    with django_assert_num_queries(6 + 2):
        page(client, article)

    make_comment(article, is_pick=True)
    with django_assert_num_queries(7 + 1):
        page(client, article)


def test_links_of_a_page_keep_their_order_and_show_nothing_unpublished(client):
    article = make_article()
    for position, name in enumerate(["Zoe Marsh", "Ann Quay"]):
        Byline.objects.create(
            article=article, author=make_author(name), position=position
        )
    for name in ("Wind", "floods"):
        article.tags.create(name=name, slug=name.lower())
    older = make_article(headline="Older", published_at=SIX)
    newer = make_article(headline="Newer")
    article.see_also.add(older, newer, make_article(headline="Draft", status="draft"))

    html = page(client, article)
    links = re.findall(r'<a href="([^"]+)">([^<]+)</a>', html)

    assert [text for url, text in links if "/authors/" in url] == [
        "Zoe Marsh",
        "Ann Quay",
    ]
    assert [text for url, text in links if "/tags/" in url] == ["floods", "Wind"]
    stories = {newer.get_absolute_url(), older.get_absolute_url()}
    assert [text for url, text in links if url in stories] == ["Newer", "Older"]
    assert "Draft" not in html
