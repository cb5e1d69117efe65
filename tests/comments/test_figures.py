"""Figures of moderators' work, and the counts that everybody may read."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from comments import moderation
from comments.models import Comment, Report
from comments.undoing import undo
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db
PAGE = reverse("admin:comments_figures")
PUBLIC = reverse("moderation_counts")


def test_page_tells_what_waits_how_fast_and_how_it_came_out(client, moderator):
    article = make_article()
    long_ago = timezone.now() - timedelta(minutes=90)
    held = make_comment(article, status="pending", created_at=long_ago)
    reported = make_comment(article)
    Report.objects.create(
        comment=reported,
        reason="hate",
        reported_at=timezone.now() - timedelta(minutes=30),
    )
    make_comment(article, status="pending")
    moderation.approve(held, by=moderator)
    moderation.hide(reported, by=moderator, reason="hate")
    client.force_login(moderator)

    answer = client.get(PAGE)

    figures, html = answer.context["figures"], answer.content.decode()
    waiting = answer.context["waiting"]
    charts = {c.title: {b.label: b.number for b in c.bars} for c in figures.charts}
    assert (waiting.pending, waiting.reported, waiting.appeals) == (1, 0, 0)
    assert figures.median_wait == "1 h 0 min"
    assert charts["Hidden, by reason"] == {"hate": 1}
    assert charts["Decisions, by moderator"] == {str(moderator): 2}
    assert (figures.days.total, len(figures.days.bars)) == (1, 31)
    assert "<svg" in html
    assert "style=" not in html.split('<div class="charts">')[1].split("</div>")[0]


def test_page_without_a_single_act(client, moderator):
    client.force_login(moderator)

    assert client.get(PAGE).status_code == 200


@pytest.mark.parametrize("count", [1, 4])
def test_figures_take_as_many_queries_however_much_there_is(
    client, moderator, django_assert_num_queries, count
):
    for _ in range(count):
        moderator_too = make_user("Moderator")
        comment = make_comment(make_article())
        moderation.hide(comment, by=moderator_too, reason="spam")
    client.force_login(moderator)

    with django_assert_num_queries(15):
        client.get(PAGE)


def test_everybody_reads_counts_of_nobody_in_particular(client, moderator):
    article = make_article()
    names = [make_comment(article, name=f"Nell {n}", body="Words").name for n in "ab"]
    for comment in Comment.objects.all():
        moderation.hide(comment, by=moderator, reason="spam", note="Secret note")
    undo(comment.moderation_actions.get().group, by=moderator)

    answer = client.get(PUBLIC)

    html = answer.content.decode()
    assert "<td>2</td>" in html
    assert answer.cookies == {}
    assert "public" in answer.headers["Cache-Control"]
    for secret in (*names, str(moderator), "Secret note", "Words"):
        assert secret not in html


def test_counts_of_months_before_are_kept_apart(client, time_machine):
    time_machine.move_to("2026-11-20T12:00Z")
    for month in (9, 10, 10, 11):
        moment = datetime(2026, month, 5, 12, tzinfo=UTC)
        make_comment(make_article(), created_at=moment)

    html = client.get(PUBLIC).content.decode()

    assert html.index("November 2026") < html.index("October 2026")
    assert '<th scope="row">October 2026</th><td>2</td>' in html


def test_article_leads_to_the_counts(client):
    page = client.get(make_article().get_absolute_url()).content.decode()

    assert PUBLIC in page
