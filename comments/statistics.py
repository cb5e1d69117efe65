"""How much there was to moderate, how fast it was done, and how it came out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Min, QuerySet
from django.db.models.functions import TruncDate, TruncMonth
from django.utils import timezone

from comments.models import Appeal, Comment, ModerationAction, Reason, Report, Sanction

Act = ModerationAction.Act
DAYS = 30
_LATEST = 2000  # decisions the median is taken of
_MONTHS = 12
_KEEP_SECONDS = 10 * 60


@dataclass(frozen=True)
class Bar:
    """One bar of a chart, its length in hundredths of the longest."""

    label: str
    number: int
    share: int

    @property
    def rest(self) -> int:
        """What is free above a column."""
        return 100 - self.share


@dataclass(frozen=True)
class Chart:
    title: str
    bars: list[Bar]

    @property
    def most(self) -> int:
        return max((bar.number for bar in self.bars), default=0)

    @property
    def total(self) -> int:
        return sum(bar.number for bar in self.bars)


@dataclass(frozen=True)
class Figures:
    """The moderators' page: of now, and of the last 30 days."""

    oldest: datetime | None
    median_minutes: int | None
    charts: list[Chart]
    days: Chart

    @property
    def median_wait(self) -> str:
        """The median in words; "" where nothing was decided."""
        if self.median_minutes is None:
            return ""
        hours, minutes = divmod(self.median_minutes, 60)
        return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def figures_of_now() -> Figures:
    """Read all of it, in as many queries whatever there is to count."""
    since = timezone.now() - timedelta(days=DAYS)
    log = ModerationAction.objects.filter(acted_at__gt=since).order_by()
    waiting = Comment.objects.order_by().filter(status=Comment.Status.PENDING)
    reported = Report.objects.open().order_by()
    return Figures(
        oldest=_oldest(waiting, reported),
        median_minutes=_median_minutes(log),
        charts=_charts(log, since),
        days=Chart("Hidden, by day", _days(log.filter(act=Act.HIDE), since)),
    )


def _oldest(*waiting: QuerySet) -> datetime | None:
    comments, reports = waiting
    moments = [
        comments.aggregate(at=Min("created_at"))["at"],
        reports.aggregate(at=Min("reported_at"))["at"],
    ]
    return min(filter(None, moments), default=None)


def _median_minutes(log: QuerySet[ModerationAction]) -> int | None:
    """From the first complaint, or from the posting of what was held, to the act."""
    decided = log.filter(acted_by__isnull=False, act__in=[Act.APPROVE, Act.HIDE])
    decided = decided.exclude(comment=None).order_by("-pk")[:_LATEST]
    groups = decided.values_list(
        "group", "comment", "acted_at", "status_before", "comment__created_at"
    )
    rows = list(groups)
    resolved = Report.objects.filter(resolved_group__in={row[0] for row in rows})
    first = resolved.order_by().values_list("resolved_group", "comment")
    reported = {(g, c): at for g, c, at in first.annotate(at=Min("reported_at"))}
    waits = [
        (acted_at - begun).total_seconds() / 60
        for group, comment, acted_at, before, created_at in rows
        if (begun := _began(reported.get((group, comment)), before, created_at))
    ]
    return round(median(waits)) if waits else None


def _began(
    reported_at: datetime | None, status: str, created_at: datetime
) -> datetime | None:
    if reported_at or status != Comment.Status.PENDING:
        return reported_at
    return created_at


def _charts(log: QuerySet[ModerationAction], since: datetime) -> list[Chart]:
    hidden = log.filter(act=Act.HIDE)
    reasons = dict(Reason.choices)
    by_reason = hidden.values_list("reason").annotate(n=Count("pk"))
    names = ("acted_by__first_name", "acted_by__last_name", "acted_by__username")
    decided = log.filter(acted_by__isnull=False, act__in=[Act.APPROVE, Act.HIDE])
    by_moderator = decided.values_list(*names).annotate(n=Count("pk"))
    appeals = Appeal.objects.filter(made_at__gt=since).order_by()
    by_outcome = appeals.values_list("outcome").annotate(n=Count("pk"))
    outcomes = {"": "waiting", "granted": "granted", "refused": "refused"}
    return [
        _chart("Hidden, by reason", ((reasons[r], n) for r, n in by_reason if r)),
        _chart(
            "Decisions, by moderator",
            ((f"{a} {b}".strip() or c, n) for a, b, c, n in by_moderator),
        ),
        _chart("Appeals", ((outcomes[o], n) for o, n in by_outcome)),
    ]


def _chart(title: str, numbers: Iterable[tuple[str, int]]) -> Chart:
    ordered = sorted(numbers, key=lambda pair: (-pair[1], pair[0]))
    return Chart(title, _bars(ordered))


def _bars(numbers: list[tuple[str, int]]) -> list[Bar]:
    most = max((number for _, number in numbers), default=0) or 1
    return [Bar(label, n, max(1, 100 * n // most) if n else 0) for label, n in numbers]


def _days(hidden: QuerySet[ModerationAction], since: datetime) -> list[Bar]:
    """Every day of the time, those without an act too."""
    found = hidden.annotate(day=TruncDate("acted_at")).values_list("day")
    numbers: dict[date, int] = dict(found.annotate(n=Count("pk")).order_by("day"))
    first = timezone.localtime(since).date()
    days = [first + timedelta(days=n) for n in range(DAYS + 1)]
    return _bars([(f"{day:%-d %b}", numbers.get(day, 0)) for day in days])


# --- For everybody ------------------------------------------------------------


def counts_by_month() -> list[dict[str, Any]]:
    """Return what anybody may know: counts by month, of nobody in particular.

    The newest first; kept for some minutes, for it counts whole tables.
    """
    kept = cache.get("comment-months")
    if kept is None:
        kept = _count_months()
        cache.set("comment-months", kept, _KEEP_SECONDS)
    return kept


def _count_months() -> list[dict[str, Any]]:
    month = timezone.localdate().replace(day=1)
    for _ in range(_MONTHS - 1):
        month = (month - timedelta(days=1)).replace(day=1)
    log = ModerationAction.objects
    hides, approvals = log.filter(act=Act.HIDE), log.filter(act=Act.APPROVE)
    tables = {
        "posted": (Comment.objects, "created_at"),
        "hidden": (hides, "acted_at"),
        "approved": (approvals, "acted_at"),
        "undone": (log.filter(act=Act.UNDO), "acted_at"),
        "reports": (Report.objects, "reported_at"),
        "upheld": (Report.objects.filter(outcome="upheld"), "reported_at"),
        "sanctions": (Sanction.objects.exclude(kind="note"), "made_at"),
        "appeals": (Appeal.objects, "made_at"),
        "granted": (Appeal.objects.filter(outcome="granted"), "made_at"),
    }
    since = timezone.make_aware(datetime(month.year, month.month, 1))
    months: dict[date, dict[str, Any]] = {}
    for name, (rows, moment) in tables.items():
        recent = rows.filter(**{f"{moment}__gte": since}).order_by()
        by_month = recent.annotate(month=TruncMonth(moment)).values_list("month")
        for start, number in by_month.annotate(n=Count("pk")):
            day = timezone.localtime(start).date()
            counted = months.setdefault(day, {"month": day, **dict.fromkeys(tables, 0)})
            counted[name] = number
    return [months[day] for day in sorted(months, reverse=True)]
