"""Sanctions, timelines and the log, as the admin shows and takes them."""

import pytest
from django.urls import reverse
from django.utils import timezone

from comments import moderation, sanctions
from comments.models import ModerationAction, Sanction
from tests.comments.admin.presses import told
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db


def test_sanction_from_a_card(desk, reader):
    comment = make_comment(make_article(), author=reader)
    url = reverse("admin:comments_sanction", args=[comment.pk])

    page = desk.get(url).content.decode()
    refused = desk.post(
        url, {"target": "account", "kind": "suspension", "reason": "abuse", "note": "N"}
    )
    answer = desk.post(
        url,
        {"target": "account", "kind": "suspension", "reason": "abuse", "lasts": "7"},
    )

    sanction = Sanction.objects.get()
    days = (sanction.until - timezone.now()).days
    assert "the account" in page
    assert "Say until when" in refused.content.decode()
    assert "N</textarea>" in refused.content.decode()
    assert answer.status_code == 302
    assert (sanction.account, days) == (reader, 6)


def test_sanction_in_the_past_keeps_what_was_typed(desk):
    url = reverse("admin:comments_sanction_add")
    data = {"email": "nell@example.org", "kind": "ban", "reason": "spam"}

    answer = desk.post(url, {**data, "until": "2020-01-01T00:00", "message": "Words"})

    html = answer.content.decode()
    assert answer.status_code == 400
    assert "This moment is over." in html
    assert "Words</textarea>" in html
    assert not Sanction.objects.exists()


def test_sanctions_are_lifted_from_their_list(desk, moderator, reader):
    ban = sanctions.impose(
        Sanction(kind="ban", account=reader, reason="abuse"), by=moderator
    )
    url = reverse("admin:comments_sanction_changelist")
    data = {"action": "lift", "_selected_action": [ban.pk]}

    lifted = desk.post(url, data, follow=True)
    again = desk.post(url, data, follow=True)

    ban.refresh_from_db()
    assert not ban.is_standing
    assert "lifted." in told(lifted)[0]
    assert "lifted already" in told(again)[0]
    assert desk.post(f"{url}{ban.pk}/delete/", {"post": "yes"}).status_code == 403


def test_reader_and_comment_tell_their_timeline(desk, reader, moderator):
    from comments.readers import reader_for

    known = reader_for(reader)
    comment = make_comment(make_article(), author=reader)
    moderation.hide(comment, by=moderator, reason="hate", note="Third time")

    pages = [
        desk.get(reverse("admin:comments_reader_change", args=[known.pk])),
        desk.get(reverse("admin:comments_comment_change", args=[comment.pk])),
        desk.get(reverse("admin:comments_moderationaction_changelist")),
    ]

    for page in pages:
        html = page.content.decode()
        assert page.status_code == 200
        assert "hate" in html
        assert str(moderator) in html
    assert "status: published → hidden" in pages[1].content.decode()


def test_the_log_is_closed_to_administrators_too(desk, moderator):
    moderation.lock(make_comment(make_article()), by=moderator)
    chief = make_user(None, is_staff=True, is_superuser=True)
    desk.force_login(chief)
    act = ModerationAction.objects.get()

    add = desk.get(reverse("admin:comments_moderationaction_add"))
    change = reverse("admin:comments_moderationaction_change", args=[act.pk])
    delete = reverse("admin:comments_moderationaction_delete", args=[act.pk])
    bulk = desk.post(
        reverse("admin:comments_moderationaction_changelist"),
        {"action": "delete_selected", "_selected_action": [act.pk], "post": "yes"},
    )

    assert add.status_code == 403
    assert desk.post(change, {"note": "Nothing"}).status_code == 403
    assert desk.post(delete, {"post": "yes"}).status_code == 403
    assert bulk.status_code in {200, 302}
    assert ModerationAction.objects.get().note == ""
