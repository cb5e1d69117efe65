"""What every page must be for everyone: accessible, light, narrow, our own."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from comments.readers import reader_for
from tests.factories import (
    make_article,
    make_comment,
    make_image,
    make_live_article,
    make_update,
    make_user,
)
from tests.pages import axe

pytestmark = pytest.mark.look
TEXT = (
    "<p>The water came over the wall at the fish market shortly after six and ran"
    " down to the square. Crews are moving people from the ground floors.</p>"
    "<p>“It was quiet, and then it was not,” said the owner of the net loft.</p>"
)


@pytest.fixture
def story(db):
    """A live article with all that a page can hold."""
    now = timezone.now()
    image = make_image(caption="The quay", credit="Coast Desk", size=(1600, 900))
    article = make_live_article(lead_image=image, kicker="Storm")
    for minute in range(50):
        make_update(
            article,
            body=TEXT + "<p>https://youtu.be/aqz-KE-bpKQ</p>" * (minute == 1),
            headline=f"Update number {minute}" * (minute % 2),
            is_key_event=minute % 5 == 0,
            image=image if minute == 3 else None,
            stamped_at=now - timedelta(minutes=minute),
        )
    reader = reader_for(make_user(None))
    signed = {"author": reader.user, "name": "Nell of the Lower Saltmarsh Landing"}
    thread = None
    for number in range(150):
        thread = make_comment(
            article,
            thread if number % 8 else None,
            **signed if number == 1 else {},
            body="I was at the market at six; the water was over the steps." * 3,
        )
    return article


def urls(story):
    comment = story.comments.first()
    return [
        "/",
        story.get_absolute_url(),
        "/sections/world/",
        "/search/?q=market",
        "/search/?q=kraken",
        "/nowhere/",
        "/account/login/",
        reverse("new_comment", args=[story.pk]),
        reverse("reply", args=[comment.pk]),
    ]


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_and_nothing_overflows(page, live_server, story, width):
    page.set_viewport_size({"width": width, "height": 900})
    faults = {}

    for url in urls(story):
        page.goto(live_server.url + url)
        if found := axe.faults_of(page):
            faults[url] = found

    assert faults == {}


def test_page_asks_only_its_own_site_and_sets_no_cookie(page, live_server, story):
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    for url in ("/", story.get_absolute_url(), "/sections/world/"):
        page.goto(live_server.url + url)
        page.wait_for_load_state("networkidle")

    assert {url.split("/")[2] for url in asked} == {live_server.url.split("/")[2]}
    assert page.context.cookies() == []


def test_page_of_50_updates_and_150_comments_weighs_little(page, live_server, story):
    sizes = {}

    def weigh(response):
        if response.request.resource_type in {"document", "stylesheet", "script"}:
            sizes[response.url] = len(response.body())

    page.on("response", weigh)
    page.goto(live_server.url + story.get_absolute_url())
    page.wait_for_load_state("networkidle")

    assert len(sizes) > 4
    assert sum(sizes.values()) <= 100_000


def test_picture_never_moves_the_text(page, live_server, story):
    page.goto(live_server.url + story.get_absolute_url())

    unsized = page.locator("img:not([width]), img:not([height])").count()

    assert unsized == 0


def test_keyboard_reaches_the_story_first(page, live_server):
    article = make_article()

    page.goto(live_server.url + article.get_absolute_url())
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.textContent") == "Skip to the story"
