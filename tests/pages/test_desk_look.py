"""The newsroom's pages: accessible, and never wider than the screen."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from articles import live, marks
from articles.models import Update
from tests.factories import make_image, make_update, make_user
from tests.pages import axe
from tests.presses import change, desk, history

Status = Update.Status
pytestmark = pytest.mark.look
DJANGOS = [[".datetime"], [".tabular th"]]  # its own widgets' faults
TEXT = "<p>The water came over the wall at the fish market shortly after six.</p>"
PASTE = (
    "UPDATE 1800 GMT: The wall broke.\nUPDATE 1730 GMT: Rain.\n"
    "ORIGINAL ENTRY: A storm comes.\n1700 IST: Wind."
)


def body(page):
    return page.get_by_role("textbox", name="Body", exact=True)


@pytest.fixture
def newsroom(article, journalist, contributor):
    """An article whose pages hold all that they can."""
    image = make_image(caption="The quay", credit="Coast Desk")
    for number in range(32):
        make_update(
            article,
            body=TEXT,
            headline=f"Update number {number}" * (number % 2),
            is_key_event=number % 5 == 0,
            created_by=journalist,
            image=image if number == 3 else None,
        )
    first = article.updates.newest_first().first()
    make_update(article, status=Status.DRAFT, created_by=contributor)
    make_update(article, status=Status.SUBMITTED, created_by=contributor)
    make_update(article, status=Status.HIDDEN)
    marks.pin(first, by=journalist)
    first.body, first.headline = "<p>The water fell.</p>", "At last"
    live.revise_update(first, by=journalist)
    return first


def faults_of(page):
    return axe.faults_of(page, context={"exclude": DJANGOS})


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_and_nothing_overflows(
    page, live_server, sign_in, journalist, article, newsroom, width
):
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(journalist, then="/admin/")
    page.wait_for_url(f"{live_server.url}/admin/")
    faults = {"index": faults_of(page)}
    pages = {
        "desk": desk(article),
        "second page": f"{desk(article)}?page=2",
        "update": change(newsroom),
        "article": change(article),
        "history": history(newsroom),
        "story's history": history(article),
        "corrections": "/corrections/",
    }

    for name, url in pages.items():
        page.goto(live_server.url + url)
        page.wait_for_load_state("networkidle")
        faults[name] = faults_of(page)
    page.goto(live_server.url + desk(article))
    page.get_by_role("button", name=re.compile("^Hide ")).first.click()
    page.get_by_label("Stamp").fill("half past")
    page.get_by_label("Stamp").press("Control+Enter")
    expect(page.get_by_text("Undo", exact=True)).to_be_visible()
    expect(page.locator(".errorlist").first).to_be_visible()
    faults["desk with errors and undo"] = faults_of(page)

    assert {name: fault for name, fault in faults.items() if fault} == {}


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_on_the_pages_between(
    page, live_server, sign_in, journalist, article, newsroom, width
):
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(journalist, then=f"/admin/articles/article/{article.pk}/paste/")
    expect(page.get_by_role("textbox", name="Running text")).to_be_visible()
    faults = {"paste": faults_of(page)}
    page.get_by_role("textbox", name="Running text").fill(PASTE)
    page.get_by_role("button", name="Cut into updates").click()
    expect(page.get_by_text("pieces found.")).to_be_visible()
    faults["confirm"] = faults_of(page)

    page.goto(live_server.url + change(newsroom))
    expect(body(page)).to_be_visible()
    newsroom.refresh_from_db()
    newsroom.body = "<p>The water rose again.</p>"
    live.revise_update(newsroom, by=make_user("Editor"))
    body(page).fill("The water stood.")
    body(page).press("Control+Enter")
    expect(page.get_by_text("What the other text says")).to_be_visible()
    faults["conflict"] = faults_of(page)

    page.goto(live_server.url + desk(article))
    expect(page.get_by_role("textbox", name="Update", exact=True)).to_be_focused()
    page.keyboard.type("The wall broke.")
    Session.objects.all().delete()
    page.keyboard.press("Control+Enter")
    page.get_by_label("E-mail or username").fill(journalist.username)
    page.get_by_label("Password").fill("a-password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("This is not sent yet").first).to_be_visible()
    faults["unsent"] = faults_of(page)

    assert {name: fault for name, fault in faults.items() if fault} == {}
