"""A ban with clean-up hides what was said, and can be undone."""

import pytest
from django.urls import reverse

from comments.models import Comment, ModerationAction, Report, Sanction
from comments.undoing import undo
from tests.comments.test_sanctions import impose
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db
Kind = Sanction.Kind


def test_ban_with_clean_up_hides_logs_resolves_and_is_undone(moderator, reader):
    article = make_article()
    seen = make_comment(article, author=reader)
    waiting = make_comment(article, author=reader, status="pending")
    hidden = make_comment(article, author=reader, status="hidden", hidden_reason="hate")
    other = make_comment(article)
    report = Report.objects.create(comment=seen, reason="abuse")
    before = dict(Comment.objects.values_list("pk", "status"))

    ban = impose(moderator, account=reader, clean_up=True)
    after = dict(Comment.objects.values_list("pk", "status"))
    report.refresh_from_db()
    outcome = report.outcome
    groups = set(ModerationAction.objects.values_list("group", flat=True))
    undo(groups.pop(), by=moderator)

    ban.refresh_from_db()
    report.refresh_from_db()
    assert after == {
        seen.pk: "hidden",
        waiting.pk: "hidden",
        hidden.pk: "hidden",
        other.pk: "published",
    }
    assert (outcome, report.outcome, groups) == ("upheld", "", set())
    assert not ban.is_standing
    assert dict(Comment.objects.values_list("pk", "status")) == before
    hidden.refresh_from_db()
    assert hidden.hidden_reason == "hate"


def test_clean_up_reaches_what_a_guest_signed(moderator):
    article = make_article()
    own = make_comment(article, email="Nell@example.org")
    make_comment(article, email="ida@example.org")

    impose(moderator, email="nell@example.org", clean_up=True)

    assert list(Comment.objects.filter(status="hidden")) == [own]


def test_clean_up_of_a_domain_reaches_readers_and_not_the_newsroom(moderator):
    article = make_article()
    readers = [
        make_comment(article, email="nell@spam.example"),
        make_comment(article, author=make_user(None, email="ida@spam.example")),
    ]
    colleague = make_user("Journalist", email="mo@spam.example")
    make_comment(article, author=colleague)
    make_comment(article, email="nell@notspam.example")

    impose(moderator, domain="spam.example", clean_up=True)

    assert list(Comment.objects.filter(status="hidden").order_by("pk")) == readers


def test_only_a_ban_cleans_up(client, moderator, reader):
    comment = make_comment(make_article(), author=reader)
    client.force_login(moderator)
    data = {"target": "account", "kind": "warning", "reason": "abuse"}
    url = reverse("admin:comments_sanction", args=[comment.pk])

    refused = client.post(url, {**data, "message": "Mind", "clean_up": "on"})
    ban = {"address_range": "203.0.113.0/24", "kind": "ban", "reason": "spam"}
    by_range = client.post(
        reverse("admin:comments_sanction_add"), {**ban, "clean_up": "on"}
    )

    assert refused.context["form"].errors["clean_up"]
    assert "addresses are not kept" in by_range.content.decode()
    assert "Mind</textarea>" in refused.content.decode()
    assert not Sanction.objects.exists()
