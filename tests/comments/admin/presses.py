"""What a moderator's browser sends from the queue, and what is said back."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from comments import moderation
from comments.models import Report

QUEUE = reverse("admin:comments_queue")
DECIDE = reverse("admin:comments_decide")
NEWS = reverse("admin:comments_news")


def cards(answer):
    return [card.comment.pk for card in answer.context["cards"]]


def report(comment, *, weight=100, minutes=0, **fields):
    moment = timezone.now() - timedelta(minutes=minutes)
    defaults = {"reason": "abuse", "reported_at": moment, "weight": weight}
    return Report.objects.create(comment=comment, **defaults | fields)


def press(client, act, comment, *, version=None, **fields):
    version = moderation.version_of(comment) if version is None else version
    data = {"comment": comment.pk, "version": version, **fields}
    return client.post(DECIDE, data | ({"act": act} if act else {}), follow=True)


def told(answer):
    return [str(message) for message in answer.context["messages"]]
