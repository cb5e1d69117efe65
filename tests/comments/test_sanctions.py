"""What stands against a reader stops every way to write, and ends by itself."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from comments import mending, sanctions
from comments.acts import NotPossible
from comments.models import Comment, ModerationAction, Report, Sanction
from comments.undoing import undo
from tests.factories import guest_form, make_article, make_comment, make_user

pytestmark = pytest.mark.django_db
Kind = Sanction.Kind


def impose(by, kind=Kind.BAN, *, clean_up=False, **fields):
    fields.setdefault("reason", "abuse")
    return sanctions.impose(Sanction(kind=kind, **fields), by=by, clean_up=clean_up)


def in_days(days):
    return timezone.now() + timedelta(days=days)


def doors(client, reader):
    """The answer of every way in which an account writes."""
    article = make_article()
    other = make_comment(article)
    own = make_comment(article, author=reader, body="First words")
    client.force_login(reader)
    post = client.post
    return {
        "post": post(reverse("new_comment", args=[article.pk]), {"body": "A"}),
        "reply": post(reverse("reply", args=[other.pk]), {"body": "B"}),
        "edit": post(reverse("edit_comment", args=[own.pk]), {"body": "C"}),
        "like": post(reverse("like", args=[other.pk])),
        "report": post(reverse("report", args=[other.pk]), {"reason": "spam"}),
    }


@pytest.mark.parametrize("kind", [Kind.SUSPENSION, Kind.BAN])
def test_every_door_is_shut_and_says_until_when(client, moderator, reader, kind):
    until = in_days(2)
    impose(moderator, kind, account=reader, until=until, message="Three insults.")

    answers = doors(client, reader)

    pages = {door: answer.content.decode() for door, answer in answers.items()}
    assert {answer.status_code for answer in answers.values()} == {409}
    assert all("You cannot comment until" in page for page in pages.values())
    assert all("Three insults." in page for page in pages.values())
    assert not Report.objects.exists()
    assert sorted(Comment.objects.values_list("body", flat=True)) == [
        "First words",
        "I was there.",
    ]


def test_the_same_doors_are_open_without(client, reader):
    answers = doors(client, reader)

    assert {answer.status_code for answer in answers.values()} <= {200, 302}
    assert Comment.objects.count() == 4


def test_words_are_kept_on_the_form(client, moderator, reader):
    article = make_article()
    client.force_login(reader)
    impose(moderator, account=reader)

    html = client.post(
        reverse("new_comment", args=[article.pk]), {"body": "Long in the making"}
    ).content.decode()

    assert "Long in the making</textarea>" in html


@pytest.mark.parametrize("kind", [Kind.SUSPENSION, Kind.PREMODERATION, Kind.BAN])
def test_it_is_over_by_itself(client, moderator, reader, kind, time_machine):
    impose(moderator, kind, account=reader, until=in_days(2))
    client.force_login(reader)

    time_machine.move_to(in_days(2.01))
    client.force_login(reader)
    client.post(reverse("new_comment", args=[make_article().pk]), {"body": "Back."})

    assert Comment.objects.get().status == "published"


def test_premoderation_holds_what_one_writes_and_edits(client, moderator, reader):
    own = make_comment(make_article(), author=reader)
    impose(moderator, Kind.PREMODERATION, account=reader)
    client.force_login(reader)

    client.post(reverse("new_comment", args=[own.article_id]), {"body": "New"})
    mending.edit(own, by=reader, body="Changed")

    assert set(Comment.objects.values_list("status", flat=True)) == {"pending"}


def test_note_is_for_colleagues_alone(client, moderator, reader):
    impose(moderator, Kind.NOTE, account=reader, note="Mind this one")

    answers = doors(client, reader)

    assert {answer.status_code for answer in answers.values()} <= {200, 302}


def test_warning_is_read_once_and_then_all_is_open(client, moderator, reader):
    impose(moderator, Kind.WARNING, account=reader, message="Do not shout.")
    article = make_article()
    url = reverse("new_comment", args=[article.pk])
    client.force_login(reader)

    refused = client.post(url, {"body": "Hello"})
    page = client.get(reverse("warnings") + f"?next={url}")
    unread = client.post(url, {"body": "Hello"})
    answer = client.post(reverse("warnings"), {"next": url})
    posted = client.post(url, {"body": "Hello"})

    assert (refused.status_code, unread.status_code) == (409, 409)
    assert reverse("warnings") in refused.content.decode()
    assert "Do not shout." in page.content.decode()
    assert answer.headers["Location"] == url
    assert posted.status_code == 302


@pytest.mark.parametrize("place", ["//evil.example/", "https://evil.example", "x", ""])
def test_warning_leads_to_no_other_site(client, reader, place):
    client.force_login(reader)

    answer = client.post(reverse("warnings"), {"next": place})

    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize(
    ("target", "sent"),
    [
        ({"email": "Nell@Example.org"}, {}),
        ({"domain": "@example.org"}, {}),
        ({"address_range": "203.0.113.0/24"}, {"REMOTE_ADDR": "203.0.113.77"}),
        ({"address_range": "203.0.113.77"}, {"REMOTE_ADDR": "203.0.113.77"}),
        ({"address_range": "2001:db8::/48"}, {"REMOTE_ADDR": "2001:db8:0:9::1"}),
    ],
)
def test_guests_are_stopped_by_address(client, moderator, target, sent):
    impose(moderator, **target)
    url = reverse("new_comment", args=[make_article().pk])

    refused = client.post(url, guest_form(), **sent)
    others = client.post(
        url, guest_form(email="ida@example.net"), REMOTE_ADDR="203.0.114.1"
    )

    assert refused.status_code == 409
    assert "Nobody can comment" in refused.content.decode()
    assert others.status_code == 302


def test_network_of_a_comment_is_stopped(client, moderator):
    url = reverse("new_comment", args=[make_article().pk])
    client.post(url, guest_form(), REMOTE_ADDR="198.51.100.4")
    impose(moderator, network=Comment.objects.get().network)

    near = client.post(url, guest_form(body="2"), REMOTE_ADDR="198.51.100.9")
    far = client.post(url, guest_form(body="3"), REMOTE_ADDR="198.51.101.9")

    assert (near.status_code, far.status_code) == (409, 302)


def test_the_newsroom_is_not_stopped_by_an_address_it_shares(
    client, moderator, journalist
):
    impose(moderator, address_range="203.0.113.0/24")
    client.force_login(journalist)

    answer = client.post(
        reverse("new_comment", args=[make_article().pk]),
        {"body": "From the office"},
        REMOTE_ADDR="203.0.113.5",
    )

    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"until": "past"}, "until"),
        ({"kind": Kind.SUSPENSION}, "until"),
        ({"kind": Kind.WARNING, "email": "a@example.org"}, "kind"),
        ({"address_range": "203.0.113.0/8"}, "address_range"),
        ({"address_range": "::/16"}, "address_range"),
        ({"address_range": "somewhere"}, "address_range"),
        ({"domain": "example"}, "domain"),
        ({}, "__all__"),
        ({"email": "a@example.org", "domain": "example.org"}, "__all__"),
        ({"reason": "because", "email": "a@example.org"}, "reason"),
    ],
)
def test_what_makes_no_sense_is_told_beside_its_field(moderator, fields, field):
    if fields.get("until") == "past":
        fields = {"until": in_days(-1), "email": "a@example.org"}
    if fields.get("kind") == Kind.SUSPENSION:
        fields = {**fields, "email": "a@example.org"}

    with pytest.raises(ValidationError) as refused:
        impose(moderator, **fields)

    assert field in refused.value.message_dict
    assert not Sanction.objects.exists()
    assert not ModerationAction.objects.exists()


def test_nobody_sanctions_oneself_an_equal_or_a_superior(moderator, journalist):
    chief = make_user("Moderator", email="chief@example.org", is_superuser=True)
    others = [moderator, make_user("Moderator"), journalist, chief]

    for target in [{"account": user} for user in others] + [{"email": chief.email}]:
        with pytest.raises(NotPossible):
            impose(moderator, **target)

    with pytest.raises(NotPossible):
        impose(make_user("Administrator"), account=chief)
    assert not Sanction.objects.exists()
    assert impose(make_user("Administrator"), account=moderator).is_standing
    assert impose(chief, account=journalist).is_standing
    with pytest.raises(NotPossible):
        impose(chief, account=chief)


def test_the_same_ban_stands_once(moderator, reader):
    impose(moderator, account=reader)

    with pytest.raises(NotPossible, match="already a ban"):
        impose(moderator, account=reader)


def test_lifting_opens_the_door_and_is_logged(client, moderator, reader):
    ban = impose(moderator, account=reader)
    sanctions.lift(ban, by=moderator)
    client.force_login(reader)

    answer = client.post(
        reverse("new_comment", args=[make_article().pk]), {"body": "Back."}
    )

    assert answer.status_code == 302
    with pytest.raises(NotPossible, match="lifted already"):
        sanctions.lift(ban, by=moderator)
    acts = ModerationAction.objects.values_list("act", "account", "sanction")
    assert list(acts) == [
        ("lift", reader.pk, ban.pk),
        ("sanction", reader.pk, ban.pk),
    ]


def test_an_administrators_sanction_is_lifted_by_one_alone(moderator, reader):
    chief = make_user("Moderator", is_superuser=True)
    ban = impose(chief, account=reader)

    with pytest.raises(NotPossible, match="administrator"):
        sanctions.lift(ban, by=moderator)
    with pytest.raises(NotPossible, match="administrator"):
        undo(ModerationAction.objects.get().group, by=moderator)


def test_a_journalist_does_not_ban(journalist, reader):
    with pytest.raises(PermissionDenied):
        impose(journalist, account=reader)


def test_an_erased_reader_leaves_no_sanction_and_the_log_stays(moderator, reader):
    impose(moderator, account=reader)

    reader.delete()

    act = ModerationAction.objects.get()
    assert (act.account, act.sanction, act.act) == (None, None, "sanction")
    assert not Sanction.objects.exists()
