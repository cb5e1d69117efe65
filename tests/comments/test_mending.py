"""Authors mend their words for a while and take them back for ever."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from comments import discussions, moderation, reports
from comments.counts import counts_of
from comments.models import Comment
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db


def edit_url(comment):
    return reverse("edit_comment", args=[comment.pk])


def withdraw_url(comment):
    return reverse("withdraw_comment", args=[comment.pk])


def test_edit_keeps_the_old_words_for_moderators_and_is_marked(client, reader):
    comment = make_comment(make_article(), author=reader, body="At five.")
    client.force_login(reader)

    client.post(edit_url(comment), {"body": "At *six*."})

    page = client.get(comment.article.get_absolute_url()).content.decode()
    assert "At <em>six</em>." in page
    assert "At five." not in page
    assert "edited" in page
    assert [revision.body for revision in comment.revisions.all()] == ["At five."]


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ("discussion", "A moderator has locked this discussion"),
        ("thread", "A moderator has locked this thread"),
        ("branch", "A moderator has locked this thread"),
        ("policy", "Comments on this article are closed"),
    ],
)
def test_nothing_is_changed_where_nothing_may_be_said(
    client, reader, moderator, how, says
):
    article = make_article()
    first = make_comment(article)
    above = make_comment(article, first)
    comment = make_comment(article, above, author=reader)
    if how == "discussion":
        discussions.lock_article(article, by=moderator)
    elif how == "thread":
        moderation.lock(first, by=moderator)
    elif how == "branch":
        moderation.lock(above, by=moderator)
    else:
        type(article).objects.update(comment_policy="closed")
    client.force_login(reader)

    answer = client.post(edit_url(comment), {"body": "Other words"})

    comment.refresh_from_db()
    assert answer.status_code == 409
    assert says in answer.content.decode()
    assert "Other words</textarea>" in answer.content.decode()
    assert comment.body == "I was there."


def test_changes_count_as_posts(client, reader, settings):
    settings.COMMENT_LIMITS = settings.COMMENT_LIMITS | {"account": (3, 60)}
    comment = make_comment(make_article(), author=reader)
    client.force_login(reader)

    answers = [
        client.post(edit_url(comment), {"body": f"Number {number}"})
        for number in range(4)
    ]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert "You post too fast. Try again in" in answers[-1].content.decode()
    assert "Number 3</textarea>" in answers[-1].content.decode()
    assert comment.revisions.count() == 3


def test_pick_is_for_the_words_that_were_picked(client, reader, moderator):
    comment = make_comment(make_article(), author=reader)
    moderation.pick(comment, by=moderator)
    client.force_login(reader)

    client.post(edit_url(comment), {"body": "You are all vermin."})

    comment.refresh_from_db()
    act = comment.moderation_actions.latest("pk")
    assert (comment.is_pick, act.act, act.acted_by) == (False, "unpick", None)


def test_approval_is_for_the_words_that_were_approved(client, reader, moderator):
    comment = make_comment(make_article(), author=reader)
    reports.report(comment, by=make_user(None), reason="abuse")
    moderation.approve(comment, by=moderator)
    client.force_login(reader)
    client.post(edit_url(comment), {"body": "You are all vermin."})
    comment.refresh_from_db()

    for _ in range(3):
        reports.report(comment, by=make_user(None), reason="abuse")

    comment.refresh_from_db()
    assert comment.status == "pending"


def test_edit_is_over_after_its_minutes(client, reader, settings):
    settings.COMMENT_EDIT_MINUTES = 10
    moment = timezone.now() - timedelta(minutes=11)
    comment = make_comment(make_article(), author=reader, created_at=moment)
    client.force_login(reader)

    answer = client.post(edit_url(comment), {"body": "Too late"})

    comment.refresh_from_db()
    assert answer.status_code == 409
    assert "Too late</textarea>" in answer.content.decode()
    assert comment.body == "I was there."


@pytest.mark.parametrize("url", [edit_url, withdraw_url])
@pytest.mark.parametrize("role", ["guest", None, "Journalist", "Moderator"])
def test_nobody_mends_anothers_words(client, roles, role, url):
    comment = make_comment(make_article(), author=make_user(None))
    if role != "guest":
        client.force_login(make_user(role))

    answers = [client.get(url(comment)), client.post(url(comment), {"body": "Mine"})]

    comment.refresh_from_db()
    assert [answer.status_code for answer in answers] == [404, 404]
    assert (comment.body, comment.status) == ("I was there.", "published")


@pytest.mark.parametrize("body", ["", "   ", "x" * 5001])
def test_edit_refuses_what_a_comment_may_not_hold(client, reader, body):
    comment = make_comment(make_article(), author=reader)
    client.force_login(reader)

    answer = client.post(edit_url(comment), {"body": body})

    assert answer.status_code == 400
    assert not comment.revisions.exists()


def test_withdrawn_words_are_gone_and_a_tombstone_stands_over_replies(client, reader):
    article = make_article()
    comment = make_comment(article, author=reader, body="Taken back")
    alone = make_comment(article, author=reader, body="Alone")
    make_comment(article, comment)
    client.force_login(reader)

    client.post(withdraw_url(comment))
    client.post(withdraw_url(alone))

    client.logout()
    page = client.get(article.get_absolute_url()).content.decode()
    assert "Taken back" not in page
    assert "Withdrawn by its author." in page
    assert f'id="comment-{alone.pk}"' not in page
    assert counts_of(article)[None] == 1


def test_own_page_offers_to_mend_and_a_strangers_does_not(client, reader):
    comment = make_comment(make_article(), author=reader)

    strange = client.get(comment.get_absolute_url()).content.decode()
    client.force_login(reader)
    own = client.get(comment.get_absolute_url()).content.decode()

    assert edit_url(comment) in own
    assert withdraw_url(comment) in own
    assert edit_url(comment) not in strange


def test_hidden_comment_is_neither_mended_nor_withdrawn(client, reader):
    comment = make_comment(make_article(), author=reader, status="hidden")
    client.force_login(reader)

    client.post(edit_url(comment), {"body": "Changed"})
    client.post(withdraw_url(comment))

    comment.refresh_from_db()
    assert (comment.body, comment.status) == ("I was there.", Comment.Status.HIDDEN)
