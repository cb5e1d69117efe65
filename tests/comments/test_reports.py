"""A reader complains, once, with a reason."""

import pytest
from django.urls import reverse

from comments.models import Report
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
