"""Nothing typed at the desk is lost, whatever breaks, and all is posted once."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from articles.models import Update
from tests.factories import make_update, make_user
from tests.presses import desk, editor, timeline

Status = Update.Status


def sign_out_behind_its_back():
    Session.objects.all().delete()


def publish_and_lose_the_answer(page, article, intercept):
    def lose_the_answer(route):
        route.fetch()
        route.abort()

    page.keyboard.type("The wall broke.")
    intercept(f"**{desk(article)}", lose_the_answer)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Not sent: no connection.")).to_be_visible()
    page.unroute(f"**{desk(article)}")


def test_lost_network_keeps_the_text_and_it_is_posted_once(at_desk, article, intercept):
    page = at_desk
    page.keyboard.type("The wall broke.")
    intercept(f"**{desk(article)}", lambda route: route.abort())
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Not sent: no connection.")).to_be_visible()
    expect(editor(page)).to_have_text("The wall broke.")

    page.unroute(f"**{desk(article)}")
    page.keyboard.press("Control+Enter")

    expect(timeline(page)).to_have_count(1)
    assert article.updates.count() == 1


def test_answer_that_is_lost_posts_once_with_what_was_mended_since(
    at_desk, article, intercept
):
    page = at_desk
    publish_and_lose_the_answer(page, article, intercept)
    page.keyboard.type(" All went home.")
    page.keyboard.press("Control+Enter")

    expect(timeline(page)).to_contain_text("The wall broke. All went home.")
    assert article.updates.count() == 1


def test_mark_without_a_network_is_told_and_nothing_typed_is_lost(
    at_desk, article, intercept
):
    page = at_desk
    update = make_update(article)
    page.reload()
    expect(editor(page)).to_be_focused()
    page.keyboard.type("Half a sentence")
    intercept(f"**/desk/{update.pk}/**", lambda route: route.abort())

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
def test_reload_takes_the_text_up_again(at_desk, article, server_has_it, intercept):
    page = at_desk
    if not server_has_it:
        intercept("**/keep/", lambda route: route.abort())
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


def test_newer_text_of_this_browser_is_offered_beside_the_kept_one(
    at_desk, article, intercept
):
    page = at_desk
    page.keyboard.type("First half")
    expect(page.locator(".kept")).to_contain_text("Kept at")
    intercept("**/keep/", lambda route: route.abort())
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
    at_desk, article, sign_in, intercept
):
    page = at_desk
    intercept("**/keep/", lambda route: route.abort())
    page.keyboard.type("My secret")
    expect(page.locator(".kept")).to_contain_text("Kept in this browser only")

    sign_in(make_user("Journalist"), then=desk(article))
    expect(editor(page)).to_be_focused()
    page.wait_for_load_state("networkidle")

    expect(editor(page)).to_have_text("")


def test_what_is_written_while_the_press_is_on_its_way_stays(
    at_desk, article, intercept
):
    page, held = at_desk, []
    page.keyboard.type("The wall broke.")
    intercept(f"**{desk(article)}", lambda route: held.append(route))
    page.keyboard.press("Control+Enter")
    while not held:
        page.wait_for_timeout(20)
    page.keyboard.type(" And now the mayor:")
    held[0].continue_()

    expect(timeline(page)).to_have_count(1)
    expect(page.locator(".kept")).to_contain_text("Sent as it was when you pressed.")
    expect(editor(page)).to_have_text("The wall broke. And now the mayor:")
    page.unroute(f"**{desk(article)}")
    page.reload()
    expect(editor(page)).to_have_text("The wall broke. And now the mayor:")
    editor(page).press("Control+Enter")
    expect(timeline(page)).to_have_count(2)


def test_what_is_written_after_an_answer_was_lost_is_there_after_a_reload(
    at_desk, article, intercept
):
    page = at_desk
    publish_and_lose_the_answer(page, article, intercept)
    page.keyboard.type(" All went home.")
    page.reload()

    expect(editor(page)).to_have_text("The wall broke. All went home.")
    editor(page).press("Control+Enter")
    expect(editor(page)).to_have_text("")
    assert [update.body for update in article.updates.all()] == [
        "<p>The wall broke. All went home.</p>"
    ]


def test_two_windows_with_one_kept_text_send_two_updates(at_desk, article, context):
    page = at_desk
    page.keyboard.type("The wall broke.")
    expect(page.locator(".kept")).to_contain_text("Kept at")
    other = context.new_page()
    other.goto(page.url)
    expect(editor(other)).to_have_text("The wall broke.")
    editor(page).press("Control+Enter")
    expect(timeline(page)).to_have_count(1)

    editor(other).press("Control+A")
    other.keyboard.type("Quite another thing.")
    other.keyboard.press("Control+Enter")

    expect(timeline(other)).to_have_count(2)
    assert sorted(update.body for update in article.updates.all()) == [
        "<p>Quite another thing.</p>",
        "<p>The wall broke.</p>",
    ]
