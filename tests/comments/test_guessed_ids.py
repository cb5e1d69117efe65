"""Someone else's comment by its id: who may do what to it, role by act."""

import pytest
from django.urls import reverse

from comments.models import Comment, CommentRevision, ModerationAction
from tests.factories import make_article, make_comment, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]

ROLES = ["guest", None, "Contributor", "Journalist", "Editor", "Moderator"]
# What is sent, and how the comment stands before: each act would change it.
ACTS = {
    "edit_comment": ({"body": "These are my words now."}, {}),
    "withdraw_comment": ({}, {}),
    "hide_comment": ({"reason": "spam"}, {}),
    "restore_comment": ({}, {"status": Comment.Status.HIDDEN}),
    "lock_comment": ({}, {}),
    "unlock_comment": ({}, {"is_locked": True}),
    "pick_comment": ({}, {}),
    "unpick_comment": ({}, {"is_pick": True}),
}
OWN_ACTS = {"edit_comment", "withdraw_comment"}


@pytest.mark.thorough
@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("role", ROLES)
def test_matrix_of_roles_and_acts_on_anothers_comment(client, role, act):
    sent, before = ACTS[act]
    comment = make_comment(make_article(), author=make_user(None), **before)
    rows = Comment.objects.filter(pk=comment.pk)
    stood = rows.values().get()
    if role != "guest":
        client.force_login(make_user(role))
    url = reverse(act, args=[comment.pk])

    looked, answer = client.get(url), client.post(url, sent)

    is_allowed = role == "Moderator" and act not in OWN_ACTS
    assert (rows.values().get() != stood) == is_allowed
    assert ModerationAction.objects.exists() == is_allowed
    assert not CommentRevision.objects.exists()
    if not is_allowed:
        statuses = {looked.status_code, answer.status_code}
        assert statuses <= {302, 403, 404}
        assert comment.body not in looked.content.decode()


@pytest.mark.parametrize("act", ["comment", "reply", "report", *ACTS])
def test_id_of_no_comment_is_not_found(client, act):
    client.force_login(make_user("Moderator"))

    answer = client.get(reverse(act, args=[10**15]))

    assert answer.status_code == 404
