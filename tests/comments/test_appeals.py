"""One appeal by signed link, decided by somebody else, its outcome on record."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from comments import appeal_links, appeals, moderation
from comments.acts import NotPossible
from comments.models import Appeal, Comment, ModerationAction, Sanction, Statement
from comments.sanctions import impose
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db
PAGE = reverse("admin:comments_appeals")


@pytest.fixture
def hidden(moderator):
    comment = make_comment(
        make_article(), email="nell@example.org", body="My very words"
    )
    moderation.hide(comment, by=moderator, reason="abuse", public_note="Too harsh.")
    return ModerationAction.objects.get()


def link(action):
    return reverse("appeal", args=[appeal_links.issue(action.pk)])


def test_link_shows_the_decision_and_takes_one_appeal(client, hidden):
    url = link(hidden)

    page = client.get(url)
    empty = client.post(url, {"words": " "})
    sent = client.post(url, {"words": "It was a joke."})
    again = client.post(url, {"words": "Really."})

    html = page.content.decode()
    assert "My very words" in html
    assert "Reason: abuse." in html
    assert "Too harsh." in html
    assert page.headers["Cache-Control"].count("no-store") == 1
    assert empty.status_code == 400
    assert "Another moderator" in sent.content.decode()
    assert again.status_code == 409
    assert Appeal.objects.get().words == "It was a joke."


def test_get_changes_nothing(client, hidden):
    client.get(link(hidden))

    assert not Appeal.objects.exists()


@pytest.mark.parametrize("token", ["1", "1:abc:def", "x", "%00", "1:1:1:1"])
def test_a_link_of_ones_own_making_leads_nowhere(client, hidden, token):
    assert client.get(f"/comments/appeals/{token}/").status_code == 404


def test_a_link_of_another_kind_leads_nowhere(client, hidden):
    from django.core.signing import TimestampSigner

    other = TimestampSigner(salt="something.else").sign(str(hidden.pk))

    assert client.get(reverse("appeal", args=[other])).status_code == 404


def test_the_link_is_good_for_30_days(client, hidden, time_machine):
    url = link(hidden)

    time_machine.move_to(timezone.now() + timedelta(days=31))

    assert client.get(url).status_code == 410


def test_there_is_no_appeal_against_what_was_taken_back(client, moderator, hidden):
    moderation.restore(hidden.comment, by=moderator)

    answer = client.post(link(hidden), {"words": "But why?"})

    assert "does not stand any more" in answer.content.decode()
    assert not Appeal.objects.exists()


def test_who_decided_does_not_decide_again(client, moderator, hidden):
    made = appeals.appeal(hidden, words="It was a joke.")

    with pytest.raises(NotPossible, match="a colleague decides"):
        appeals.grant(made, by=moderator)
    client.force_login(moderator)
    html = client.get(PAGE).content.decode()

    made.refresh_from_db()
    assert "a colleague decides" in html
    assert 'value="grant"' not in html
    assert made.outcome == ""


def test_granted_the_comment_is_back_and_the_author_told(
    client, hidden, django_capture_on_commit_callbacks
):
    colleague = make_user("Moderator")
    Statement.objects.all().delete()
    Statement.objects.create(action=hidden, address="nell@example.org")
    made = appeals.appeal(hidden, words="It was a joke.")
    client.force_login(colleague)

    page = client.get(PAGE).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(PAGE, {"appeal": made.pk, "act": "grant", "answer": "Sorry."})

    made.refresh_from_db()
    acts = ModerationAction.objects.values_list("act", "acted_by")
    assert "It was a joke." in page
    assert Comment.objects.get().status == "published"
    assert (made.outcome, made.decided_by) == ("granted", colleague)
    assert list(acts)[:2] == [
        ("restore", colleague.pk),
        ("grant_appeal", colleague.pk),
    ]
    assert "You were right" in mail.outbox[-1].body
    assert "Sorry." in mail.outbox[-1].body


def test_refused_the_decision_stands(client, hidden):
    colleague = make_user("Moderator")
    made = appeals.appeal(hidden, words="It was a joke.")

    appeals.refuse(made, by=colleague, answer="It was not.")

    assert Comment.objects.get().status == "hidden"
    assert ModerationAction.objects.first().act == "refuse_appeal"
    assert "It was not." in client.get(link(hidden)).content.decode()


def test_second_decision_is_told_of_the_first(hidden):
    made = appeals.appeal(hidden, words="It was a joke.")
    first = make_user("Moderator", name="ann")
    appeals.refuse(made, by=first)

    with pytest.raises(NotPossible, match="Already decided by ann"):
        appeals.grant(made, by=make_user("Moderator"))


def test_a_ban_is_appealed_too(moderator, reader):
    ban = impose(Sanction(kind="ban", account=reader, reason="abuse"), by=moderator)
    made = appeals.appeal(ModerationAction.objects.get(), words="Not me.")

    appeals.grant(made, by=make_user("Moderator"))

    ban.refresh_from_db()
    assert not ban.is_standing


def test_only_moderators_decide(client, journalist, hidden):
    made = appeals.appeal(hidden, words="It was a joke.")
    client.force_login(journalist)

    with pytest.raises(PermissionDenied):
        appeals.grant(made, by=journalist)
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, {"appeal": made.pk, "act": "grant"}).status_code == 403


def test_the_words_of_the_erased_are_gone(hidden):
    from comments.privacy import erase_guest

    appeals.appeal(hidden, words="It was a joke.")

    erase_guest("nell@example.org")

    assert Appeal.objects.get().words == ""
