"""A reader's open page, while the newsroom goes on writing."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from articles import live, marks, publishing
from articles.models import Article, Update
from tests.factories import make_comment, make_live_article, make_update
from tests.pages import axe

SOON = 12_000  # ms: what goal G2 allows
TEXT = "<p>The water came over the wall at the fish market shortly after six.</p>" * 6


@pytest.fixture
def story(db):
    article = make_live_article(headline="Sea wall breached")
    for number in range(12):
        make_update(article, body=TEXT, headline=f"Update {number}")
    return article


@pytest.fixture
def open_story(page, live_server, story):
    page.goto(live_server.url + story.get_absolute_url())
    expect(page.get_by_role("button", name="Pause live updates")).to_be_visible()
    return page


def publish(article, journalist, headline):
    update = Update(article=article, body=TEXT, headline=headline)
    return live.publish_update(update, by=journalist)


def test_arrivals_wait_and_nothing_moves_until_the_reader_asks(
    open_story, story, journalist
):
    page = open_story
    page.evaluate("scrollTo({top: 2000, behavior: 'instant'})")
    read = page.get_by_role("heading", name="Update 8")
    before = read.bounding_box()["y"]

    for headline in ("First arrival", "Second arrival", "Third arrival"):
        publish(story, journalist, headline)
    button = page.get_by_role("button", name="3 new updates")
    expect(button).to_be_visible(timeout=SOON)
    expect(page).to_have_title("(3) Sea wall breached · Dateline")

    assert abs(read.bounding_box()["y"] - before) < 1
    expect(page.get_by_role("heading", name="First arrival")).to_have_count(0)

    button.click()
    expect(page.get_by_role("heading", name="First arrival")).to_be_focused()
    stamps = page.locator("#updates .update-headline").all_text_contents()
    assert stamps[:4] == [
        "Third arrival",
        "Second arrival",
        "First arrival",
        "Update 11",
    ]
    expect(page).to_have_title("Sea wall breached · Dateline")


def test_edit_and_removal_happen_in_place(open_story, story, journalist):
    page = open_story
    newest, second, *_ = story.updates.newest_first()
    page.evaluate("scrollTo({top: 2000, behavior: 'instant'})")
    read = page.get_by_role("heading", name="Update 8")
    before = read.bounding_box()["y"]

    newest.body = "<p>It was not the wall.</p>"
    live.revise_update(newest, by=journalist)
    marks.withdraw(second, by=journalist)

    edited = page.locator(f"#update-{newest.pk}")
    expect(edited).to_contain_text("It was not the wall.", timeout=SOON)
    expect(edited).to_contain_text("edited")
    expect(page.locator(f"#update-{second.pk}")).to_have_count(0)
    assert abs(read.bounding_box()["y"] - before) < 1


def test_pin_key_event_headline_and_coverage_follow(open_story, story, journalist):
    page = open_story
    update = story.updates.newest_first()[3]

    marks.pin(update, by=journalist)
    marks.mark_key_event(update, by=journalist)
    story.refresh_from_db()
    story.headline = "Sea wall holds"
    publishing.revise(story, by=journalist)
    live.set_coverage(story, Article.Coverage.PAUSED, by=journalist)

    expect(page.locator(".headline .coverage")).to_have_text("Paused", timeout=SOON)
    expect(page.get_by_role("heading", level=1)).to_have_text("Sea wall holds")
    expect(page.locator("aside.pinned")).to_contain_text("Update 8")
    expect(page.locator("nav.key-events")).to_contain_text("Update 8")


def test_new_comments_are_told_and_nothing_moves(open_story, story):
    page = open_story

    make_comment(story)
    make_comment(story)

    expect(page.get_by_role("link", name="2 new comments")).to_be_attached(timeout=SOON)


def test_withdrawn_story_leaves_no_word_on_the_open_page(open_story, story, journalist):
    page = open_story

    publishing.withdraw(story, by=journalist)

    expect(page.get_by_text("This story has been withdrawn.")).to_be_visible(
        timeout=SOON
    )
    assert "fish market" not in page.locator("main").inner_text()


def test_paused_page_asks_nothing_and_catches_up(open_story, story, journalist):
    page = open_story
    page.get_by_role("button", name="Pause live updates").click()
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    publish(story, journalist, "While you were away")
    page.wait_for_timeout(4000)
    before = list(asked)
    page.get_by_role("button", name="Resume live updates").click()

    expect(page.get_by_role("button", name="1 new update")).to_be_visible(timeout=SOON)
    assert before == []


def test_offline_page_catches_up(open_story, story, journalist):
    page = open_story
    page.context.set_offline(True)
    for number in range(3):
        publish(story, journalist, f"Unheard {number}")
    page.wait_for_timeout(3000)

    page.context.set_offline(False)

    expect(page.get_by_role("button", name="3 new updates")).to_be_visible(timeout=SOON)


# Notes how long the page means to wait, and lets a second pass in a millisecond.
HURRY = """
window.waits = [];
const wait = window.setTimeout;
window.setTimeout = (act, ms, ...rest) => {
  if (ms >= 1500) waits.push(ms / 1000);
  return wait(act, ms / 1000, ...rest);
};
"""
AWAY = "Object.defineProperty(document, 'hidden', { get: () => true });"


def waits_of(page, count):
    for _ in range(200):
        if len(waits := page.evaluate("waits")) >= count:
            break
        page.wait_for_timeout(25)
    assert len(waits) >= count
    return waits[:count]


def is_about(seconds, wanted):
    return 0.9 * wanted <= seconds <= 1.1 * wanted


def test_site_that_fails_is_asked_less_and_less_and_never_by_all_at_once(
    page, live_server, story
):
    page.add_init_script(HURRY)
    page.route("**/live/**", lambda route: route.abort())
    page.goto(live_server.url + story.get_absolute_url())

    waits = waits_of(page, 10)

    wanted = [2, 4, 8, 16, 32, 64, 128, 256, 300, 300]
    assert all(map(is_about, waits, wanted)), waits
    shares = {seconds / most for seconds, most in zip(waits, wanted, strict=True)}
    assert len(shares) > 1


def test_page_that_nobody_looks_at_asks_once_a_minute(page, live_server, story):
    page.add_init_script(HURRY + AWAY)
    page.goto(live_server.url + story.get_absolute_url())

    assert all(is_about(seconds, 60) for seconds in waits_of(page, 3))


def test_closed_story_asks_nothing(page, live_server, story, journalist):
    live.set_coverage(story, Article.Coverage.CLOSED, by=journalist)
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(live_server.url + story.get_absolute_url())
    page.wait_for_timeout(3000)

    assert not any("/live/" in url for url in asked)


@pytest.mark.look
def test_axe_finds_nothing_while_arrivals_wait(page, open_story, story, journalist):
    publish(story, journalist, "Arrival")
    expect(page.get_by_role("button", name="1 new update")).to_be_visible(timeout=SOON)

    assert axe.faults_of(page) == []


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_script_a_link_does_the_same(page, live_server, story, journalist):
    page.goto(live_server.url + story.get_absolute_url())
    publish(story, journalist, "Arrival")
    page.wait_for_timeout(5500)  # as long as the page itself may be kept

    page.get_by_role("link", name="Check for updates since").click()

    expect(page.get_by_role("heading", name="Arrival")).to_be_visible()


def test_arrivals_follow_at_the_end_where_the_beginning_is_read_first(
    page, live_server, story, journalist
):
    page.goto(f"{live_server.url}{story.get_absolute_url()}?sort=oldest")
    expect(page.get_by_role("button", name="Pause live updates")).to_be_visible()
    publish(story, journalist, "First arrival")
    publish(story, journalist, "Second arrival")

    page.get_by_role("button", name="2 new updates").click(timeout=SOON)

    expect(page.get_by_role("heading", name="First arrival")).to_be_focused()
    shown = page.locator("#updates .update-headline").all_text_contents()
    assert shown[-3:] == ["Update 11", "First arrival", "Second arrival"]


def test_news_of_a_later_page_lead_there(page, live_server, story, journalist):
    for number in range(12, 30):
        make_update(story, body=TEXT, headline=f"Update {number}")
    page.goto(f"{live_server.url}{story.get_absolute_url()}?sort=oldest")
    expect(page.get_by_role("button", name="Pause live updates")).to_be_visible()
    arrival = publish(story, journalist, "Arrival")

    page.get_by_role("button", name="1 new update").click(timeout=SOON)

    expect(page.locator(f"#update-{arrival.pk}")).to_be_in_viewport()


def test_waiting_update_that_is_moved_back_to_an_older_page_waits_no_more(
    page, live_server, story, journalist
):
    for number in range(12, 30):
        make_update(story, body=TEXT, headline=f"Update {number}")
    page.goto(live_server.url + story.get_absolute_url())
    expect(page.get_by_role("link", name="Older updates")).to_be_attached()
    moved = publish(story, journalist, "Uncorrected")
    publish(story, journalist, "Arrival")
    expect(page.get_by_role("button", name="2 new updates")).to_be_visible(timeout=SOON)

    moved.headline, moved.stamped_at = (
        "Corrected",
        story.published_at - timedelta(days=1),
    )
    live.revise_update(moved, by=journalist)
    button = page.get_by_role("button", name="1 new update")
    expect(button).to_be_visible(timeout=SOON)
    expect(page).to_have_title("(1) Sea wall breached · Dateline")
    button.click()

    expect(page.get_by_role("heading", name="Arrival")).to_be_focused()
    expect(page.locator(f"#update-{moved.pk}")).to_have_count(0)
