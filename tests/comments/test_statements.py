"""Authors are told why by mail: after the act, once, and never many at a time."""

from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends import locmem
from django.core.management import call_command
from django.utils import timezone

from comments import bulk, moderation, statements
from comments.models import Comment, ModerationAction, Sanction, Statement
from comments.sanctions import impose
from comments.undoing import undo
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def commits(django_capture_on_commit_callbacks):
    """Let what waits for a commit run, as it does outside of tests."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def hide_all(moderator, **fields):
    return bulk.hide_many(Comment.objects.all(), by=moderator, reason="abuse", **fields)


def test_author_reads_what_was_hidden_why_and_how_to_appeal(
    commits, moderator, settings
):
    settings.NEWSROOM_ADDRESS = "https://news.example"
    article = make_article(headline="Rock & tide")
    nell = make_user(None, email="nell@example.org")
    comment = make_comment(article, author=nell, body="BUY NOW at evil.example")

    with commits():
        moderation.hide(
            comment, by=moderator, reason="spam", public_note="Adverts go elsewhere."
        )

    (sent,) = mail.outbox
    assert sent.to == ["nell@example.org"]
    assert "“Rock & tide”" in sent.body
    assert "Reason: spam. Adverts go elsewhere." in sent.body
    assert "https://news.example/comments/appeals/" in sent.body
    assert "BUY NOW" not in sent.body
    assert "\n" not in sent.subject


def test_nobody_is_told_before_the_act_is_safe(moderator):
    make_comment(make_article(), email="nell@example.org")

    hide_all(moderator)

    assert mail.outbox == []
    assert Statement.objects.unsent().count() == 1


def test_who_gave_no_address_is_not_told(commits, moderator):
    make_comment(make_article())
    make_comment(make_article(), author=make_user(None))

    with commits():
        hide_all(moderator)

    assert mail.outbox == []
    assert not Statement.objects.exists()


def test_many_at_once_are_one_mail_each_and_few_at_a_time(commits, moderator):
    article = make_article()
    for number in range(30):
        make_comment(article, email=f"guest-{number}@example.org")
    for _ in range(5):
        make_comment(article, email="guest-0@example.org")

    with commits():
        hide_all(moderator)
    first = len(mail.outbox)
    for _ in range(5):
        statements.send_due()

    assert first == statements.AT_ONCE
    assert len(mail.outbox) == 30
    assert len({sent.to[0] for sent in mail.outbox}) == 30
    assert mail.outbox[0].body.count("/comments/appeals/") == 6


def test_the_next_decision_waits_an_hour(commits, moderator, time_machine):
    article = make_article()
    first = make_comment(article, email="nell@example.org")
    later = [make_comment(article, email="nell@example.org") for _ in range(2)]

    with commits():
        moderation.hide(first, by=moderator, reason="abuse")
    for comment in later:
        with commits():
            moderation.hide(comment, by=moderator, reason="spam")
    at_once = len(mail.outbox)
    time_machine.move_to(timezone.now() + timedelta(minutes=61))
    call_command("send_statements")
    call_command("send_statements")

    assert at_once == 1
    assert len(mail.outbox) == 2
    assert mail.outbox[1].body.count("/comments/appeals/") == 2


def test_an_undone_act_that_nobody_was_told_of_stays_untold(commits, moderator):
    make_comment(make_article(), email="nell@example.org")
    group, _ = hide_all(moderator)

    with commits():
        undo(group, by=moderator)
    statements.send_due()

    assert mail.outbox == []


def test_an_undone_ban_that_nobody_was_told_of_stays_untold(commits, moderator):
    ban = Sanction(kind="ban", account=make_user(None, email="n@example.org"))
    ban.reason = "hate"
    impose(ban, by=moderator)
    group = ModerationAction.objects.get(act="sanction").group

    with commits():
        undo(group, by=moderator)
    statements.send_due()

    assert mail.outbox == []


def test_approving_600_mails_nobody(commits, moderator):
    article = make_article()
    for number in range(600):
        make_comment(article, email=f"g{number}@example.org", status="pending")

    with commits():
        bulk.approve_many(Comment.objects.all(), by=moderator)

    assert mail.outbox == []


def test_a_mail_server_that_is_gone_breaks_nothing(commits, moderator, monkeypatch):
    make_comment(make_article(), email="nell@example.org")

    def gone(self, messages):
        raise SMTPServerDisconnected("gone")

    with monkeypatch.context() as broken, commits():
        broken.setattr(
            "django.core.mail.backends.locmem.EmailBackend.send_messages", gone
        )
        _, done = hide_all(moderator)
    waiting = Statement.objects.unsent().count()
    statements.send_due()

    assert (done, waiting) == (1, 1)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    "refusal", [SMTPRecipientsRefused({}), SMTPDataError(554, b"looks like spam")]
)
def test_one_refused_mail_keeps_no_other_waiting(
    commits, moderator, monkeypatch, refusal
):
    for name in ("ann", "bob", "cleo"):
        make_comment(make_article(), email=f"{name}@example.org")
    real = locmem.EmailBackend.send_messages

    def refuse_bob(self, messages):
        if messages[0].to == ["bob@example.org"]:
            raise refusal
        return real(self, messages)

    monkeypatch.setattr(locmem.EmailBackend, "send_messages", refuse_bob)
    with commits():
        hide_all(moderator)
    for _ in range(9):
        statements.send_due()

    assert [sent.to[0][:3] for sent in mail.outbox] == ["ann", "cle"]
    assert Statement.objects.get(sent_at=None).tries == 5


def test_a_suspended_account_is_told(commits, moderator):
    nell = make_user(None, email="nell@example.org")

    with commits():
        impose(
            Sanction(kind="ban", account=nell, reason="hate", message="Enough."),
            by=moderator,
        )

    (sent,) = mail.outbox
    assert "Ban of your account" in sent.body
    assert "Reason: hate. Enough." in sent.body


def test_names_and_headlines_do_nothing_in_mail(commits, moderator):
    article = make_article(headline="A <b>line</b> & more")
    make_comment(article, name="X\r\nBcc: all@example.org", email="nell@example.org")

    with commits():
        hide_all(moderator)

    (sent,) = mail.outbox
    message = sent.message()
    assert message.get_content_type() == "text/plain"
    assert "A <b>line</b> & more" in sent.body
    assert "Bcc" not in message.as_string()


def test_addresses_are_forgotten_in_time(commits, moderator, time_machine):
    make_comment(make_article(), email="nell@example.org")
    with commits():
        hide_all(moderator)

    time_machine.move_to(timezone.now() + timedelta(days=366))
    call_command("purge_personal_data")

    assert not Statement.objects.exclude(address="").exists()
    assert ModerationAction.objects.count() == 1
