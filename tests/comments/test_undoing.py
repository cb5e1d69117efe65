"""Every act can be undone exactly, and the undoing is an act too."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import bulk, mending, moderation
from comments.acts import NotPossible
from comments.counts import counts_of, recount
from comments.discussions import lock_article, slow, unlock_article, unslow
from comments.models import Comment, ModerationAction, Report
from comments.models.moderation_action import STATE
from comments.undoing import undo
from tests.factories import (
    make_article,
    make_comment,
    make_live_article,
    make_update,
    make_user,
)

pytestmark = pytest.mark.django_db
Status = Comment.Status


def states():
    rows = Comment.objects.order_by("pk")
    return list(rows.values_list("pk", *STATE, "tree_id", "lft", "rght"))


def last_group():
    return ModerationAction.objects.order_by("-pk").first().group


def make_thread(article, *, update=None):
    """One of every state, with what each state brings along."""
    first = make_comment(article, update=update)
    make_comment(article, first, status=Status.PENDING, held_because="it has 3 links")
    hidden = make_comment(
        article, first, status=Status.HIDDEN, hidden_reason="hate", hidden_note="No."
    )
    make_comment(article, hidden, is_pick=True, is_locked=True)
    make_comment(article, first, status=Status.WITHDRAWN)
    return first


def test_undo_of_a_hidden_thread_restores_each_row_exactly(moderator):
    article = make_live_article()
    first = make_thread(article, update=make_update(article))
    report = Report.objects.create(comment=first, reason="abuse")
    before, count = states(), counts_of(article)[None]

    group, done = bulk.hide_thread(first, by=moderator, reason="spam")
    hidden = set(Comment.objects.values_list("status", flat=True))
    report.refresh_from_db()
    outcome = report.outcome
    undone = undo(group, by=moderator)

    report.refresh_from_db()
    assert (done, undone.done, undone.left) == (3, 3, 0)
    assert hidden == {Status.HIDDEN, Status.WITHDRAWN}
    assert (outcome, report.outcome, report.resolved_at) == ("upheld", "", None)
    assert states() == before
    assert counts_of(article)[None] == count == 2
    assert not recount(article.pk)


@pytest.mark.parametrize("act", ["hide", "approve", "restore", "lock", "pick", "slow"])
def test_each_act_is_undone_and_redone(moderator, act):
    status = {"approve": Status.PENDING, "restore": Status.HIDDEN}
    comment = make_comment(
        make_article(), status=status.get(act, Status.PUBLISHED), held_because="links"
    )
    reason = {"reason": "spam"} if act == "hide" else {}
    before = states()

    verb = slow if act == "slow" else getattr(moderation, act)
    verb(comment, by=moderator, **reason)
    after = states()
    again = undo(last_group(), by=moderator).group
    between = states()
    undo(again, by=moderator)

    assert before != after
    assert between == before
    assert states() == after
    assert not recount(comment.article_id)


def test_undo_of_an_undone_act_says_who_did(moderator):
    comment = make_comment(make_article())
    moderation.hide(comment, by=moderator, reason="spam")
    group = last_group()
    undo(group, by=moderator)

    with pytest.raises(NotPossible, match=f"{moderator} has undone this already"):
        undo(group, by=make_user("Moderator"))

    assert ModerationAction.objects.count() == 2


def test_what_was_decided_since_is_left(moderator, reader):
    article = make_article()
    own, other, third = (make_comment(article, author=reader) for _ in range(3))
    group, _ = bulk.hide_many(Comment.objects.all(), by=moderator, reason="spam")
    moderation.restore(other, by=moderator)
    moderation.hide(other, by=moderator, reason="spam")

    undone = undo(group, by=moderator)

    statuses = dict(Comment.objects.values_list("pk", "status"))
    assert (undone.done, undone.left) == (2, 1)
    assert statuses == {
        own.pk: Status.PUBLISHED,
        other.pk: Status.HIDDEN,
        third.pk: Status.PUBLISHED,
    }


def test_a_comment_withdrawn_since_does_not_come_back(moderator, reader):
    comment = make_comment(make_article(), author=reader, status=Status.PENDING)
    moderation.approve(comment, by=moderator)
    group = last_group()
    mending.withdraw(comment, by=reader)

    with pytest.raises(NotPossible, match="nothing was undone"):
        undo(group, by=moderator)

    comment.refresh_from_db()
    assert comment.status == Status.WITHDRAWN


def test_a_mark_set_since_stays(moderator):
    comment = make_comment(make_article())
    moderation.hide(comment, by=moderator, reason="spam")
    group = last_group()
    moderation.lock(comment, by=moderator)

    undo(group, by=moderator)

    comment.refresh_from_db()
    assert (comment.status, comment.is_locked) == (Status.PUBLISHED, True)


def test_undo_opens_no_second_report_of_a_reader(moderator, reader):
    comment = make_comment(make_article())
    fields = {"comment": comment, "reason": "abuse", "reporter_key": "account:7"}
    Report.objects.create(**fields)
    moderation.approve(comment, by=moderator)
    group = last_group()
    Report.objects.create(**fields)

    undo(group, by=moderator)

    assert Report.objects.open().count() == 1


def test_article_lock_is_undone(moderator):
    article = make_article()
    lock_article(article, by=moderator)

    undo(last_group(), by=moderator)

    article.discussion.refresh_from_db()
    assert not article.discussion.is_locked


def test_article_that_a_colleague_has_locked_since_stays_locked(moderator):
    article = make_article()
    lock_article(article, by=moderator)
    first = last_group()
    unlock_article(article, by=moderator)
    lock_article(article, by=make_user("Moderator"), note="Court order")

    with pytest.raises(NotPossible, match="decided anew since"):
        undo(first, by=moderator)

    article.refresh_from_db()
    assert article.discussion.is_locked


def test_unslow_is_undone_to_the_very_moment(moderator):
    until = timezone.now() + timedelta(minutes=7)
    comment = make_comment(make_article(), slow_until=until)
    unslow(comment, by=moderator)

    undo(last_group(), by=moderator)

    comment.refresh_from_db()
    assert comment.slow_until == until


def test_hiding_a_thread_changes_no_row_of_another_article(moderator):
    """C2: a tree id forged to be another article's."""
    first, stranger = make_comment(make_article()), make_comment(make_article())
    make_comment(first.article, first)
    below = make_comment(stranger.article, stranger)
    forged = Comment.objects.filter(pk=below.pk)
    forged.update(tree_id=first.tree_id, lft=2, rght=3)

    group, done = bulk.hide_thread(first, by=moderator, reason="spam")
    below.refresh_from_db()
    status = below.status
    undo(group, by=moderator)

    assert (done, status) == (2, Status.PUBLISHED)
    assert set(Comment.objects.values_list("status", flat=True)) == {Status.PUBLISHED}


def test_500_are_one_transaction_and_one_undo(moderator):
    article = make_article()
    comments = [make_comment(article) for _ in range(500)]
    before = states()

    with CaptureQueriesContext(connection) as hiding:
        group, done = bulk.hide_many(
            Comment.objects.with_ids(c.pk for c in comments),
            by=moderator,
            reason="spam",
        )
    lines = ModerationAction.objects.of_group(group)
    with CaptureQueriesContext(connection) as undoing:
        undo(group, by=moderator)

    assert (done, lines.count()) == (500, 500)
    assert set(lines.values_list("reason", "acted_by")) == {("spam", moderator.pk)}
    assert states() == before
    assert len(hiding) <= 20
    assert len(undoing) <= 25


def test_a_thread_takes_as_many_statements_however_long(moderator):
    counts = []
    moderator.get_all_permissions()  # asked for once a request
    for replies in (2, 60):
        first = make_comment(make_article())
        for _ in range(replies):
            make_comment(first.article, first)
        with CaptureQueriesContext(connection) as captured:
            bulk.hide_thread(first, by=moderator, reason="spam")
        counts.append(len(captured))

    assert counts[0] == counts[1] <= 20


def test_consequence_is_told_before(moderator, reader):
    article = make_article()
    first = make_comment(article, author=reader)
    for name in ("Ann", "Ann", "Bob"):
        make_comment(article, first, name=name)
    make_comment(article, first, author=reader, status=Status.PENDING)
    make_comment(article, first, status=Status.HIDDEN)

    told = bulk.consequence_of(first)

    assert (told.hides, told.people) == ("the comment and 4 replies", 3)
    assert (told.waiting, told.gone, told.picks) == (1, 1, 0)


def test_a_failure_on_the_way_changes_nothing(moderator, monkeypatch):
    comments = [make_comment(make_article()) for _ in range(2)]
    before = states()

    with pytest.raises(ValueError, match="not a valid"):
        bulk.hide_many(
            Comment.objects.with_ids(c.pk for c in comments), by=moderator, reason="no"
        )

    assert states() == before
    assert not ModerationAction.objects.exists()
