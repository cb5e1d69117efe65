"""The buttons beside an update, each with the press that takes it back."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from articles import live
from articles.models import Update
from tests.factories import make_article, make_live_article, make_update
from tests.presses import composer, desk, press, said, state, undo

pytestmark = pytest.mark.django_db
Status = Update.Status


@pytest.fixture
def article(db):
    return make_live_article()


@pytest.fixture
def desk_of(client, journalist):
    client.force_login(journalist)
    return client


ACTS = [
    ("pin", {}, {"is_pinned": True}),
    ("unpin", {"is_pinned": True}, {"is_pinned": False}),
    ("key-event", {}, {"is_key_event": True}),
    ("no-key-event", {"is_key_event": True}, {"is_key_event": False}),
    ("hide", {"is_key_event": True}, {"status": "hidden"}),
    ("hide", {"is_pinned": True}, {"status": "hidden", "is_pinned": False}),
    ("show", {"status": "hidden"}, {"status": "published"}),
    ("show", {"status": "withdrawn"}, {"status": "published"}),
    ("withdraw", {"is_pinned": True}, {"status": "withdrawn", "is_pinned": False}),
    ("withdraw", {"status": "scheduled"}, {"status": "withdrawn"}),
]


@pytest.mark.parametrize(("act", "before", "changed"), ACTS)
def test_act_and_its_exact_undo(desk_of, article, act, before, changed):
    update = make_update(article, **before)
    was = state(update)

    press(desk_of, update, act)
    marked = state(update)
    answer = undo(desk_of, article)

    article.refresh_from_db()
    assert marked == was | changed
    assert state(update) == was
    assert "Undone" in said(answer)
    assert (article.change, update.change) == (2, 2)


def test_undo_of_publish_makes_it_a_draft_again(desk_of, article):
    desk_of.post(desk(article), composer(_publish=""))

    undo(desk_of, article)

    update = article.updates.get()
    assert update.status == Status.DRAFT
    assert "wall broke" not in desk_of.get(article.get_absolute_url()).content.decode()


def test_a_draft_that_is_kept_offers_no_undo(desk_of, article):
    update = make_update(article)
    press(desk_of, update, "pin")

    answer = desk_of.post(desk(article), composer(_draft=""), follow=True)

    assert "Kept as a draft" in answer.content.decode()
    assert "Undo</button>" not in answer.content.decode()


def test_undo_is_refused_after_a_change(desk_of, article, journalist):
    update = make_update(article)
    press(desk_of, update, "hide")
    update.refresh_from_db()
    live.revise_update(update, by=journalist)

    answer = undo(desk_of, article)

    assert "It has changed since" in said(answer)
    assert state(update)["status"] == Status.HIDDEN


def test_undo_twice_undoes_once(desk_of, article):
    update = make_update(article)
    press(desk_of, update, "key-event")

    undo(desk_of, article)
    answer = undo(desk_of, article)

    assert "There is nothing to undo" in said(answer)
    assert state(update)["is_key_event"] is False


def test_undo_is_of_the_own_last_act_and_of_that_article(desk_of, article, client):
    other = make_live_article()
    update = make_update(article)
    press(desk_of, update, "pin")

    answer = undo(desk_of, other)

    assert "There is nothing to undo" in said(answer)
    assert state(update)["is_pinned"] is True


def test_undo_is_refused_to_who_may_publish_no_more(desk_of, article, journalist):
    desk_of.post(desk(article), composer(_publish=""))
    journalist.groups.set(Group.objects.filter(name="Contributor"))

    answer = undo(desk_of, article)

    assert answer.status_code == 403
    assert article.updates.get().status == Status.PUBLISHED


def test_hidden_update_that_is_to_come_waits_again_when_it_is_shown(desk_of, article):
    stamp = timezone.now() + timedelta(hours=1)
    update = make_update(article, status=Status.HIDDEN, stamped_at=stamp)

    press(desk_of, update, "show")

    assert state(update)["status"] == Status.SCHEDULED


@pytest.mark.parametrize("act", ["pin", "key-event"])
def test_hidden_update_has_nothing_to_mark(desk_of, article, act):
    update = make_update(article, status=Status.HIDDEN)

    answer = press(desk_of, update, act, follow=True)

    assert "nothing to mark" in said(answer)
    assert state(update)["is_pinned"] is False


@pytest.mark.parametrize("act", ["hide", "show"])
def test_draft_is_neither_hidden_nor_shown(desk_of, article, act):
    update = make_update(article, status=Status.DRAFT)

    answer = press(desk_of, update, act, follow=True)

    assert "nobody sees it yet" in said(answer)
    assert state(update)["status"] == Status.DRAFT


@pytest.mark.parametrize(
    ("status", "button", "expected"),
    [("submitted", "send-back", "draft"), ("draft", "publish", "published")],
)
def test_what_waits_is_published_or_sent_back(
    desk_of, article, status, button, expected
):
    update = make_update(article, status=status)

    press(desk_of, update, button)

    assert state(update)["status"] == expected


def test_draft_without_a_written_stamp_gets_that_of_its_publication(
    desk_of, article, time_machine
):
    time_machine.move_to("2026-01-14T20:00:00Z", tick=False)
    update = make_update(article, status=Status.DRAFT)
    set_by_hand = make_update(article, status=Status.DRAFT, is_stamp_set=True)
    time_machine.move_to("2026-01-14T21:30:00Z", tick=False)

    press(desk_of, update, "publish")
    press(desk_of, set_by_hand, "publish")

    state(update), state(set_by_hand)
    assert f"{update.stamped_at:%H%M} {set_by_hand.stamped_at:%H%M}" == "2130 2000"


@pytest.mark.parametrize("act", ["destroy", "delete", "PIN", "undo"])
def test_act_that_is_none_gives_404(desk_of, article, act):
    update = make_update(article)

    assert press(desk_of, update, act).status_code == 404


def test_update_of_another_article_and_guessed_ids_give_404(desk_of, article):
    update = make_update(make_live_article())
    paths = [(article.pk, update.pk), (article.pk, 10**18), (10**18, update.pk)]

    answers = [
        desk_of.post(reverse("admin:articles_article_mark", args=[*path, "pin"]))
        for path in paths
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert state(update)["is_pinned"] is False


def test_get_changes_nothing_and_leads_to_the_desk(desk_of, article):
    update = make_update(article)
    urls = [
        reverse(
            "admin:articles_article_mark", args=[article.pk, update.pk, "withdraw"]
        ),
        reverse("admin:articles_article_undo", args=[article.pk]),
        reverse("admin:articles_article_coverage", args=[article.pk]),
    ]

    answers = [desk_of.get(url) for url in urls]

    assert {answer.headers["Location"] for answer in answers} == {desk(article)}
    assert state(update)["status"] == Status.PUBLISHED


def test_script_gets_the_timeline_as_it_is_now(desk_of, article):
    update = make_update(article)

    answer = press(desk_of, update, "hide", headers={"Accept": "application/json"})

    html = answer.content.decode()
    assert "hidden from readers" in html and "Undo</button>" in html
    assert "<html" not in html


@pytest.mark.parametrize("coverage", ["live", "paused", "closed"])
def test_coverage_is_set_at_one_press(desk_of, coverage):
    article = make_article(coverage="live" if coverage != "live" else "closed")
    url = reverse("admin:articles_article_coverage", args=[article.pk])

    desk_of.post(url, {"coverage": coverage})
    wrong = desk_of.post(url, {"coverage": "loud"})

    article.refresh_from_db()
    assert (article.coverage, article.change) == (coverage, 1)
    assert wrong.status_code == 404
