"""Reports of those who were right before weigh more; enough of them hold a comment."""

import pytest

from comments import moderation, reports
from comments.models import Comment, ModerationAction, Report
from comments.standing import Sender
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db


def past(reader, *, upheld, dismissed):
    for outcome in ["upheld"] * upheld + ["dismissed"] * dismissed:
        Report.objects.create(
            comment=make_comment(make_article()),
            reporter=reader,
            reporter_key=f"account:{reader.pk}",
            reason="abuse",
            outcome=outcome,
            resolved_at="2026-01-01T00:00Z",
        )


@pytest.mark.parametrize(
    ("upheld", "dismissed", "weight"),
    [(0, 0, 100), (1, 0, 133), (8, 0, 180), (0, 1, 66), (0, 8, 20), (4, 4, 100)],
)
def test_weight_follows_the_record(reader, upheld, dismissed, weight):
    past(reader, upheld=upheld, dismissed=dismissed)

    made = reports.report(make_comment(make_article()), by=reader, reason="spam")

    assert made.weight == weight


def test_guest_weighs_half(db):
    from django.contrib.auth.models import AnonymousUser

    made = reports.report(
        make_comment(make_article()),
        by=AnonymousUser(),
        reason="spam",
        sender=Sender(network="n"),
    )

    assert made.weight == 50


def test_three_readers_hold_a_comment_until_somebody_looked(client):
    comment = make_comment(make_article(), body="Rude words")
    for number in range(3):
        comment.refresh_from_db()
        assert comment.status == "published", number
        reports.report(comment, by=make_user(None), reason="abuse")

    comment.refresh_from_db()
    act = ModerationAction.objects.get()
    page = client.get(comment.article.get_absolute_url()).content.decode()
    assert (comment.status, comment.held_because) == (
        "pending",
        "3 readers reported it",
    )
    assert (act.act, act.acted_by) == ("hold", None)
    assert "Rude words" not in page


def test_known_troublemakers_do_not_hold_it(reader):
    comment = make_comment(make_article())
    for _ in range(4):
        user = make_user(None)
        past(user, upheld=0, dismissed=8)
        reports.report(comment, by=user, reason="abuse")

    comment.refresh_from_db()
    assert comment.status == "published"


def test_what_a_moderator_let_stand_is_held_no_more(moderator):
    comment = make_comment(make_article())
    for _ in range(3):
        reports.report(comment, by=make_user(None), reason="abuse")
    comment.refresh_from_db()
    moderation.approve(comment, by=moderator)

    for _ in range(5):
        reports.report(comment, by=make_user(None), reason="abuse")

    comment.refresh_from_db()
    assert comment.status == "published"
    assert Report.objects.open().count() == 5


def test_approve_says_reports_were_wrong_and_hide_that_they_were_right(moderator):
    kept, gone = (make_comment(make_article()) for _ in range(2))
    for comment in (kept, gone):
        reports.report(comment, by=make_user(None), reason="abuse")

    moderation.approve(kept, by=moderator)
    moderation.hide(gone, by=moderator, reason="abuse")

    outcomes = Report.objects.order_by("pk").values_list("outcome", flat=True)
    assert list(outcomes) == ["dismissed", "upheld"]
    assert Comment.objects.get(pk=kept.pk).status == "published"
