"""What the buttons of a card do, one by one and in bulk, and when they do nothing."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from comments import claims, moderation
from comments.models import Comment, ModerationAction
from tests.comments.admin.presses import DECIDE, QUEUE, press, report, told
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db


def test_approve_lets_it_stand_and_offers_the_undo(desk, moderator):
    comment = make_comment(make_article(), status="pending")

    answer = press(desk, "approve", comment)

    act = ModerationAction.objects.get()
    assert told(answer) == ["Approve."]
    assert reverse("admin:comments_undo", args=[act.group]) in answer.content.decode()
    assert Comment.objects.get().status == "published"


def test_reason_button_hides_with_the_note_to_readers(desk):
    comment = make_comment(make_article())
    make_comment(comment.article, comment)

    press(desk, None, comment, hide="hate", public_note="Not here.", note="Third time")

    desk.logout()
    page = desk.get(comment.article.get_absolute_url()).content.decode()
    assert "Hidden by a moderator: hate. Not here." in page
    assert "Third time" not in page
    assert ModerationAction.objects.get().note == "Third time"


@pytest.mark.parametrize("data", [{"act": "hide"}, {"hide": "because"}, {"hide": ""}])
def test_hide_without_a_reason_is_told(desk, data):
    comment = make_comment(make_article())

    answer = desk.post(DECIDE, {"comment": comment.pk, **data}, follow=True)

    assert "Choose the reason" in told(answer)[0]
    assert Comment.objects.get().status == "published"


def test_second_moderator_is_told_and_changes_nothing(desk):
    comment = make_comment(make_article(), status="pending")
    seen = moderation.version_of(comment)
    ann = make_user("Moderator", name="ann")
    moderation.hide(comment, by=ann, reason="spam")

    answer = press(desk, "approve", comment, version=seen)

    assert told(answer)[0].startswith("Already decided by ann")
    assert Comment.objects.get().status == "hidden"


def test_a_published_comment_kept_by_another_is_not_hidden_unseen(desk):
    comment = make_comment(make_article())
    report(comment)
    seen = moderation.version_of(comment)
    moderation.approve(comment, by=make_user("Moderator", name="ann"))

    answer = press(desk, None, comment, version=seen, hide="spam")

    assert told(answer)[0].startswith("Already decided by ann")
    assert Comment.objects.get().status == "published"


def test_words_changed_since_are_to_be_read_again(desk):
    comment = make_comment(make_article(), status="pending")
    seen = moderation.version_of(comment)
    Comment.objects.update(body="Worse words", edited_at=timezone.now())

    answer = press(desk, "approve", comment, version=seen)

    assert "Its author has changed it" in told(answer)[0]
    assert Comment.objects.get().status == "pending"


def test_withdrawn_since_is_told(desk):
    comment = make_comment(make_article(), status="withdrawn")

    answer = press(desk, None, comment, hide="spam")

    assert "was withdrawn by its author" in told(answer)[0]
    assert not ModerationAction.objects.exists()


def test_claimed_by_another_is_left_to_her_until_it_ends(desk, settings, time_machine):
    time_machine.move_to("2026-11-22T18:00Z")
    comment = make_comment(make_article(), status="pending")
    ann = make_user("Moderator", name="ann")
    claims.claim(comment, by=ann)

    refused = press(desk, "approve", comment)
    page = desk.get(QUEUE, {"tab": "pending"}).content.decode()
    time_machine.move_to("2026-11-22T18:11Z")
    press(desk, "approve", comment)

    assert told(refused) == ["ann has claimed this until 18:10."]
    assert "Claimed by ann until 18:10 GMT" in page
    assert Comment.objects.get().status == "published"


def test_claim_and_give_back(desk):
    comment = make_comment(make_article())
    report(comment)

    press(desk, "claim", comment)
    page = desk.get(QUEUE).content.decode()
    press(desk, "release", comment)

    assert "Give back" in page
    assert "Claimed by" not in desk.get(QUEUE).content.decode()


def test_ticked_are_decided_as_one_and_undone_as_one(desk):
    article = make_article()
    comments = [make_comment(article) for _ in range(3)]
    ruth = make_user("Moderator", first_name="Ruth")
    moderation.hide(comments[0], by=ruth, reason="hate")
    ticked = [f"{c.pk}:{moderation.version_of(c)}" for c in comments]

    refused = desk.post(DECIDE, {"bulk": "hide", "ticked": ticked}, follow=True)
    answer = desk.post(
        DECIDE, {"bulk": "hide", "ticked": ticked, "reason": "spam"}, follow=True
    )
    group = ModerationAction.objects.first().group
    undo = reverse("admin:comments_undo", args=[group])
    asked = desk.get(undo).content.decode()
    undone = desk.post(undo, follow=True)
    again = desk.get(undo).content.decode()

    assert "Choose the reason" in told(refused)[0]
    left = "Left alone, as already decided by Ruth, claimed or changed: 1."
    assert told(answer) == [f"Hide: 2 done. {left}"]
    assert told(undone) == ["Undone: 2."]
    assert "undone already" in again
    assert "undone already" not in asked
    statuses = Comment.objects.order_by("pk").values_list("status", flat=True)
    assert list(statuses) == ["hidden", "published", "published"]


def test_of_those_ticked_none_is_decided_unseen(desk, moderator):
    article = make_article()
    kept, edited, claimed, plain = (make_comment(article) for _ in range(4))
    report(kept)
    ticked = [f"{c.pk}:{moderation.version_of(c)}" for c in Comment.objects.all()]
    moderation.approve(kept, by=make_user("Moderator", first_name="Ruth"))
    edited.edited_at = timezone.now()
    edited.save(update_fields=["edited_at"])
    claims.claim(claimed, by=make_user("Moderator"))

    answer = desk.post(
        DECIDE, {"bulk": "hide", "ticked": ticked, "reason": "spam"}, follow=True
    )

    assert told(answer) == [
        "Hide: 1 done. Left alone, as already decided by Ruth, claimed or changed: 3."
    ]
    assert list(Comment.objects.filter(status="hidden")) == [plain]


def test_in_the_list_none_is_decided_unseen(desk):
    kept, plain = make_comment(make_article()), make_comment(make_article())
    report(kept)
    url = reverse("admin:comments_comment_changelist")
    page = desk.get(url).content.decode()
    versions = re.findall(r'name="version" value="([^"]+)"', page)
    moderation.approve(kept, by=make_user("Moderator"))

    chosen = {"_selected_action": [kept.pk, plain.pk], "reason": "spam"}
    desk.post(url, {"action": "hide", "version": versions, **chosen})

    assert len(versions) == 2
    assert list(Comment.objects.filter(status="hidden")) == [plain]


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"act": "explode"},
        {"bulk": "explode", "ticked": ["1"]},
        {"bulk": "hide", "reason": "spam"},
        {"bulk": "hide", "reason": "spam", "ticked": ["x", "9" * 40]},
        {"act": "approve", "comment": "x"},
        {"act": "approve", "comment": "99999999999999999999"},
    ],
)
def test_odd_presses_change_nothing(desk, data):
    comment = make_comment(make_article(), status="pending")

    answer = desk.post(DECIDE, {"comment": comment.pk, **data})

    assert answer.status_code in {302, 404}
    assert not ModerationAction.objects.exists()


def test_script_gets_short_answers(desk):
    comment = make_comment(make_article(), status="pending")
    data = {"act": "approve", "comment": comment.pk, "version": "0-"}

    done = desk.post(DECIDE, data, headers={"Accept": "application/json"})
    again = desk.post(DECIDE, data, headers={"Accept": "application/json"})

    group = str(ModerationAction.objects.get().group)
    assert (done.status_code, done.json()) == (
        200,
        {"said": "Approve.", "group": group},
    )
    assert again.status_code == 409
    assert again.json()["said"].startswith("Already decided by")


@pytest.mark.parametrize("place", ["//evil.example/", "https://evil.example/", "\\\\x"])
def test_a_press_leads_to_no_other_site(desk, place):
    comment = make_comment(make_article())

    answer = desk.post(DECIDE, {"act": "lock", "comment": comment.pk, "next": place})

    assert answer.headers["Location"] == QUEUE


def test_on_the_page_too_nothing_is_hidden_unseen(desk):
    comment = make_comment(make_article())
    report(comment)
    url = reverse("hide_comment", args=[comment.pk])
    seen = desk.get(url).context["version"]
    moderation.approve(comment, by=make_user("Moderator", first_name="Ruth"))

    refused = desk.post(url, {"reason": "hate", "version": seen})
    comment.refresh_from_db()

    assert "Already decided by Ruth" in refused.content.decode()
    assert comment.status == "published"


def test_what_was_hidden_anew_is_not_restored_unseen(desk, moderator):
    comment = make_comment(make_article())
    moderation.hide(comment, by=moderator, reason="spam")
    url = reverse("restore_comment", args=[comment.pk])
    seen = desk.get(url).context["version"]
    ruth = make_user("Moderator", first_name="Ruth")
    moderation.restore(comment, by=ruth)
    moderation.hide(comment, by=ruth, reason="illegal")

    refused = desk.post(url, {"version": seen})
    comment.refresh_from_db()
    desk.post(url, {"version": refused.context["version"]})

    assert "Already decided by Ruth" in refused.content.decode()
    assert comment.status == "hidden"
    comment.refresh_from_db()
    assert comment.status == "published"


@pytest.mark.parametrize(
    ("act", "back"),
    [("lock", "unlock"), ("slow", "unslow"), ("lock_article", "unlock_article")],
)
def test_what_a_card_quiets_it_lets_loose_again(desk, act, back):
    comment = make_comment(make_article())
    report(comment)
    page = {"before": desk.get(QUEUE).content.decode()}

    press(desk, act, comment)
    page["after"] = desk.get(QUEUE).content.decode()
    press(desk, back, comment)

    assert f'value="{act}"' in page["before"]
    assert f'value="{back}"' in page["after"]
    acts = ModerationAction.objects.values_list("act", flat=True)
    assert list(acts) == [back, act]
