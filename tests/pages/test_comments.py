"""What script adds to the comment section; each act also has its page without."""

import pytest
from playwright.sync_api import expect

from comments.models import Comment
from tests.factories import make_article, make_comment, make_live_article, make_update


def open_article(page, live_server, article):
    page.goto(live_server.url + article.get_absolute_url())


def words(page):
    return page.get_by_label("Comment", exact=True)


def fill_signature(page):
    page.get_by_label("Name").fill("Nell")
    page.get_by_label("E-mail").fill("nell@example.org")


def test_draft_survives_a_reload_and_is_forgotten_once_posted(page, live_server):
    article = make_article()
    open_article(page, live_server, article)
    page.get_by_role("link", name="Write a comment").click()
    words(page).fill("Half a thought")

    open_article(page, live_server, article)
    page.get_by_role("link", name="Write a comment").click()
    expect(words(page)).to_have_value("Half a thought")
    fill_signature(page)
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator(".comment")).to_contain_text("Half a thought")
    expect(page.locator(".comment")).to_be_focused()
    page.get_by_role("link", name="Write a comment").click()

    expect(words(page)).to_have_value("")


def is_post_then(act):
    """Let pages through, and do `act` to what is sent."""
    return lambda route: (
        act(route) if route.request.method == "POST" else route.continue_()
    )


FAILURES = {
    "the site fails": lambda route: route.fulfill(status=503, body="Later."),
    "the network fails": lambda route: route.abort(),
    "the form is out of date": lambda route: route.continue_(post_data="body=x"),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_draft_that_was_not_taken_stays(page, live_server, failure):
    comment = make_comment(make_article())
    story = f"{comment.article.get_absolute_url()}?comments={comment.pk}"
    page.route("**/reply/**", is_post_then(FAILURES[failure]))
    page.goto(f"{live_server.url}{story}#comment-{comment.pk}")
    page.locator(".comment [data-write]").click()
    words(page).fill("Half a thought")
    fill_signature(page)
    page.get_by_role("button", name="Post reply").click()
    expect(page.locator(".comment-form")).to_have_count(0)

    page.goto(f"{live_server.url}{story}#comment-{comment.pk}")
    open_article(page, live_server, make_article())
    page.goto(f"{live_server.url}{story}#comment-{comment.pk}")
    page.locator(".comment [data-write]").click()

    expect(words(page)).to_have_value("Half a thought")
    assert Comment.objects.order_by().count() == 1


def test_draft_that_is_on_its_way_stays_whatever_else_is_opened(page, live_server):
    article = make_article()
    open_article(page, live_server, article)
    page.get_by_role("link", name="Write a comment").click()
    words(page).fill("Half a thought")
    fill_signature(page)
    page.route("**/new/**", is_post_then(lambda route: None))  # never answered
    page.get_by_role("button", name="Post comment").click(no_wait_after=True)
    other = page.context.new_page()
    open_article(other, live_server, make_article())

    open_article(other, live_server, article)
    other.get_by_role("link", name="Write a comment").click()

    expect(words(other)).to_have_value("Half a thought")


@pytest.mark.parametrize("by", ["guest", "account"])
@pytest.mark.parametrize("kind", ["new", "reply", "on an update", "held", "at last"])
def test_draft_is_forgotten_once_it_is_taken(
    page, live_server, sign_in, reader, by, kind
):
    article = make_live_article(
        comment_policy="premoderated" if kind == "held" else "open"
    )
    update, comment = make_update(article), make_comment(article)
    form = {
        "reply": f"#comment-{comment.pk} [data-write]",
        "on an update": f"#update-{update.pk} [data-write]",
    }.get(kind, ".comments-join [data-write]")
    if by == "account":
        sign_in(reader)
    open_article(page, live_server, article)
    page.locator(form).click()
    words(page).fill("A whole thought")
    if by == "guest":
        fill_signature(page)
    if kind == "at last":
        page.route("**/new/", is_post_then(FAILURES["the site fails"]))
    page.get_by_role("button", name="Post").click()
    if kind == "at last":
        expect(page.get_by_text("Later.")).to_be_visible()
        page.unroute("**/new/")
        page.reload()
    expect(page.get_by_text("A whole thought")).to_be_visible()
    page.wait_for_load_state("load")
    open_article(page, live_server, article)
    page.locator(form).click()

    expect(words(page)).to_have_value("")


def test_guest_is_remembered_only_when_asked(page, live_server):
    article = make_article()

    for remember in (False, True):
        open_article(page, live_server, article)
        page.get_by_role("link", name="Write a comment").click()
        expect(page.get_by_label("Name")).to_have_value("")
        words(page).fill(f"Thought {remember}")
        fill_signature(page)
        if remember:
            page.get_by_label("Remember me in this browser").check()
        page.get_by_role("button", name="Post comment").click()
        expect(page.get_by_text(f"Thought {remember}")).to_be_visible()
    page.get_by_role("link", name="Write a comment").click()

    expect(page.get_by_label("Name")).to_have_value("Nell")


def test_preview_shows_the_look_and_posts_nothing(page, live_server):
    open_article(page, live_server, make_article())
    page.get_by_role("link", name="Write a comment").click()
    words(page).fill("It was *loud*.")
    fill_signature(page)
    page.get_by_role("button", name="Preview").click()

    expect(page.locator(".preview em")).to_have_text("loud")
    expect(words(page)).to_have_value("It was *loud*.")
    assert not Comment.objects.exists()
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator(".comment em")).to_have_text("loud")


def test_two_quick_presses_are_one_comment(page, live_server):
    open_article(page, live_server, make_article())
    page.get_by_role("link", name="Write a comment").click()
    words(page).fill("Once.")
    fill_signature(page)
    page.get_by_role("button", name="Post comment").dblclick()

    expect(page.locator(".comment")).to_contain_text("Once.")
    assert Comment.objects.order_by().count() == 1


def test_like_counts_in_place_and_is_taken_back(page, live_server, sign_in, reader):
    comment = make_comment(make_article())
    sign_in(reader, then=comment.article.get_absolute_url())
    link = page.locator("[data-like]")

    link.click()
    expect(link).to_have_text("Like 1")
    link.click()
    expect(link).to_have_text("Like")

    comment.refresh_from_db()
    assert comment.likes == 0


def test_guest_who_likes_is_led_to_sign_in(page, live_server):
    comment = make_comment(make_article())
    open_article(page, live_server, comment.article)

    page.locator("[data-like]").click()

    expect(page.get_by_role("link", name="Sign in to like it")).to_be_visible()


def test_characters_left_are_counted_near_the_end(page, live_server):
    open_article(page, live_server, make_article())
    page.get_by_role("link", name="Write a comment").click()

    words(page).fill("x" * 4990)

    expect(page.get_by_text("10 characters left")).to_be_visible()


def test_answer_to_an_update_opens_under_it(page, live_server):
    article = make_live_article()
    update = make_update(article)
    open_article(page, live_server, article)

    page.locator(f"#update-{update.pk} [data-write]").click()
    words(page).fill("I saw that too.")
    fill_signature(page)
    page.get_by_role("button", name="Post comment").click()

    expect(page.locator(f"#update-{update.pk}")).to_contain_text("1 answer")
    assert Comment.objects.get().update == update


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_replies_fold_without_script(page, live_server):
    first = make_comment(make_article(), body="First")
    make_comment(first.article, first, body="Second")
    open_article(page, live_server, first.article)

    page.locator(".replies > summary").click()

    expect(page.get_by_text("Second")).to_be_hidden()
