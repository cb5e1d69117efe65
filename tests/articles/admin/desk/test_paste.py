"""A running text becomes updates: looked at first, published at one press."""

import re

import pytest
from django.urls import reverse

from articles import submissions
from articles.models import Update
from tests.factories import make_live_article, make_update
from tests.presses import said

Status = Update.Status
TEXT = (
    "Storm live\n"
    "UPDATE 1800 GMT: The wall broke.\n"
    "1730: Rain.\n"
    "ORIGINAL ENTRY: A storm comes."
)
pytestmark = pytest.mark.django_db


@pytest.fixture
def article(time_machine):
    time_machine.move_to("2026-11-22T20:00:00Z", tick=False)
    return make_live_article(body="")


@pytest.fixture
def writer(client, journalist, article):
    client.force_login(journalist)
    return client


def paste(article):
    return reverse("admin:articles_article_paste", args=[article.pk])


def cut(client, article, text=TEXT, **fields):
    sent = {"text": text, "submission": submissions.issue(0), **fields}
    return client.post(paste(article), sent)


def confirmed(page, *, button="_publish", **changed):
    """What the confirmation page sends when nothing on it is touched."""
    html = page.content.decode()
    fields = {}
    for tag in re.findall(r"<input[^>]*>", html.split('class="paste-pieces"')[1]):
        found = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        is_box = found.get("type") == "checkbox"
        if found.get("type") == "submit" or is_box and " checked" not in tag:
            continue
        fields[found["name"]] = "on" if is_box else found.get("value", "")
    pieces = page.context["pieces"]
    for number, form in enumerate(pieces.forms):
        fields[f"pieces-{number}-body"] = form["body"].value()
    if page.context["original"]:
        fields["original"] = page.context["original"]
    return {**fields, button: "", **changed}


def test_nothing_is_saved_before_it_was_looked_at(writer, article):
    page = cut(writer, article)

    html = page.content.decode()
    assert not article.updates.exists()
    assert "3 pieces found" in html
    assert "2026-11-22 18:00 GMT" in html and "2026-11-22 17:30 GMT" in html
    assert "The wall broke." in html and "A storm comes." in html
    assert "This stood before the first stamp." in html


def test_second_text_from_the_same_page_overwrites_no_update_of_the_first(
    writer, article
):
    token = submissions.issue(0)
    for text in ("1800 GMT: The wall broke.\n1730: Rain.", "1900: The mayor spoke."):
        page = cut(writer, article, text, submission=token)
        writer.post(paste(article), confirmed(page))

    bodies = [update.body for update in article.updates.order_by("stamped_at")]
    assert bodies == [
        "<p>Rain.</p>",
        "<p>The wall broke.</p>",
        "<p>The mayor spoke.</p>",
    ]


def test_one_press_publishes_all_and_takes_the_original_entry(writer, article):
    answer = writer.post(paste(article), confirmed(cut(writer, article)), follow=True)

    found = [
        (f"{update.stamped_at:%H%M}", update.body, update.status)
        for update in article.updates.newest_first()
    ]
    article.refresh_from_db()
    assert found == [
        ("1800", "<p>The wall broke.</p>", "published"),
        ("1730", "<p>Rain.</p>", "published"),
    ]
    assert article.body == "<p>A storm comes.</p>"
    assert "2 updates are published." in said(answer)


def test_key_event_stamp_and_choice_are_as_ticked(writer, article):
    page = cut(writer, article)
    fields = confirmed(page) | {
        "pieces-0-is_key_event": "on",
        "pieces-0-stamped_at": "1815",
    }
    del fields["pieces-1-is_wanted"], fields["take_original"]

    writer.post(paste(article), fields)

    update = article.updates.get()
    article.refresh_from_db()
    assert (f"{update.stamped_at:%H%M}", update.is_key_event) == ("1815", True)
    assert article.body == ""


def test_story_with_a_text_keeps_it_unless_told(writer, article):
    article.body = "<p>Its own text.</p>"
    article.save()

    page = cut(writer, article)
    writer.post(paste(article), confirmed(page))

    article.refresh_from_db()
    assert "in place of what it has now" in page.content.decode()
    assert "take_original" not in confirmed(page)
    assert article.body == "<p>Its own text.</p>"


def test_double_press_is_one_set(writer, article):
    fields = confirmed(cut(writer, article))

    for _ in range(2):
        writer.post(paste(article), fields)

    assert article.updates.count() == 2


def test_press_after_going_back_and_unticking_rewrites_no_other(writer, article):
    fields = confirmed(cut(writer, article))
    writer.post(paste(article), fields)
    del fields["pieces-0-is_wanted"]

    writer.post(paste(article), fields)

    bodies = [update.body for update in article.updates.newest_first()]
    assert bodies == ["<p>The wall broke.</p>", "<p>Rain.</p>"]


def test_equal_stamps_stand_as_in_the_text(writer, article):
    page = cut(writer, article, "1800: Third.\n1800: Second.\n1800: First.")

    writer.post(paste(article), confirmed(page))

    bodies = [update.body for update in article.updates.newest_first()]
    assert bodies == ["<p>Third.</p>", "<p>Second.</p>", "<p>First.</p>"]


def test_drafts_are_kept_from_the_public(writer, article, client):
    writer.post(paste(article), confirmed(cut(writer, article), button="_draft"))

    client.logout()
    page = client.get(article.get_absolute_url()).content.decode()
    assert {update.status for update in article.updates.all()} == {"draft"}
    assert "The wall broke." not in page


def test_contributor_keeps_drafts_only(client, contributor, article):
    client.force_login(contributor)

    page = cut(client, article)
    forged = client.post(paste(article), confirmed(page))
    none = article.updates.count()
    kept = client.post(paste(article), confirmed(page, button="_draft"))

    assert "Publish all" not in page.content.decode()
    assert (forged.status_code, none) == (403, 0)
    assert kept.status_code == 302
    assert {update.status for update in article.updates.all()} == {"draft"}


def test_contributor_may_not_write_the_text_of_a_public_story(
    client, contributor, article
):
    client.force_login(contributor)
    page = cut(client, article)
    assert 'name="take_original"' not in page.content.decode()

    fields = confirmed(page, button="_draft", take_original="on")
    answer = client.post(paste(article), fields)

    article.refresh_from_db()
    assert answer.status_code == 403
    assert (article.body, article.updates.count()) == ("", 0)


@pytest.mark.parametrize(
    ("stamp", "error"),
    [
        ("half past", "is not a time"),
        ("", "Give this one a stamp"),
        ("tomorrow 1800", "is still to come"),
    ],
)
def test_bad_stamp_keeps_everything_and_saves_nothing(writer, article, stamp, error):
    fields = confirmed(cut(writer, article)) | {"pieces-0-stamped_at": stamp}

    answer = writer.post(paste(article), fields)

    html = answer.content.decode()
    article.refresh_from_db()
    assert answer.status_code == 400
    assert error in html
    assert 'value="2026-11-22 17:30 GMT"' in html
    assert "The wall broke." in html and "A storm comes." in html
    assert (article.updates.count(), article.body) == (0, "")
    assert re.search(r'name="take_original"[^>]* checked', html)
    again = confirmed(answer) | {"pieces-0-stamped_at": "1800"}
    assert writer.post(paste(article), again).status_code == 302
    assert article.updates.count() == 2


def test_unclear_stamp_is_said_where_it_stands(writer, article):
    html = cut(writer, article, "1800 IST: Rain.\n1730: Wind.").content.decode()

    assert "names no zone we know" in html
    assert 'value="1800 IST"' in html


def test_text_without_a_stamp_is_told_and_kept(writer, article):
    answer = cut(writer, article, "Just a story.")

    assert answer.status_code == 400
    assert "There is no stamp in this text" in answer.content.decode()
    assert "Just a story." in answer.content.decode()


@pytest.mark.parametrize("text", ["", "<p></p>", "x" * 60_001])
def test_empty_or_endless_text_is_told(writer, article, text):
    answer = cut(writer, article, text)

    assert answer.status_code == 400
    assert answer.context["form"].errors["text"]


def test_nothing_ticked_is_told(writer, article):
    fields = confirmed(cut(writer, article))
    del fields["take_original"]
    for name in [name for name in fields if name.endswith("is_wanted")]:
        del fields[name]

    answer = writer.post(paste(article), fields)

    assert "Tick at least one update." in answer.content.decode()
    assert "take_original" not in confirmed(answer)


@pytest.mark.parametrize(
    "forged",
    [
        {"pieces-0-body": "x" * 60_001},
        {"original": "x" * 60_001},
        {"pieces-TOTAL_FORMS": "many"},
        {"pieces-TOTAL_FORMS": "100000"},
        {"pieces-0-body": "<p>" * 50},
    ],
    ids=["long body", "long original", "no count", "great count", "deep body"],
)
def test_forged_pieces_are_refused_without_a_fault(writer, article, forged):
    fields = confirmed(cut(writer, article)) | forged

    answer = writer.post(paste(article), fields)

    assert answer.status_code == 400
    assert not article.updates.exists()


def test_hostile_text_is_neutral_on_the_page_and_in_the_update(writer, article):
    text = "<p>1800: <img src=x onerror=x()><script>x()</script>Hello</p>"
    page = cut(writer, article, text)
    fields = confirmed(page) | {"pieces-0-body": '<p onclick="x()">Hi</p><script>'}

    writer.post(paste(article), fields)

    assert "<script>x()" not in page.content.decode()
    assert "<img src=x" not in page.content.decode()
    assert article.updates.get().body == "<p>Hi</p>"


def test_closed_story_says_so_and_keeps_everything(writer, article):
    page = cut(writer, article)
    article.coverage = "closed"
    article.save()

    answer = writer.post(paste(article), confirmed(page))

    assert "The coverage of this story is closed" in answer.content.decode()
    assert "The wall broke." in answer.content.decode()


@pytest.mark.parametrize("count", [3, 30])
def test_confirmation_makes_a_fixed_number_of_queries(
    writer, article, django_assert_max_num_queries, count
):
    make_update(article)
    text = "\n".join(f"{18 - n // 60:02}{59 - n % 60:02}: Rain." for n in range(count))
    cut(writer, article, text)

    with django_assert_max_num_queries(8):
        cut(writer, article, text)
