"""The moderator's list in the admin."""

import pytest
from django.urls import reverse

from comments.models import Comment, ModerationAction, Report
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db
LIST = reverse("admin:comments_comment_changelist")


def act(client, action, comments, **fields):
    data = {"action": action, "_selected_action": [c.pk for c in comments], **fields}
    return client.post(LIST, data, follow=True)


def statuses():
    return sorted(Comment.objects.order_by().values_list("status", flat=True))


def test_hide_needs_the_reason_beside_it(client, moderator):
    comments = [make_comment(make_article()) for _ in range(2)]
    client.force_login(moderator)

    refused = act(client, "hide", comments)
    after_refusal = statuses()
    hidden = act(client, "hide", comments, reason="spam")

    assert "Choose the reason" in refused.content.decode()
    assert after_refusal == ["published", "published"]
    assert "Hide: 2 done." in hidden.content.decode()
    assert statuses() == ["hidden", "hidden"]
    assert ModerationAction.objects.filter(reason="spam").count() == 2


def test_restore_and_approve(client, moderator):
    hidden = make_comment(make_article(), status="hidden")
    pending = make_comment(make_article(), status="pending")
    client.force_login(moderator)

    act(client, "restore", [hidden])
    act(client, "approve", [pending])

    assert statuses() == ["published", "published"]


def test_what_was_decided_already_is_counted_and_left(client, moderator):
    comment = make_comment(make_article())
    client.force_login(moderator)

    answer = act(client, "approve", [comment])

    assert "Left alone, as already decided, claimed" in answer.content.decode()


def test_reported_filter_lists_what_waits(client, moderator):
    reported = make_comment(make_article(), body="Reported words")
    make_comment(make_article(), body="Quiet words")
    Report.objects.create(comment=reported, reason="abuse")
    client.force_login(moderator)

    html = client.get(LIST + "?reports=open").content.decode()

    assert "Reported words" in html
    assert "Quiet words" not in html


def test_comment_page_shows_text_and_record_and_changes_nothing(client, moderator):
    comment = make_comment(make_article(), body="Some *words*")
    client.force_login(moderator)
    url = reverse("admin:comments_comment_change", args=[comment.pk])

    html = client.get(url).content.decode()
    answer = client.post(url, {"body": "Other"})

    comment.refresh_from_db()
    assert "<em>words</em>" in html
    assert (answer.status_code, comment.body) == (403, "Some *words*")


@pytest.mark.parametrize("count", [1, 3])
def test_list_makes_the_same_queries_for_few_and_many(
    client, moderator, django_assert_num_queries, count
):
    for _ in range(count):
        make_comment(make_article())
    client.force_login(moderator)

    with django_assert_num_queries(6):
        client.get(LIST)
