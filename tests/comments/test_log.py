"""The log of moderation: what is on record, under whose name, and for how long."""

import pytest

from comments import mending, moderation
from comments.acts import NotPossible
from comments.counts import counts_of, recount
from comments.models import Comment, ModerationAction, Sanction, Statement
from comments.privacy import erase, erase_guest
from comments.sanctions import impose
from comments.undoing import undo
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db
Status = Comment.Status


def test_what_authors_do_is_on_record_and_not_for_moderators_to_undo(
    moderator, reader, settings
):
    settings.COMMENT_LINKS_ALLOWED = 0
    comment = make_comment(make_article(), author=reader)
    mending.edit(comment, by=reader, body="See https://a.example")
    mending.withdraw(comment, by=reader)

    hold, withdrawal = ModerationAction.objects.order_by("pk")

    changes = [
        (a.who, a.act, a.status_before, a.status_after) for a in (hold, withdrawal)
    ]
    assert changes == [
        ("The site", "hold", "published", "pending"),
        ("The author", "withdraw", "pending", "withdrawn"),
    ]
    assert hold.held_because_after == "it has 1 link"
    assert not recount(comment.article_id)
    with pytest.raises(NotPossible, match="cannot be undone"):
        undo(withdrawal.group, by=moderator)


def test_erasure_is_on_record_without_a_name(reader):
    article = make_article()
    make_comment(article, author=reader, name="Nell", body="Words")
    make_comment(article, author=reader, status=Status.HIDDEN, hidden_reason="hate")

    erase(reader)

    log = ModerationAction.objects.order_by("pk")
    assert [(a.who, a.act, a.status_before) for a in log] == [
        ("The author", "withdraw", "published"),
        ("The author", "withdraw", "hidden"),
    ]
    assert set(log.values_list("account", "acted_by")) == {(None, None)}
    assert counts_of(article)[None] == 0
    assert not recount(article.pk)


@pytest.mark.parametrize("is_guest", [True, False])
def test_no_name_or_address_stays_on_record_after_a_ban_with_clean_up(
    moderator, reader, is_guest
):
    reader.first_name, reader.email = "Nell", "nell@example.org"
    reader.save()
    who = {"email": reader.email} if is_guest else {"author": reader}
    make_comment(make_article(), **who)
    target = {"email": reader.email} if is_guest else {"account": reader}
    ban = Sanction(kind="ban", reason="hate", **target)
    impose(ban, by=moderator, clean_up=True)
    reader.email = "new@example.org"
    reader.save()

    if is_guest:
        erase_guest("nell@example.org")
    else:
        erase(reader)

    assert Comment.objects.get().moderation_actions.filter(act="hide").exists()
    notes = "".join(ModerationAction.objects.values_list("note", flat=True))
    assert "Nell" not in notes and "nell" not in notes
    assert set(Statement.objects.values_list("address", flat=True)) <= {""}


def test_the_log_is_only_ever_added_to(moderator):
    moderation.hide(make_comment(make_article()), by=moderator, reason="spam")
    act = ModerationAction.objects.get()

    for change in (
        act.save,
        act.delete,
        ModerationAction.objects.all().delete,
        lambda: ModerationAction.objects.update(note="nothing happened"),
    ):
        with pytest.raises(RuntimeError, match="only ever added to"):
            change()

    assert ModerationAction.objects.get().note == ""
