"""A moderator hides and restores; every act is kept; nobody else may."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from comments import moderation
from comments.models import Comment, ModerationAction, Report
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db
Status = Comment.Status


def test_hide_takes_the_text_away_and_keeps_a_record(client, moderator):
    comment = make_comment(make_article(), body="Rude words")
    report = Report.objects.create(comment=comment, reason="abuse")

    moderation.hide(comment, by=moderator, reason="abuse", note="Second time")

    page = client.get(comment.article.get_absolute_url()).content.decode()
    act = ModerationAction.objects.get()
    report.refresh_from_db()
    assert "Rude words" not in page
    assert (act.act, act.acted_by, act.reason, act.note) == (
        "hide",
        moderator,
        "abuse",
        "Second time",
    )
    assert (act.status_before, act.status_after) == ("published", "hidden")
    assert report.resolved_at is not None


def test_restore_puts_back_what_was(client, moderator):
    comment = make_comment(make_article(), body="Plain words")
    moderation.hide(comment, by=moderator, reason="spam")

    moderation.restore(comment, by=moderator)

    comment.refresh_from_db()
    assert (comment.status, comment.hidden_reason) == (Status.PUBLISHED, "")
    assert (
        "Plain words" in client.get(comment.article.get_absolute_url()).content.decode()
    )


def test_approve_lets_a_pending_comment_be_seen(moderator):
    comment = make_comment(make_article(), status=Status.PENDING)

    moderation.approve(comment, by=moderator)

    assert list(Comment.objects.published()) == [comment]


def test_hide_of_a_hidden_comment_says_who_decided(moderator):
    comment = make_comment(make_article())
    moderation.hide(comment, by=moderator, reason="spam")
    other = make_user("Moderator")

    with pytest.raises(moderation.NotPossible, match=f"already.*{moderator}"):
        moderation.hide(comment, by=other, reason="hate")

    assert ModerationAction.objects.count() == 1


def test_unknown_reason_is_refused(moderator):
    comment = make_comment(make_article())

    with pytest.raises(ValueError, match="not a valid"):
        moderation.hide(comment, by=moderator, reason="because")

    comment.refresh_from_db()
    assert comment.status == Status.PUBLISHED


def test_hiding_one_comment_changes_no_other(moderator):
    article = make_article()
    first = make_comment(article)
    reply = make_comment(article, first)

    moderation.hide(first, by=moderator, reason="spam")

    reply.refresh_from_db()
    assert reply.status == Status.PUBLISHED


@pytest.mark.parametrize("role", [None, "Contributor", "Journalist", "Editor"])
def test_nobody_but_a_moderator_hides(client, roles, role):
    user = make_user(role)
    comment = make_comment(make_article())
    client.force_login(user)

    with pytest.raises(PermissionDenied):
        moderation.hide(comment, by=user, reason="spam")
    answers = [
        client.get(reverse("hide_comment", args=[comment.pk])),
        client.post(reverse("hide_comment", args=[comment.pk]), {"reason": "spam"}),
        client.post(reverse("restore_comment", args=[comment.pk])),
    ]

    comment.refresh_from_db()
    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert comment.status == Status.PUBLISHED


def test_stranger_is_asked_to_sign_in(client):
    comment = make_comment(make_article())

    answer = client.post(reverse("hide_comment", args=[comment.pk]), {"reason": "spam"})

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/account/login/")


def test_moderator_hides_from_the_page_with_a_reason(client, moderator):
    article = make_article()
    comment = make_comment(article, body="Rude words")
    make_comment(article, comment)
    client.force_login(moderator)

    page = client.get(article.get_absolute_url()).content.decode()
    refused = client.post(reverse("hide_comment", args=[comment.pk]), {"note": "Why"})
    hidden = client.post(
        reverse("hide_comment", args=[comment.pk]), {"reason": "hate"}, follow=True
    )

    assert reverse("hide_comment", args=[comment.pk]) in page
    assert "Choose the reason readers will see." in refused.content.decode()
    assert "Why</textarea>" in refused.content.decode()
    assert "Hidden by a moderator: hate." in hidden.content.decode()
    assert reverse("restore_comment", args=[comment.pk]) in hidden.content.decode()


def test_reader_sees_no_moderators_links(client):
    comment = make_comment(make_article())

    page = client.get(comment.article.get_absolute_url()).content.decode()

    assert "/hide/" not in page
