"""Hiding a thread after a look at what goes with it."""

import pytest
from django.urls import reverse

from comments import moderation
from comments.models import Comment
from tests.comments.admin.presses import report, told
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db


def test_thread_is_hidden_after_a_look_at_the_consequence(desk):
    article = make_article()
    first = make_comment(article, name="Ann")
    for _ in range(14):
        make_comment(article, first, name="Bob")
    url = reverse("admin:comments_thread", args=[first.pk])

    page = desk.get(url).content.decode()
    refused = desk.post(url, {"note": "Why"})
    answer = desk.post(url, {"reason": "hate"}, follow=True)

    assert "This hides the comment and 14 replies of 2 people." in page
    assert "Choose the reason readers will see." in refused.content.decode()
    assert "Why</textarea>" in refused.content.decode()
    assert told(answer) == ["Hidden: 15 comments."]
    assert set(Comment.objects.values_list("status", flat=True)) == {"hidden"}


def test_thread_decided_on_since_is_looked_at_again(desk):
    first = make_comment(make_article())
    reply = make_comment(first.article, first)
    report(reply)
    url = reverse("admin:comments_thread", args=[first.pk])
    seen = desk.get(url).context["decisions"]
    moderation.approve(reply, by=make_user("Moderator", first_name="Ruth"))

    refused = desk.post(url, {"reason": "hate", "note": "Why", "decisions": seen})
    untouched = set(Comment.objects.values_list("status", flat=True))
    again = refused.context["decisions"]
    desk.post(url, {"reason": "hate", "decisions": again})

    html = refused.content.decode()
    assert "Already decided by Ruth" in html and "Look at it again." in html
    assert "Why</textarea>" in html
    assert untouched == {"published"}
    assert set(Comment.objects.values_list("status", flat=True)) == {"hidden"}
