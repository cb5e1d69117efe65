"""Two people at one text, and a newsroom without script."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories import make_update, make_user
from tests.presses import change, desk

TOLD = "**/desk/keep/"  # by which an open page says that it is open
PASTE = (
    "UPDATE 1800 GMT: The wall broke.\nUPDATE 1730 GMT: Rain.\n"
    "ORIGINAL ENTRY: A storm comes."
)


def enter(page, live_server, user, then):
    page.goto(f"{live_server.url}/account/login/?next={then}")
    page.get_by_label("E-mail or username").fill(user.username)
    page.get_by_label("Password").fill("a-password")
    page.get_by_role("button", name="Sign in", exact=True).click()


def body(page):
    return page.get_by_role("textbox", name="Body", exact=True)


def test_two_at_one_update_see_each_other_and_merge(
    page, live_server, sign_in, new_context, article, roles
):
    ida = make_user("Editor", first_name="Ida", last_name="Holm")
    nell = make_user("Journalist", first_name="Nell", last_name="Ash")
    update = make_update(article)
    with page.expect_response(TOLD):
        sign_in(ida, then=change(update))
    other = new_context().new_page()
    with other.expect_response(TOLD):
        enter(other, live_server, nell, change(update))

    expect(other.get_by_text("Ida Holm has this update open too.")).to_be_visible()
    page.reload()
    expect(page.get_by_text(re.compile("Nell Ash has this"))).to_be_visible()

    body(page).fill("Ida wrote this.")
    body(page).press("Control+Enter")
    expect(page.get_by_text("is saved.")).to_be_visible()
    body(other).fill("Nell wrote that.")
    expect(
        other.get_by_text("Somebody has saved another text meanwhile")
    ).to_be_visible()
    body(other).press("Control+Enter")
    conflict = other.get_by_role("region", name="What the other text says")
    expect(conflict).to_contain_text("Saved by Ida Holm")
    expect(conflict.locator("del").first).to_contain_text("Ida")
    expect(body(other)).to_have_text("Nell wrote that.")
    body(other).fill("Ida wrote this. Nell wrote that.")
    body(other).press("Control+Enter")

    expect(other.get_by_text("is saved.")).to_be_visible()
    update.refresh_from_db()
    assert update.body == "<p>Ida wrote this. Nell wrote that.</p>"
    assert update.history.filter(body="<p>Ida wrote this.</p>").exists()


def test_two_at_one_desk_see_each_other(
    page, live_server, sign_in, new_context, article, roles
):
    ida = make_user("Editor", first_name="Ida", last_name="Holm")
    with page.expect_response(TOLD):
        sign_in(ida, then=desk(article))
    other = new_context().new_page()

    enter(other, live_server, make_user("Journalist"), desk(article))

    expect(other.get_by_text("Ida Holm has this desk open too.")).to_be_visible()


def test_text_left_in_an_update_is_taken_up_after_a_reload(
    page, sign_in, journalist, article
):
    update = make_update(article)
    sign_in(journalist, then=change(update))
    body(page).fill("Left here.")
    expect(page.locator(".kept").first).to_contain_text("Kept at")

    page.reload()
    page.get_by_role("link", name="Take it up again").click()

    expect(body(page)).to_have_text("Left here.")


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_publish_mark_and_undo_without_script(page, sign_in, journalist, article):
    sign_in(journalist, then=desk(article))
    page.locator("textarea[name=body]").fill("<p>The wall broke.</p>")
    page.get_by_label("Stamp").fill("half past")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("“half past” is not a time.")).to_be_visible()
    expect(page.locator("textarea[name=body]")).to_have_value("<p>The wall broke.</p>")
    page.get_by_label("Stamp").fill("")
    page.get_by_role("button", name="Publish", exact=True).click()

    row = page.locator(".desk-timeline li.row")
    expect(row).to_contain_text("The wall broke.")
    expect(page.locator("textarea[name=body]")).to_have_value("")
    row.get_by_role("button", name=re.compile("^Pin ")).click()
    expect(row).to_contain_text("Pinned")
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(row).not_to_contain_text("Pinned")
    row.get_by_role("button", name=re.compile("^Withdraw ")).click()
    expect(row).to_contain_text("Withdrawn")


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_paste_and_restore_without_script(page, sign_in, journalist, article):
    sign_in(journalist, then=desk(article))
    page.get_by_role("link", name="Paste to updates").click()
    page.get_by_label("Running text").fill(PASTE)
    page.get_by_label("Day of the newest update").fill("2026-01-14")
    page.get_by_role("button", name="Cut into updates").click()
    expect(page.get_by_text("2 pieces found.")).to_be_visible()
    page.get_by_role("button", name="Publish all").click()
    expect(page.get_by_text("2 updates are published.")).to_be_visible()
    expect(page.locator(".desk-timeline li.row")).to_have_count(2)

    page.get_by_role("link", name=re.compile("^Edit ")).first.click()
    page.locator("textarea[name=body]").fill("<p>The gate broke.</p>")
    page.get_by_role("button", name="Save changes").click()
    page.get_by_role("link", name=re.compile("^Edit ")).first.click()
    page.get_by_role("link", name="History").click()
    page.get_by_role("button", name=re.compile("^Bring this text back")).click()

    expect(page.get_by_text("The earlier text is back.")).to_be_visible()
    update = article.updates.newest_first().first()
    assert update.body == "<p>The wall broke.</p>"
