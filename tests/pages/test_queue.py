"""A moderator's morning at the queue, by keys, by buttons, and with a colleague."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from comments import appeals, moderation
from comments.models import Comment, ModerationAction, Report
from comments.statements import link_of
from tests.factories import make_article, make_comment, make_user
from tests.pages import axe

QUEUE = reverse("admin:comments_queue")


def make_reported(number, **fields):
    article = make_article()
    comments = [make_comment(article, **fields) for _ in range(number)]
    for comment in comments:
        Report.objects.create(comment=comment, reason="abuse")
    return comments


def card(page, comment):
    return page.locator(f"#card-{comment.pk}")


@pytest.fixture
def desk(page, sign_in, moderator):
    """Open the queue as a moderator, its keys at work."""

    def sit_down():
        sign_in(moderator, then=QUEUE)
        expect(page.get_by_role("button", name="Keys ?")).to_be_visible()

    return sit_down


def statuses():
    return list(Comment.objects.order_by("pk").values_list("status", flat=True))


def test_one_key_approves_two_hide_one_undoes(page, desk):
    first, second, third, last = make_reported(4)
    desk()

    page.keyboard.press("j")
    expect(card(page, first)).to_be_focused()
    page.keyboard.press("a")
    expect(card(page, first)).to_contain_text("Approve.")
    expect(card(page, second)).to_be_focused()
    page.keyboard.press("h")
    page.keyboard.press("s")
    expect(card(page, second)).to_contain_text("Hide: spam.")
    expect(card(page, third)).to_be_focused()
    page.keyboard.press("u")
    expect(card(page, second)).to_be_focused()
    expect(card(page, second).get_by_role("button", name="Keep")).to_be_visible()
    page.keyboard.press("h")
    page.keyboard.press("i")
    expect(card(page, second)).to_contain_text("Hide: illegal content.")

    reasons = Comment.objects.order_by("pk").values_list("hidden_reason", flat=True)
    acts = ModerationAction.objects.order_by("pk").values_list("act", flat=True)
    assert statuses() == ["published", "hidden", "published", "published"]
    assert list(reasons) == ["", "illegal", "", ""]
    assert list(acts) == ["approve", "hide", "undo", "hide"]


def test_the_last_card_brings_up_what_is_left(page, desk):
    comments = make_reported(22)
    desk()

    page.keyboard.press("j")
    for comment in comments[:20]:
        expect(card(page, comment)).to_be_focused()
        page.keyboard.press("a")

    expect(card(page, comments[20])).to_be_visible()
    expect(page.locator(".card")).to_have_count(2)


def test_question_mark_lists_the_keys_and_typing_presses_none(page, desk):
    (comment,) = make_reported(1)
    desk()

    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("n")
    expect(page.get_by_label("To readers, on the tombstone")).to_be_focused()
    page.keyboard.type("a hasty remark")
    card(page, comment).get_by_role("button", name="abuse").click()
    expect(page.get_by_text("Nothing waits here.")).to_be_visible()

    comment.refresh_from_db()
    assert comment.hidden_note == "a hasty remark"


def test_second_moderator_is_told_who_was_first(page, desk):
    (comment,) = make_reported(1, body="Rude words")
    desk()
    expect(card(page, comment)).to_be_visible()
    moderation.hide(comment, by=make_user("Moderator", name="ann"), reason="hate")

    page.keyboard.press("a")

    alert = card(page, comment).get_by_role("alert")
    expect(alert).to_contain_text("Already decided by ann")
    assert statuses() == ["hidden"]


def test_news_are_told_and_nothing_moves(page, desk):
    make_reported(2)
    page.clock.install()
    desk()
    before = page.locator(".card").first.bounding_box()
    expect(page.get_by_role("status")).to_be_empty()

    make_reported(3)
    page.clock.run_for(21_000)

    expect(page.get_by_role("status")).to_have_text("3 new in the queue")
    assert page.locator(".card").first.bounding_box() == before
    assert page.locator(".card").count() == 2


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_every_act_is_a_plain_button(page, live_server, sign_in, moderator):
    first, second = make_reported(2)
    sign_in(moderator, then=QUEUE)

    card(page, first).get_by_role("button", name="spam").click()
    expect(page.get_by_text("Hide: spam.")).to_be_visible()
    expect(page.locator(".card")).to_have_count(1)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone: 1.")).to_be_visible()
    card(page, second).get_by_role("button", name="Claim").click()
    expect(card(page, second)).to_contain_text("Claimed by")
    for comment in (first, second):
        card(page, comment).get_by_label("tick").check()
    page.get_by_label("Reason to hide them").select_option("off topic")
    page.get_by_role("button", name="Hide", exact=True).click()
    expect(page.get_by_text("Hide: 2 done.")).to_be_visible()

    assert statuses() == ["hidden", "hidden"]


def test_thread_is_hidden_from_the_keyboard(page, desk):
    (comment,) = make_reported(1)
    make_comment(comment.article, comment)
    desk()

    page.keyboard.press("t")
    expect(page.get_by_text("This hides the comment and 1 reply")).to_be_visible()
    page.get_by_label("hate").check()
    page.get_by_role("button", name="Hide thread").click()

    expect(page.get_by_text("Hidden: 2 comments.")).to_be_visible()


def test_an_author_appeals_from_the_mail_and_another_moderator_grants(
    page, live_server, sign_in, moderator
):
    comment = make_comment(make_article(), email="nell@example.org")
    moderation.hide(comment, by=make_user("Moderator"), reason="hate")
    action = ModerationAction.objects.get()

    page.goto(live_server.url + link_of(action))
    page.get_by_role("button", name="Send appeal").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Why the decision is wrong").fill("It was a quotation.")
    page.get_by_role("button", name="Send appeal").click()
    expect(page.get_by_text("Another moderator")).to_be_visible()
    sign_in(moderator, then=reverse("admin:comments_appeals"))
    expect(page.get_by_role("button", name="Keys ?")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("g")
    expect(page.get_by_text("No appeal waits.")).to_be_visible()

    assert statuses() == ["published"]


@pytest.mark.look
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_and_nothing_overflows(
    page, live_server, sign_in, moderator, reader, width
):
    comments = make_reported(3, author=reader)
    for comment in comments:
        make_comment(comment.article, comment, status="pending")
    chief = make_user("Moderator")
    moderation.hide(comments[0], by=chief, reason="hate", public_note="Not here.")
    appeals.appeal(ModerationAction.objects.first(), words="It was a joke.")
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(moderator, then=QUEUE)
    faults = {}

    for url in (
        QUEUE,
        f"{QUEUE}?tab=pending&age=day",
        f"{QUEUE}?tab=hidden",
        reverse("admin:comments_appeals"),
        reverse("admin:comments_figures"),
        reverse("admin:comments_thread", args=[comments[1].pk]),
        reverse("admin:comments_sanction", args=[comments[1].pk]),
        reverse("moderation_counts"),
        reverse("hide_comment", args=[comments[1].pk]),
    ):
        page.goto(live_server.url + url)
        if found := axe.faults_of(page):
            faults[url] = found

    assert faults == {}
