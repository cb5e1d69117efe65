"""A journalist's hours at the desk, in a real browser."""

import re

from playwright.sync_api import expect

from articles.models import Update
from tests.factories import make_article, make_update
from tests.presses import change, desk, editor, timeline

Status = Update.Status


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


def test_mark_takes_no_cursor_from_who_is_typing_by_then(at_desk, article, intercept):
    page = at_desk
    update = make_update(article)
    page.reload()
    expect(editor(page)).to_be_focused()
    answers = []
    intercept(f"**/desk/{update.pk}/pin/", lambda route: answers.append(route))

    page.get_by_role("button", name=re.compile("^Pin ")).click()
    page.get_by_label("Stamp").press("1")
    answers[0].continue_()
    expect(page.locator(".mark", has_text="Pinned")).to_be_visible()
    page.keyboard.type("800")

    expect(page.get_by_label("Stamp")).to_have_value("1800")


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


def test_what_is_typed_before_the_editor_is_there_goes_on_in_it(
    page, live_server, sign_in, journalist
):
    article = make_article(coverage="live")
    held = []
    page.route("**/django_prose_editor/editor*.js", lambda route: held.append(route))
    sign_in(journalist, then=desk(article))
    page.locator("textarea[name=body]").press_sequentially("The bridge ")
    held[0].continue_()
    expect(editor(page)).to_have_attribute("contenteditable", "true")
    expect(editor(page)).to_be_focused()
    page.keyboard.type("is open.")

    expect(editor(page)).to_have_text("The bridge is open.")
