"""The marks on an open page and around it, and what script adds, as news come."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles import live, marks
from articles.models import Article, Update
from tests.factories import make_image, make_live_article, make_update

SOON = 12_000  # ms: what goal G2 allows
TEXT = "<p>The water came over the wall at the fish market shortly after six.</p>" * 6


@pytest.fixture
def story(db):
    """Two pages of updates; the first and the last of them are key events."""
    article = make_live_article(headline="Sea wall breached")
    for number in range(25):
        is_key_event = number in {0, 24}
        make_update(
            article, body=TEXT, headline=f"No. {number}", is_key_event=is_key_event
        )
    return article


def open_story(page, live_server, story, query=""):
    page.goto(live_server.url + story.get_absolute_url() + query)
    expect(page.get_by_role("button", name="Pause live updates")).to_be_visible()


def publish(article, journalist, headline, **fields):
    update = Update(article=article, body=TEXT, headline=headline, **fields)
    return live.publish_update(update, by=journalist)


def key_event(page, headline):
    return page.locator("#key-events").get_by_role("link", name=headline)


def leads_to(update):
    return ("href", update.get_absolute_url())


def stays_at(update):
    return ("href", f"#update-{update.pk}")


def test_links_to_updates_that_stand_here_stay_here(
    page, live_server, story, journalist
):
    newest, *_, oldest = story.updates.newest_first()
    open_story(page, live_server, story)
    arrival = publish(story, journalist, "Arrival", is_key_event=True, is_pinned=True)

    link, pin = key_event(page, "Arrival"), page.locator(".pinned-mark a")
    expect(link).to_have_attribute(*leads_to(arrival), timeout=SOON)
    expect(pin).to_have_attribute(*leads_to(arrival))
    expect(key_event(page, "No. 24")).to_have_attribute(*stays_at(newest))
    expect(key_event(page, "No. 0")).to_have_attribute(*leads_to(oldest))
    page.get_by_role("button", name="1 new update").click()

    expect(link).to_have_attribute(*stays_at(arrival))
    expect(pin).to_have_attribute(*stays_at(arrival))


def test_key_events_that_are_as_they_were_keep_the_focus(
    page, live_server, story, journalist
):
    open_story(page, live_server, story)
    newest, second, third, *_ = story.updates.newest_first()
    marks.mark_key_event(second, by=journalist)
    expect(key_event(page, "No. 23")).to_be_visible(timeout=SOON)
    key_event(page, "No. 24").focus()

    third.headline = "No. 22, mended"
    live.revise_update(third, by=journalist)

    expect(page.get_by_role("heading", name="mended")).to_be_attached(timeout=SOON)
    expect(key_event(page, "No. 24")).to_be_focused()


def test_older_page_gets_key_events_and_no_pinned_update(
    page, live_server, story, journalist
):
    start = story.updates.newest_first()[20]
    open_story(page, live_server, story, f"?updates={start.pk}")

    marks.pin(start, by=journalist)
    marks.mark_key_event(start, by=journalist)

    expect(key_event(page, "No. 4")).to_have_attribute(*stays_at(start), timeout=SOON)
    expect(page.locator(f"#update-{start.pk} .mark")).to_have_text(
        ["Key event", "Pinned"]
    )
    expect(page.locator(".pinned")).to_have_count(0)


def test_announced_start_passes_on_the_open_page(page, live_server):
    hour = timedelta(hours=1)
    starts_at = timezone.now() + hour
    story = make_live_article(coverage_starts_at=starts_at)
    open_story(page, live_server, story)
    badge = page.locator(".headline .coverage")
    expect(badge).to_contain_text("Starts at")

    ago = {"changed_at": story.changed_at - hour, "coverage_starts_at": timezone.now()}
    Article.objects.filter(pk=story.pk).update(**ago)  # an hour goes by
    page.evaluate("dispatchEvent(new Event('online'))")

    expect(badge).to_have_text("Live", timeout=SOON)


@pytest.mark.browser_context_args(timezone_id="Asia/Tokyo")
def test_edited_and_pinned_updates_are_equipped_like_those_of_a_new_page(
    page, live_server, journalist, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    ids = " ".join(str(make_image(size=(800, 500 + n)).pk) for n in range(2))
    gallery = f'<figure class="gallery" data-images="{ids}"></figure>'
    story = make_live_article()
    update = make_update(story, body=gallery)
    open_story(page, live_server, story)

    marks.pin(update, by=journalist)
    marks.mark_key_event(update, by=journalist)
    update.headline = "Mended"
    live.revise_update(update, by=journalist)
    edited = page.locator(f"#update-{update.pk}")
    expect(edited).to_contain_text("Mended", timeout=SOON)

    for part in (edited, page.locator("#pinned")):
        expect(part.get_by_role("button", name="Next picture")).to_be_visible()
    for times in (edited.locator(".stamp time"), page.locator("#key-events time")):
        expect(times).to_have_attribute("title", re.compile("your time"))
