"""What the site holds about people: handed over, erased, and not kept for ever."""

import json
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from comments import likes, moderation, reports
from comments.models import Comment, CommentRevision, Report
from comments.privacy import export_data
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db


# --- Handed over ----------------------------------------------------------


def test_export_holds_everything_and_only_ones_own(nell, said, moderator):
    root, changed, hidden, reply = said
    moderation.hide(hidden, by=moderator, reason="abuse")
    likes.like(root, by=nell)
    reports.report(reply, by=nell, reason="spam", note="Sells boots.")

    data = export_data(nell)

    assert data["account"]["email"] == "nell@example.org"
    assert data["display_name"] == "Nell"
    assert [c["body"] for c in data["comments"]] == ["I live near it.", "Idiots!"]
    assert [c["status"] for c in data["comments"]] == ["published", "hidden"]
    assert data["comments"][1]["hidden_reason"] == "abuse"
    assert data["comments"][1]["network"] == "ab" * 32
    versions = data["comments"][0]["earlier_versions"]
    assert [v["body"] for v in versions] == ["My street is Tannery Lane."]
    assert [like["comment"] for like in data["likes"]] == [root.get_absolute_url()]
    assert [r["note"] for r in data["reports"]] == ["Sells boots."]
    assert "Which one?" not in json.dumps(data)


def test_data_come_as_a_file(client, nell, said):
    client.force_login(nell)

    answer = client.get(reverse("account_data"))

    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="dateline-data.json"'
    )
    assert "private" in answer.headers["Cache-Control"]
    assert json.loads(answer.content)["account"]["username"] == "nell-1"


@pytest.mark.parametrize("number", [1, 3])
def test_export_costs_as_much_for_one_comment_as_for_three(
    nell, number, django_assert_num_queries
):
    for _ in range(number):
        comment = make_comment(make_article(), author=nell)
        CommentRevision.objects.create(comment=comment, body="Otherwise.")

    with django_assert_num_queries(8):
        export_data(nell)


# --- Not kept for ever ----------------------------------------------------


def aged(days, **fields):
    created_at = timezone.now() - timedelta(days=days)
    return make_comment(make_article(), created_at=created_at, **fields)


def test_purge_empties_what_is_old_and_twice_is_as_once(settings, capsys):
    settings.COMMENT_NETWORK_DAYS, settings.COMMENT_EMAIL_DAYS = 30, 365
    fresh = aged(29, network="ab", email="a@example.org")
    month = aged(31, network="ab", email="b@example.org")
    year = aged(366, network="", email="c@example.org")
    complaint = {"comment": year, "reason": "spam", "reporter_key": "network:ab"}
    Report.objects.create(reported_at=month.created_at, **complaint)

    call_command("purge_personal_data")
    call_command("purge_personal_data")

    assert capsys.readouterr().out.splitlines() == [
        "emptied 2 network hashes, 1 addresses; deleted 0 unfinished sign-ups",
        "emptied 0 network hashes, 0 addresses; deleted 0 unfinished sign-ups",
    ]
    kept = dict(Comment.objects.order_by().values_list("pk", "email"))
    assert kept == {fresh.pk: "a@example.org", month.pk: "b@example.org", year.pk: ""}
    networks = dict(Comment.objects.order_by().values_list("pk", "network"))
    assert networks == {fresh.pk: "ab", month.pk: "", year.pk: ""}
    assert Report.objects.get().reporter_key == ""


def test_purge_deletes_sessions_that_are_over(client, nell):
    client.force_login(nell)
    ended = SessionStore()
    ended.set_expiry(-1)
    ended.save()

    call_command("purge_personal_data")

    assert client.session.exists(client.session.session_key)
    assert not SessionStore().exists(ended.session_key)


def test_purge_deletes_sign_ups_that_nobody_finished(capsys):
    long_ago = timezone.now() - timedelta(days=8)
    kinds = {
        "unfinished": {"date_joined": long_ago},
        "fresh": {},
        "signed-in": {"date_joined": long_ago, "last_login": long_ago},
        "proved": {"date_joined": long_ago},
        "made-here": {"date_joined": long_ago},
    }
    for name, fields in kinds.items():
        user = make_user(None, name=name, **fields)
        if name != "made-here":
            EmailAddress.objects.create(
                user=user, email=f"{name}@example.org", verified=name == "proved"
            )

    call_command("purge_personal_data")
    call_command("purge_personal_data")

    told = capsys.readouterr().out.splitlines()
    assert [line.split("; ")[1] for line in told] == [
        "deleted 1 unfinished sign-ups",
        "deleted 0 unfinished sign-ups",
    ]
    left = set(User.objects.values_list("username", flat=True))
    assert left == set(kinds) - {"unfinished"}
