"""The day of a story, from the first word to the tombstone, in a real browser."""

import pytest
from playwright.sync_api import expect

from comments.models import Comment
from tests.factories import make_article, make_comment, make_live_article, make_update


def test_journalist_publishes_readers_answer_moderator_hides(
    page, live_server, sign_in, journalist, moderator, reader
):
    article = make_live_article(headline="Sea wall breached")
    first = make_comment(article, name="Nell", body="Is the bridge open?")
    second = make_comment(article, first, name="Ida", body="Not since six.")
    url = live_server.url + article.get_absolute_url()

    sign_in(journalist, then="/admin/")
    page.get_by_role("link", name="Sea wall breached").first.click()
    expect(page.get_by_role("textbox", name="Update")).to_be_focused()
    page.keyboard.type("The bridge is open again.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Published:")).to_be_visible()
    expect(page.get_by_role("textbox", name="Update")).to_be_focused()
    page.locator(".row").get_by_role("link", name="Link to").first.click()
    expect(page.get_by_text("The bridge is open again.")).to_be_visible()

    sign_in(reader, then=article.get_absolute_url())
    page.locator(f"#comment-{second.pk}").get_by_role("link", name="Reply").click()
    page.get_by_label("Comment", exact=True).fill("It is *now*: see 1800 GMT.")
    page.get_by_role("button", name="Post reply").click()
    expect(page.locator("article em", has_text="now")).to_be_visible()
    reply = Comment.objects.get(parent=second)
    assert reply.level == 2

    page.context.clear_cookies()
    page.goto(url)
    page.locator(f"#comment-{reply.pk}").get_by_role("link", name="Reply").click()
    page.get_by_label("Comment", exact=True).fill("Thank you.")
    page.get_by_label("Name").fill("Nell")
    page.get_by_label("E-mail").fill("nell@example.org")
    page.get_by_role("button", name="Post reply").click()
    expect(page.get_by_text("Thank you.")).to_be_visible()

    sign_in(moderator, then=article.get_absolute_url())
    page.locator(f"#comment-{reply.pk}").get_by_role("link", name="Hide").click()
    page.get_by_label("factual error").check()
    page.get_by_role("button", name="Hide comment").click()
    tombstone = page.locator(f"#comment-{reply.pk}")
    expect(tombstone).to_contain_text("Hidden by a moderator: factual error.")

    page.context.clear_cookies()
    page.goto(url)
    expect(page.locator(f"#comment-{reply.pk}")).to_contain_text(
        "Hidden by a moderator"
    )
    expect(page.get_by_text("Thank you.")).to_be_visible()
    expect(page.get_by_text("see 1800 GMT")).to_have_count(0)


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_guest_replies_without_script(page, live_server):
    comment = make_comment(make_article(), body="Anyone there?")

    page.goto(live_server.url + comment.article.get_absolute_url())
    page.get_by_role("link", name="Reply").click()
    page.get_by_label("Comment", exact=True).fill("Here.")
    page.get_by_label("E-mail").fill("not an address")
    page.get_by_role("button", name="Post reply").click()
    expect(page.get_by_text("Sign your comment with a name.")).to_be_visible()
    expect(page.get_by_text("Enter a valid email address.")).to_be_visible()
    expect(page.get_by_label("Comment", exact=True)).to_have_value("Here.")
    page.get_by_label("Name").fill("Nell")
    page.get_by_label("E-mail").fill("nell@example.org")
    page.get_by_role("button", name="Post reply").click()

    expect(page.get_by_text("Here.")).to_be_visible()
    assert Comment.objects.get(parent=comment).name == "Nell"


def test_form_opens_in_the_thread_and_cancel_returns_the_focus(page, live_server):
    comment = make_comment(make_article())

    page.goto(live_server.url + comment.article.get_absolute_url())
    reply = page.get_by_role("link", name="Reply")
    reply.click()
    expect(page.get_by_label("Comment", exact=True)).to_be_focused()
    page.get_by_role("link", name="Cancel").click()

    expect(page.get_by_label("Comment", exact=True)).to_have_count(0)
    expect(reply).to_be_focused()


def test_video_asks_nothing_of_its_provider_until_played(page, live_server):
    article = make_live_article()
    make_update(article, body="<p>https://youtu.be/aqz-KE-bpKQ</p>")
    asked = []
    page.route(
        lambda url: not url.startswith(live_server.url),
        lambda route: (asked.append(route.request.url), route.abort()),
    )

    page.goto(live_server.url + article.get_absolute_url())
    page.wait_for_load_state("networkidle")
    before = list(asked)
    with page.expect_event("requestfailed"):  # refused above
        page.locator(".embed-link").click()
    frame = page.locator(".embed iframe")
    expect(frame).to_have_attribute(
        "src", "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ?autoplay=1"
    )

    assert before == []
    assert {url.split("/")[2] for url in asked} == {"www.youtube-nocookie.com"}
