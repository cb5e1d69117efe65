"""A journalist's hours at the desk, in a real browser."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from articles.models import Update
from tests.factories import make_article, make_live_article, make_update, make_user
from tests.presses import change, desk

Status = Update.Status


@pytest.fixture
def article(db):
    return make_live_article(headline="Sea wall breached")


@pytest.fixture
def at_desk(page, sign_in, journalist, article):
    sign_in(journalist, then=desk(article))
    expect(editor(page)).to_be_focused()
    return page


def editor(page):
    return page.get_by_role("textbox", name="Update", exact=True)


def timeline(page):
    return page.locator(".desk-timeline li.row")


def sign_out_behind_its_back():
    Session.objects.all().delete()


def test_publishing_takes_two_actions_from_the_open_desk(at_desk, article):
    page = at_desk
    loads = []
    page.on("framenavigated", lambda frame: loads.append(frame.url))

    page.keyboard.type("The wall broke.")  # the cursor is there already
    page.keyboard.press("Control+Enter")

    expect(timeline(page)).to_have_count(1)
    expect(timeline(page)).to_contain_text("The wall broke.")
    expect(editor(page)).to_be_focused()
    expect(editor(page)).to_have_text("")
    assert loads == []
    assert article.updates.get().status == Status.PUBLISHED


def test_three_in_a_row_without_touching_the_mouse(at_desk, article):
    page = at_desk

    for number, word in enumerate(("One", "Two", "Three"), start=1):
        page.keyboard.type(f"{word} came.")
        page.keyboard.press("Control+Enter")
        expect(timeline(page)).to_have_count(number)

    expect(timeline(page).first).to_contain_text("Three came.")
    assert article.updates.count() == 3


def test_pin_key_event_hide_and_each_undo(at_desk, article):
    page = at_desk
    update = make_update(article)
    page.reload()
    row = page.locator(f"#update-{update.pk}")

    for button, mark in (("Pin", "Pinned"), ("Key event", "Key event")):
        row.get_by_role("button", name=re.compile(f"^{button} ")).click()
        expect(row.locator(".mark", has_text=mark)).to_be_visible()
        expect(page.get_by_role("button", name="Undo", exact=True)).to_be_focused()
        page.keyboard.press("Enter")
        expect(row.locator(".mark", has_text=mark)).to_have_count(0)
    row.get_by_role("button", name=re.compile("^Hide ")).click()
    expect(row).to_contain_text("hidden from readers", ignore_case=True)
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(row).not_to_contain_text("hidden", ignore_case=True)


def test_published_by_mistake_is_a_draft_again_at_one_press(at_desk, article):
    page = at_desk
    page.keyboard.type("Too early.")
    page.keyboard.press("Control+Enter")

    page.get_by_role("button", name="Undo", exact=True).click()

    expect(page.locator(".desk-waiting")).to_contain_text("Too early.")
    assert article.updates.get().status == Status.DRAFT


def test_wrong_stamp_keeps_text_and_leads_to_the_field(at_desk, article):
    page = at_desk
    page.keyboard.type("The wall broke.")
    stamp = page.get_by_label("Stamp")
    stamp.fill("half past")

    stamp.press("Control+Enter")

    expect(page.get_by_text("“half past” is not a time.")).to_be_visible()
    expect(stamp).to_be_focused()
    expect(stamp).to_have_accessible_description(re.compile("is not a time"))
    expect(editor(page)).to_have_text("The wall broke.")
    stamp.fill("")
    stamp.press("Control+Enter")
    expect(timeline(page)).to_have_count(1)
    expect(page.get_by_text("is not a time.")).to_have_count(0)


def test_early_stamp_asks_whether_it_is_meant(at_desk, article):
    page = at_desk
    page.keyboard.type("The wall broke.")
    page.get_by_label("Stamp").fill("yesterday 1800")
    page.get_by_label("Stamp").press("Control+Enter")

    page.get_by_label("The stamp is right").check()
    page.get_by_role("button", name="Publish", exact=True).click()

    expect(timeline(page)).to_contain_text("1800 GMT")


def test_empty_text_leads_back_to_the_editor(at_desk, article):
    page = at_desk

    page.keyboard.press("Control+Enter")

    expect(page.get_by_text("This field is required.")).to_be_visible()
    expect(editor(page)).to_be_focused()


def test_lost_network_keeps_the_text_and_it_is_posted_once(at_desk, article):
    page = at_desk
    page.keyboard.type("The wall broke.")
    page.route(f"**{desk(article)}", lambda route: route.abort())
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Not sent: no connection.")).to_be_visible()
    expect(editor(page)).to_have_text("The wall broke.")

    page.unroute(f"**{desk(article)}")
    page.keyboard.press("Control+Enter")

    expect(timeline(page)).to_have_count(1)
    assert article.updates.count() == 1


def test_answer_that_is_lost_posts_once_with_what_was_mended_since(at_desk, article):
    page = at_desk

    def lose_the_answer(route):
        route.fetch()
        route.abort()

    page.keyboard.type("The wall broke.")
    page.route(f"**{desk(article)}", lose_the_answer)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Not sent: no connection.")).to_be_visible()
    page.unroute(f"**{desk(article)}")
    page.keyboard.type(" All went home.")
    page.keyboard.press("Control+Enter")

    expect(timeline(page)).to_contain_text("The wall broke. All went home.")
    assert article.updates.count() == 1


def test_mark_without_a_network_is_told_and_nothing_typed_is_lost(at_desk, article):
    page = at_desk
    update = make_update(article)
    page.reload()
    expect(editor(page)).to_be_focused()
    page.keyboard.type("Half a sentence")
    page.route(f"**/desk/{update.pk}/**", lambda route: route.abort())

    page.get_by_role("button", name=re.compile("^Pin ")).click()

    expect(page.get_by_text("Not done: no connection.")).to_be_visible()
    expect(editor(page)).to_have_text("Half a sentence")


def test_double_press_posts_once(at_desk, article):
    page = at_desk
    page.keyboard.type("The wall broke.")

    page.get_by_role("button", name="Publish", exact=True).dblclick()

    expect(timeline(page)).to_have_count(1)
    page.wait_for_load_state("networkidle")
    assert article.updates.count() == 1


@pytest.mark.parametrize("server_has_it", [True, False])
def test_reload_takes_the_text_up_again(at_desk, article, server_has_it):
    page = at_desk
    if not server_has_it:
        page.route("**/keep/", lambda route: route.abort())
    page.keyboard.type("Half a sentence")
    page.get_by_label("Headline").fill("Kept")
    said = "Kept at" if server_has_it else "Kept in this browser only"
    expect(page.locator(".kept")).to_contain_text(said)

    page.reload()

    expect(editor(page)).to_have_text("Half a sentence")
    expect(page.get_by_label("Headline")).to_have_value("Kept")


def test_discard_throws_it_away_for_good(at_desk, article):
    page = at_desk
    page.keyboard.type("Half a sentence")

    page.get_by_role("button", name="Discard").click()
    page.wait_for_load_state("networkidle")

    expect(editor(page)).to_have_text("")
    page.reload()
    page.wait_for_load_state("networkidle")
    expect(editor(page)).to_have_text("")


def test_newer_text_of_this_browser_is_offered_beside_the_kept_one(at_desk, article):
    page = at_desk
    page.keyboard.type("First half")
    expect(page.locator(".kept")).to_contain_text("Kept at")
    page.route("**/keep/", lambda route: route.abort())
    page.keyboard.type(" and second half")
    page.unroute("**/keep/")
    page.evaluate("window.onpagehide = null")

    page.reload()
    page.get_by_role("button", name="Take up what you had here").click()

    expect(editor(page)).to_have_text("First half and second half")


def test_session_that_ends_while_writing_loses_nothing(at_desk, article, journalist):
    page = at_desk
    page.keyboard.type("The wall broke.")
    sign_out_behind_its_back()

    page.keyboard.press("Control+Enter")
    page.get_by_label("E-mail or username").fill(journalist.username)
    page.get_by_label("Password").fill("a-password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="This is not sent yet")).to_be_visible()
    expect(page.get_by_text("The wall broke.")).to_be_visible()
    page.get_by_role("button", name="Send it now").click()

    expect(timeline(page)).to_have_count(1)
    expect(editor(page)).to_have_text("")
    page.reload()
    expect(editor(page)).to_have_text("")
    assert article.updates.get().status == Status.PUBLISHED


def test_mark_after_the_session_has_ended_leads_back_to_the_desk(
    at_desk, article, journalist
):
    page = at_desk
    make_update(article)
    page.reload()
    sign_out_behind_its_back()

    page.get_by_role("button", name=re.compile("^Pin ")).click()
    page.get_by_label("E-mail or username").fill(journalist.username)
    page.get_by_label("Password").fill("a-password")
    page.get_by_role("button", name="Sign in", exact=True).click()

    expect(page.get_by_role("heading", name="Sea wall breached")).to_be_visible()
    assert page.url.endswith(desk(article))


def test_sign_in_in_another_tab_asks_to_send_once_more(at_desk, article, journalist):
    page = at_desk
    page.keyboard.type("The wall broke.")
    cookies = [c for c in page.context.cookies() if c["name"] == "csrftoken"]
    page.context.add_cookies([{**cookies[0], "value": "n" * 32}])

    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="Send it now").click()

    expect(timeline(page)).to_have_count(1)
    assert article.updates.count() == 1


def test_next_person_at_the_same_computer_finds_an_empty_desk(
    at_desk, article, sign_in
):
    page = at_desk
    page.route("**/keep/", lambda route: route.abort())
    page.keyboard.type("My secret")
    expect(page.locator(".kept")).to_contain_text("Kept in this browser only")

    sign_in(make_user("Journalist"), then=desk(article))
    expect(editor(page)).to_be_focused()
    page.wait_for_load_state("networkidle")

    expect(editor(page)).to_have_text("")


def test_preview_shows_the_unsent_text_in_the_real_page(at_desk, article):
    page = at_desk
    page.keyboard.type("Not out yet.")

    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Preview").click()

    preview = opened.value
    expect(preview.get_by_text("Not out yet.")).to_be_visible()
    expect(preview.get_by_text("Preview: not public.")).to_be_visible()
    expect(editor(page)).to_have_text("Not out yet.")
    assert not article.updates.exists()


def test_link_is_pasted_and_becomes_a_facade(at_desk, article, live_server):
    page = at_desk
    page.keyboard.insert_text("https://youtu.be/aqz-KE-bpKQ")
    page.keyboard.press("Control+Enter")
    expect(timeline(page)).to_have_count(1)

    page.goto(live_server.url + article.get_absolute_url())

    expect(page.locator(".embed-link")).to_be_visible()


def test_update_of_a_colleague_appears_while_one_writes(at_desk, article):
    page = at_desk
    page.keyboard.type("Half a sentence")
    expect(page.locator(".kept")).to_contain_text("Kept at")
    update = make_update(article, body="<p>From a colleague.</p>", change=1)
    article.change = 1
    article.save()

    page.keyboard.type(" more")

    expect(page.locator(f"#update-{update.pk}")).to_be_visible()
    expect(editor(page)).to_have_text("Half a sentence more")
    expect(editor(page)).to_be_focused()


def test_story_form_leads_to_the_desk(page, sign_in, journalist):
    article = make_article(status="draft", coverage="live")

    sign_in(journalist, then=change(article))
    page.get_by_role("button", name="Publish", exact=True).click()

    expect(page).to_have_url(re.compile(desk(article)))
