"""At most one update is pinned, and what is not out yet takes nobody's pin."""

import pytest

from articles.models import Update
from tests.factories import make_live_article, make_update
from tests.presses import composer, desk, press, state, undo

pytestmark = pytest.mark.django_db
Status = Update.Status


@pytest.fixture
def article(db):
    return make_live_article()


@pytest.fixture
def desk_of(client, journalist):
    client.force_login(journalist)
    return client


def test_undo_of_a_pin_gives_it_back_to_the_one_that_had_it(desk_of, article):
    first = make_update(article, is_pinned=True, is_key_event=True)
    second = make_update(article)
    was = state(first)

    press(desk_of, second, "pin")
    moved = state(first)["is_pinned"], state(second)["is_pinned"]
    undo(desk_of, article)

    assert moved == (False, True)
    assert state(first) == was
    assert state(second)["is_pinned"] is False


def test_undo_of_a_pinned_publish_gives_the_pin_back(desk_of, article):
    first = make_update(article, is_pinned=True)

    desk_of.post(desk(article), composer(is_pinned="on", _publish=""))
    second = article.updates.exclude(pk=first.pk).get()
    moved = state(first)["is_pinned"], state(second)["is_pinned"]
    undo(desk_of, article)

    assert moved == (False, True)
    assert state(first)["is_pinned"] is True
    assert state(second)["status"] == Status.DRAFT
    assert [update.pk for update in article.updates.published()] == [first.pk]


def test_undo_of_hiding_leaves_the_pin_to_who_has_it_by_now(desk_of, article):
    first, second = make_update(article, is_pinned=True), make_update(article)

    press(desk_of, first, "hide")
    second.is_pinned = True
    second.save()
    undo(desk_of, article)

    assert state(first) == {
        "status": "published",
        "is_pinned": False,
        "is_key_event": False,
    }
    assert state(second)["is_pinned"] is True


@pytest.mark.parametrize("by", ["contributor", "journalist"])
def test_pin_of_a_draft_waits_and_takes_nobodys(client, request, article, by):
    user = request.getfixturevalue(by)
    public = make_update(article, is_pinned=True, change=3)
    draft = make_update(article, status=Status.DRAFT, created_by=user)
    client.force_login(user)

    press(client, draft, "pin")

    assert state(public)["is_pinned"] is True
    assert public.change == 3


@pytest.mark.parametrize("button", ["_draft", "_submit", "_schedule"])
def test_pinned_text_that_is_not_out_takes_nobodys_pin(desk_of, article, button):
    public = make_update(article, is_pinned=True)

    answer = desk_of.post(
        desk(article),
        composer(is_pinned="on", stamped_at="tomorrow 1800", **{button: ""}),
    )

    assert answer.status_code == 302
    assert state(public)["is_pinned"] is True
    waiting = article.updates.exclude(pk=public.pk).get()
    assert waiting.is_pinned is True


def test_pinned_draft_takes_the_pin_when_it_is_published(desk_of, article):
    public = make_update(article, is_pinned=True)
    draft = make_update(article, is_pinned=True, status=Status.DRAFT)

    press(desk_of, draft, "publish")

    assert (state(public)["is_pinned"], state(draft)["is_pinned"]) == (False, True)


def test_scheduled_pin_is_the_readers_from_its_stamp_on(desk_of, time_machine):
    time_machine.move_to("2026-01-14T20:00:00Z", tick=False)
    article = make_live_article()
    first = make_update(article, is_pinned=True, body="<p>First.</p>")
    stamp = {"stamped_at": "2300", "body": "<p>Second.</p>"}
    desk_of.post(desk(article), composer(**stamp, is_pinned="on", _schedule=""))
    page = article.get_absolute_url()

    before = desk_of.get(page).context["timeline"].pinned
    time_machine.move_to("2026-01-14T23:00:01Z", tick=False)
    after = desk_of.get(page).context["timeline"].pinned

    assert before == first
    assert after.body == "<p>Second.</p>"
