"""A reader complains, once, with a reason."""

import pytest
from django.urls import reverse

from comments import mending, privacy, reports
from comments.models import Report
from comments.queue import waiting
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db


def test_report_reaches_the_moderators(client, reader):
    comment = make_comment(make_article())
    client.force_login(reader)

    answer = client.post(
        reverse("report", args=[comment.pk]), {"reason": "spam", "note": "An advert"}
    )

    report = Report.objects.get()
    assert "A moderator will look at it" in answer.content.decode()
    assert (report.reporter, report.reason, report.note) == (
        reader,
        "spam",
        "An advert",
    )


def test_second_report_is_refused_while_the_first_is_open(client, reader):
    comment = make_comment(make_article())
    url = reverse("report", args=[comment.pk])
    client.force_login(reader)
    client.post(url, {"reason": "spam"})

    again = client.post(url, {"reason": "hate", "note": "Again"})
    Report.objects.update(resolved_at="2026-01-01T00:00Z")
    later = client.post(url, {"reason": "hate"})

    assert again.status_code == 409
    assert "reported this comment already" in again.content.decode()
    assert "Again</textarea>" in again.content.decode()
    assert later.status_code == 200
    assert Report.objects.count() == 2


def test_own_comment_is_not_reported(client, reader):
    comment = make_comment(make_article(), author=reader)
    client.force_login(reader)

    answer = client.post(reverse("report", args=[comment.pk]), {"reason": "spam"})

    assert answer.status_code == 409
    assert "This is your own comment" in answer.content.decode()
    assert not Report.objects.exists()


def test_who_reports_too_fast_is_told_how_long_to_wait(client, reader):
    article = make_article()
    client.force_login(reader)

    answers = [
        client.post(
            reverse("report", args=[make_comment(article).pk]),
            {"reason": "spam", "note": "This as well"},
        )
        for _ in range(21)
    ]

    assert [answer.status_code for answer in answers] == [200] * 20 + [409]
    assert "You report too fast. Try again in" in answers[-1].content.decode()
    assert "This as well</textarea>" in answers[-1].content.decode()


@pytest.mark.parametrize("how", ["withdrawn", "erased"])
def test_report_on_what_its_author_took_back_leaves_the_queue(client, moderator, how):
    author, reporter = make_user(None), make_user(None)
    comment = make_comment(make_article(), author=author, body="Rude words")
    reports.report(comment, by=reporter, reason="abuse")

    if how == "withdrawn":
        mending.withdraw(comment, by=author)
    else:
        privacy.erase(author)

    client.force_login(moderator)
    queue = client.get(reverse("admin:comments_queue")).content.decode()
    assert f'id="card-{comment.pk}"' not in queue
    assert waiting().reported == 0
    assert reports.weight_of(f"account:{reporter.pk}", is_guest=False) == 100


def test_two_readers_each_report(client):
    comment = make_comment(make_article())
    for _ in range(2):
        client.force_login(make_user(None))
        client.post(reverse("report", args=[comment.pk]), {"reason": "abuse"})

    assert comment.reports.count() == 2


@pytest.mark.parametrize("data", [{}, {"reason": "because"}, {"note": "x"}])
def test_report_without_a_reason_is_told_so(client, data):
    comment = make_comment(make_article())

    answer = client.post(reverse("report", args=[comment.pk]), data)

    assert answer.status_code == 400
    assert not Report.objects.exists()


def test_hidden_comment_has_no_report_page(client):
    comment = make_comment(make_article(), status="hidden")

    assert client.get(reverse("report", args=[comment.pk])).status_code == 404
