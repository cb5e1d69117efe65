"""What waits for moderators: which items, in which order, with what on each card."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, F, Max, Min, Q, QuerySet, Sum, TextChoices, Value
from django.utils import timezone

from articles.roles import Actor
from comments.cards import Card, draw_cards
from comments.models import Appeal, Comment, Report

SIZE = 20
Status = Comment.Status


class Tab(TextChoices):
    REPORTED = "reported"
    PENDING = "pending"
    ALL = "all"
    HIDDEN = "hidden"


class Age(TextChoices):
    HOUR = "hour", "of the last hour"
    DAY = "day", "of the last day"
    WEEK = "week", "of the last week"
    OLDER = "older", "older than a day"


_AGES = {
    Age.HOUR: ("gt", timedelta(hours=1)),
    Age.DAY: ("gt", timedelta(days=1)),
    Age.WEEK: ("gt", timedelta(weeks=1)),
    Age.OLDER: ("lt", timedelta(days=1)),
}


@dataclass(frozen=True)
class Wanted:
    """Which part of the queue; `after` is the place where the page before ended."""

    tab: Tab = Tab.REPORTED
    section: int | None = None
    article: int | None = None
    reason: str = ""
    age: str = ""
    author: str = ""
    after: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether a filter leaves anything out."""
        parts = (self.section, self.article, self.reason, self.age, self.author)
        return any(parts)


@dataclass(frozen=True)
class Waiting:
    """How much waits, and the newest of it, by which news is told."""

    reported: int
    pending: int
    appeals: int
    last_report: int
    last_pending: int


def waiting() -> Waiting:
    reports = Report.objects.open().order_by()
    pending = Comment.objects.order_by().filter(status=Status.PENDING)
    reported = reports.aggregate(n=Count("comment", distinct=True), last=Max("pk"))
    held = pending.aggregate(n=Count("pk"), last=Max("pk"))
    return Waiting(
        reported=reported["n"],
        pending=held["n"],
        appeals=Appeal.objects.waiting().count(),
        last_report=reported["last"] or 0,
        last_pending=held["last"] or 0,
    )


def arrived_since(last_report: int, last_pending: int) -> int:
    """Return how many items have come into the queue since it was drawn."""
    reports = Report.objects.open().order_by().filter(pk__gt=last_report)
    pending = Comment.objects.order_by().filter(status=Status.PENDING)
    reported = reports.values("comment").distinct().count()
    return reported + pending.filter(pk__gt=last_pending).count()


def read_queue(wanted: Wanted, *, by: Actor) -> tuple[list[Card], str]:
    """Return one page of cards and where the next begins, "" where none follows.

    The same number of queries for one card and for SIZE.

    Raises ValueError for a place that is none.
    """
    places = list(_places(wanted)[: SIZE + 1])
    cards = draw_cards({pk: weight for weight, _, pk in places[:SIZE]}, by=by)
    is_last = len(places) <= SIZE
    return cards, "" if is_last else _spelled(*places[SIZE - 1])


def _places(wanted: Wanted) -> QuerySet[Any, tuple[int, datetime, int]]:
    """Return (weight, moment, comment id), the first to be looked at first."""
    if wanted.tab == Tab.REPORTED:
        reports = Report.objects.open().filter(_of(wanted, "comment__", "reported_at"))
        if wanted.reason:
            reports = reports.filter(reason=wanted.reason)
        places = (
            reports.order_by()
            .values("comment_id")
            .annotate(weight=Sum("weight"), moment=Min("reported_at"))
        )
        places = places.filter(_behind(wanted.after, "comment_id", is_falling=False))
        places = places.order_by("-weight", "moment", "comment_id")
        return places.values_list("weight", "moment", "comment_id")
    comments = Comment.objects.order_by().filter(_of(wanted, "", "created_at"))
    if wanted.tab != Tab.ALL:
        comments = comments.filter(status=wanted.tab.value)
    if wanted.reason:
        reports = Report.objects.open().order_by().filter(reason=wanted.reason)
        reported = Q(pk__in=reports.values("comment"))
        comments = comments.filter(Q(hidden_reason=wanted.reason) | reported)
    is_falling = wanted.tab != Tab.PENDING
    comments = comments.annotate(moment=F("created_at"), weight=Value(0))
    comments = comments.filter(_behind(wanted.after, "pk", is_falling=is_falling))
    order = ("-pk",) if is_falling else ("created_at", "pk")
    return comments.order_by(*order).values_list("weight", "moment", "pk")


def _of(wanted: Wanted, prefix: str, moment: str) -> Q:
    """The filters, seen from a comment or, with a prefix, from a report."""
    asked = Q()
    if wanted.section:
        asked &= Q(**{f"{prefix}article__section": wanted.section})
    if wanted.article:
        asked &= Q(**{f"{prefix}article": wanted.article})
    if wanted.age:
        side, age = _AGES[Age(wanted.age)]
        asked &= Q(**{f"{moment}__{side}": timezone.now() - age})
    kind, _, number = wanted.author.partition("-")
    if kind == "account" and number.isdecimal() and len(number) < 19:
        return asked & Q(**{f"{prefix}author": int(number)})
    if "@" in wanted.author:
        accounts = User.objects.filter(email__iexact=wanted.author).values("pk")
        spelled = [wanted.author, wanted.author.lower()]
        by_guest = Q(**{f"{prefix}email__in": spelled})
        asked &= by_guest | Q(**{f"{prefix}author__in": accounts})
    elif wanted.author:
        asked &= Q(**{f"{prefix}name__iexact": wanted.author})
    return asked


def _spelled(weight: int, moment: datetime, pk: int) -> str:
    return f"{weight}.{int(moment.timestamp() * 1_000_000)}.{pk}"


def _behind(after: str, pk_name: str, *, is_falling: bool) -> Q:
    """What follows a place, whether or not what stood there is still in the queue."""
    if not after:
        return Q()
    weight, microseconds, pk = map(int, after.split("."))
    if is_falling:
        return Q(**{f"{pk_name}__lt": pk})
    moment = datetime.fromtimestamp(0, UTC) + timedelta(microseconds=microseconds)
    same = Q(weight=weight)
    later = Q(moment__gt=moment) | Q(**{"moment": moment, f"{pk_name}__gt": pk})
    return Q(weight__lt=weight) | same & later
