"""Two moderators, one item: the second is told, and nothing is overwritten."""

import threading

import pytest
from django.db import connection

from comments import bulk, claims, moderation
from comments.acts import NotPossible
from comments.counts import counts_of, recount
from comments.models import Comment, ModerationAction
from comments.tree_check import list_faults
from comments.undoing import undo
from tests.factories import make_article, make_comment, make_user

pytestmark = [pytest.mark.concurrent, pytest.mark.django_db(transaction=True)]


def at_once(*acts):
    """Run each in a thread of its own; return what each raised, or None."""
    gate = threading.Barrier(len(acts))
    raised = [None] * len(acts)

    def run(number, act):
        try:
            gate.wait()
            act()
        except Exception as error:
            raised[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


@pytest.mark.parametrize("turn", range(5))
def test_second_decision_is_refused_and_names_the_first(roles, turn):
    ann, bob = (make_user("Moderator", name=name) for name in ("ann", "bob"))
    comment = make_comment(make_article(), status="pending")
    seen = moderation.version_of(comment)
    one, two = Comment.objects.get(), Comment.objects.get()

    raised = at_once(
        lambda: moderation.approve(one, by=ann, seen=seen),
        lambda: moderation.hide(two, by=bob, reason="spam", seen=seen),
    )

    act = ModerationAction.objects.get()
    comment.refresh_from_db()
    told = [str(error) for error in raised if error]
    assert len(told) == 1
    assert told[0].startswith(f"Already decided by {act.acted_by}")
    assert comment.status == {"approve": "published", "hide": "hidden"}[act.act]
    assert not recount(comment.article_id)


def test_an_act_is_undone_once(roles):
    ann, bob = make_user("Moderator"), make_user("Moderator")
    first = make_comment(make_article())
    for _ in range(20):
        make_comment(first.article, first)
    group, _ = bulk.hide_thread(first, by=ann, reason="spam")

    raised = at_once(lambda: undo(group, by=ann), lambda: undo(group, by=bob))

    told = [str(error) for error in raised if error]
    assert len(told) == 1
    assert "has undone this already" in told[0]
    assert counts_of(first.article)[None] == 21


def test_a_claim_is_given_once(roles):
    ann, bob = make_user("Moderator"), make_user("Moderator")
    comment = make_comment(make_article())

    raised = at_once(
        lambda: claims.claim(comment, by=ann), lambda: claims.claim(comment, by=bob)
    )

    assert [type(error) for error in raised if error] == [NotPossible]


def test_threads_are_hidden_while_readers_reply(roles):
    moderator = make_user("Moderator")
    article = make_article()
    threads = [make_comment(article) for _ in range(3)]

    def reply():
        for turn in range(15):
            make_comment(article, threads[turn % 3])

    def hide():
        for thread in threads:
            group, _ = bulk.hide_thread(thread, by=moderator, reason="spam")
            undo(group, by=moderator)

    raised = at_once(reply, reply, hide)

    assert raised == [None, None, None]
    assert list_faults() == []
    assert not recount(article.pk)
    assert set(Comment.objects.values_list("status", flat=True)) == {"published"}
