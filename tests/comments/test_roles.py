"""Role by act by object: who may do what to which comment, at every door."""

from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.urls import reverse

from articles.roles import ROLES as NEWSROOM_ROLES
from articles.roles import create_roles
from comments import bulk, moderation
from comments.models import Comment, ModerationAction, Sanction, WordRule
from comments.readers import reader_for
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db
OUTSIDERS = [None, "reader", "Contributor", "Journalist", "Editor", "former Moderator"]
STATUSES = ["published", "pending", "hidden", "withdrawn"]
ONE = ["hide", "restore", "lock", "unlock", "pick", "unpick", "slow", "unslow"]


def enter(client, role):
    if role == "former Moderator":  # still in the group
        former = make_user("Moderator")
        User.objects.filter(pk=former.pk).update(is_staff=False)
        client.force_login(former)
    elif role is not None:
        client.force_login(make_user(None if role == "reader" else role))


def doors(comment):
    """Every address that moderates, and what would do something there."""
    pk, admin = comment.pk, "admin:comments_"
    acts = ["approve", "restore", "lock", "pick", "slow", "claim"]
    decide = reverse(f"{admin}decide")
    group = ModerationAction.objects.first().group
    yield from (
        (reverse(f"{act}_comment", args=[pk]), {"reason": "spam"}) for act in ONE
    )
    yield from ((decide, {"act": act, "comment": pk, "version": "0-"}) for act in acts)
    for act in ("lock", "unlock"):
        yield reverse(f"{act}_discussion", args=[comment.article_id]), {}
    yield decide, {"hide": "spam", "comment": pk, "version": "0-"}
    yield decide, {"bulk": "hide", "ticked": [pk], "reason": "spam"}
    yield decide, {"bulk": "approve", "ticked": [pk]}
    yield reverse(f"{admin}thread", args=[pk]), {"reason": "spam"}
    ban = {"target": "email", "kind": "ban", "reason": "spam"}
    yield reverse(f"{admin}sanction", args=[pk]), ban
    yield reverse(f"{admin}sanction_add"), {**ban, "email": "a@example.org"}
    yield reverse(f"{admin}undo", args=[group]), {}
    yield reverse(f"{admin}appeals"), {"appeal": 1, "act": "grant"}
    yield reverse(f"{admin}wordrule_add"), {"phrase": "x", "action": "hold"}
    for action in ("hide", "approve", "restore"):
        yield (
            reverse(f"{admin}comment_changelist"),
            {"action": action, "_selected_action": [pk], "reason": "spam"},
        )


def everything():
    return (
        list(Comment.objects.order_by("pk").values_list("pk", "status", "is_locked")),
        ModerationAction.objects.count(),
        Sanction.objects.count(),
        WordRule.objects.count(),
    )


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("role", OUTSIDERS)
def test_nobody_else_moderates(client, roles, role, status):
    moderation.lock(make_comment(make_article()), by=make_user("Moderator"))
    comment = make_comment(
        make_article(), status=status, email="nell@example.org", body="Own"
    )
    enter(client, role)
    before = everything()

    for url, data in doors(comment):
        answer = client.post(url, data)
        assert answer.status_code in {302, 403}, url
        if answer.status_code == 302:
            assert "/login/" in answer.headers["Location"], url

    assert everything() == before


@pytest.mark.parametrize("role", OUTSIDERS)
def test_nobody_else_reads_the_moderators_pages(client, roles, role):
    comment = make_comment(make_article(), status="hidden", body="Hidden words")
    known = reader_for(make_user(None))
    enter(client, role)

    for name, args in [
        ("queue", []),
        ("news", []),
        ("appeals", []),
        ("figures", []),
        ("thread", [comment.pk]),
        ("sanction", [comment.pk]),
        ("undo", [uuid4()]),
        ("comment_changelist", []),
        ("comment_change", [comment.pk]),
        ("moderationaction_changelist", []),
        ("sanction_changelist", []),
        ("wordrule_changelist", []),
        ("report_changelist", []),
        ("reader_change", [known.pk]),
    ]:
        answer = client.get(reverse(f"admin:comments_{name}", args=args))
        assert answer.status_code in {302, 403}, name
        assert b"Hidden words" not in answer.content


@pytest.mark.parametrize("name", ["thread", "sanction", "comment_change", "undo"])
def test_guessed_ids_lead_nowhere(client, moderator, name):
    client.force_login(moderator)
    args = [uuid4() if name == "undo" else 123456789]

    answer = client.post(reverse(f"admin:comments_{name}", args=args), follow=True)

    assert answer.status_code in {403, 404}


def test_a_moderator_reads_no_article_in_the_admin(client, moderator):
    draft = make_article(status="draft", headline="Secret investigation")
    comment = make_comment(draft)
    client.force_login(moderator)

    for name, args in [
        ("articles_article_changelist", []),
        ("articles_article_change", [draft.pk]),
        ("articles_update_changelist", []),
    ]:
        assert client.get(reverse(f"admin:{name}", args=args)).status_code == 403
    for name, args in [
        ("comments_comment_change", [comment.pk]),
        ("comments_thread", [comment.pk]),
        ("comments_sanction", [comment.pk]),
    ]:
        answer = client.get(reverse(f"admin:{name}", args=args))
        assert "Secret investigation" not in answer.content.decode(), name
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_get_moderates_nothing(client, moderator):
    comment = make_comment(make_article(), status="pending")
    moderation.lock(comment, by=moderator)
    client.force_login(moderator)
    before = everything()

    for url, data in doors(comment):
        client.get(url, data)

    assert everything() == before


def test_moderating_asks_for_the_csrf_token(moderator):
    from django.test import Client

    comment = make_comment(make_article(), status="pending")
    moderation.lock(comment, by=moderator)
    client = Client(enforce_csrf_checks=True)
    client.force_login(moderator)
    before = everything()

    for url, data in doors(comment):
        assert client.post(url, data).status_code == 403, url

    assert everything() == before


def test_an_administrator_does_what_a_moderator_does(client, roles):
    comment = make_comment(make_article(), status="hidden")
    chief = make_user("Administrator")
    client.force_login(chief)

    pages = [
        client.get(reverse(f"admin:comments_{name}"))
        for name in ("queue", "appeals", "figures", "wordrule_add", "sanction_add")
    ]
    client.post(reverse("restore_comment", args=[comment.pk]))

    assert {page.status_code for page in pages} == {200}
    assert Comment.objects.get().status == "published"


def test_each_app_gives_a_role_its_own_rights(roles):
    held = Group.objects.get(name="Administrator").permissions
    before = set(held.values_list("pk", flat=True))

    create_roles(apps, {"Administrator": ["articles.view_article"]})
    names = set(held.values_list("codename", flat=True))
    create_roles(apps, NEWSROOM_ROLES)

    assert {"moderate_comment", "view_article"} < names
    assert "publish_article" not in names
    assert set(held.values_list("pk", flat=True)) == before


def test_bulk_verbs_ask_too(journalist):
    from django.core.exceptions import PermissionDenied

    make_comment(make_article())

    with pytest.raises(PermissionDenied):
        bulk.hide_many(Comment.objects.all(), by=journalist, reason="spam")
