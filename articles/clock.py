"""Reading a stamp as journalists write it: 1800, 18:00 GMT, 6 pm, yesterday 23.50.

Text in, moment out. What is printed is in `stamps`.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from django.utils import timezone as django_timezone

from articles.stamps import zone_name

FAR_AHEAD = timedelta(hours=12)
# Names that mean one zone only. IST, CST and the like are asked for as an offset.
_HOURS = {
    **{"GMT": 0, "UTC": 0, "Z": 0, "WET": 0, "BST": 1, "WEST": 1, "CET": 1},
    **{"CEST": 2, "EET": 2, "SAST": 2, "EEST": 3, "MSK": 3, "EAT": 3, "PKT": 5},
    **{"WIB": 7, "HKT": 8, "SGT": 8, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11},
    **{"NZST": 12, "NZDT": 13, "EDT": -4, "EST": -5, "CDT": -5, "MDT": -6},
    **{"MST": -7, "PDT": -7, "PST": -8},
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun") + (
    *("jul", "aug", "sep", "oct", "nov", "dec"),
)
DAY = (
    r"(?P<iso>\d{4}-\d{2}-\d{2})"
    r"|(?P<slashed>\d{1,2}/\d{1,2}/\d{4})"
    r"|(?P<dom>\d{1,2})\s+(?P<month>[A-Za-z]{3,9})\.?(?:\s+(?P<year>\d{4}))?"
    r"|(?P<word>today|yesterday|tomorrow)"
)
CLOCK = (
    r"(?:(?P<hour>[01]?\d|2[0-4])(?:[:.h](?P<minute>[0-5]\d)(?::[0-5]\d)?)?"
    r"\s*(?P<half>[ap]\.?m\b\.?)"
    r"|(?P<hour24>[01]?\d|2[0-4])[:.h](?P<minute24>[0-5]\d)(?::[0-5]\d)?"
    r"|(?P<wire>(?:[01]\d|2[0-4])[0-5]\d))"
)
ZONE = r"(?P<zone>[A-Z]{1,5}|(?:UTC|GMT)?[+-]\d{1,2}:?(?:\d{2})?)"
_STAMP = re.compile(
    rf"(?:(?:{DAY})[,\sT]+)?(?:at\s+)?{CLOCK}(?:\s*{ZONE})?",
    re.IGNORECASE,
)


class StampError(ValueError):
    """What is wrong with a stamp, in a sentence for whoever wrote it."""


@dataclass(frozen=True)
class Clock:
    """A time of day as written, with its zone and day where they were named."""

    at: time
    zone: tzinfo | None = None
    day: date | None = None
    days_on: int | None = None  # today, yesterday, tomorrow
    is_day_end: bool = False  # written 2400: the midnight after the day, not before

    @property
    def is_dated(self) -> bool:
        return self.day is not None or self.days_on is not None

    def on(self, day: date) -> datetime:
        """Return the moment on `day`, or on the day that was written.

        Raises StampError for a moment the clock change skips or has twice.
        """
        day = (self.day or day) + timedelta(self.is_day_end)
        moment = datetime.combine(day, self.at, self.zone)
        return moment if self.zone else _settled(moment)


def read_clock(text: str, *, now: datetime) -> Clock:
    """Read a whole text as a stamp. Raises StampError."""
    match = _STAMP.fullmatch(text.strip())
    if match is None:
        raise StampError(
            f"“{text.strip()[:40]}” is not a time. Write it as 1800, 18:00 or 6 pm,"
            " with a day before it (22 Nov, yesterday) if it is not today’s."
        )
    return clock_of(match, now=now)


def clock_of(match: re.Match[str], *, now: datetime) -> Clock:
    """Return what a match of CLOCK, perhaps with DAY and ZONE, says."""
    found = match.groupdict()
    days = {"today": 0, "yesterday": -1, "tomorrow": 1}
    hour, minute = _time_of(found)
    return Clock(
        at=time(hour % 24, minute),
        zone=read_zone(found["zone"], now=now) if found.get("zone") else None,
        day=_day_of(found, now=now),
        days_on=days.get((found.get("word") or "").lower()),
        is_day_end=hour == 24,
    )


def read_stamp(
    text: str, *, now: datetime, is_to_come: bool = False
) -> datetime | None:
    """Return the moment a stamp means, or None for an empty one, which is now.

    Without a day it is today's; yesterday's where that would be more than 12 hours
    ahead, as just after midnight. `is_to_come` takes the next such moment instead.

    Raises StampError.
    """
    if text.strip().lower() in {"", "now"}:
        return None
    clock = read_clock(text, now=now)
    if clock.day is not None:
        return clock.on(clock.day)
    today = now.astimezone(clock.zone or django_timezone.get_current_timezone()).date()
    if clock.days_on is not None:
        return clock.on(today + timedelta(clock.days_on))
    moment = clock.on(today)
    if is_to_come:
        return moment if moment > now else clock.on(today + timedelta(1))
    return clock.on(today - timedelta(1)) if moment - now > FAR_AHEAD else moment


def read_zone(name: str, *, now: datetime) -> tzinfo:
    """Return the zone a stamp names: an offset, a known name, or the site's own.

    Raises StampError for one that means nothing, or several zones.
    """
    offset = re.fullmatch(r"(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?", name.upper())
    if offset:
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        if minutes <= 14 * 60:
            return timezone(timedelta(minutes=int(f"{offset[1]}{minutes}")))
    own = django_timezone.get_current_timezone()
    for moment in (now, now + timedelta(182)):
        if moment.astimezone(own).strftime("%Z") == name.upper():
            return timezone(moment.astimezone(own).utcoffset() or timedelta())
    if name.upper() not in _HOURS:
        known = " or ".join(dict.fromkeys(["GMT", zone_name(now)]))
        raise StampError(
            f"“{name}” names no zone we know, or several. Write {known}, or an offset"
            " such as +0530."
        )
    return timezone(timedelta(hours=_HOURS[name.upper()]))


def is_zone(name: str) -> bool:
    """Whether a stamp could name its zone so."""
    try:
        read_zone(name, now=django_timezone.now())
    except StampError:
        return False
    return True


def _time_of(found: dict[str, str | None]) -> tuple[int, int]:
    wire = found["wire"] or ""
    hour = int(found["hour"] or found["hour24"] or wire[:2])
    minute = int(found["minute"] or found["minute24"] or wire[2:] or 0)
    if half := (found["half"] or "").lower():
        if not 1 <= hour <= 12:
            raise StampError(
                f"“{hour} {half}” is not a time: write 1 to 12 with am or pm."
            )
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    if hour == 24 and minute:
        raise StampError(f"“24{minute:02}” is not a time. Midnight is 0000.")
    return hour, minute


def _day_of(found: dict[str, str | None], *, now: datetime) -> date | None:
    if iso := found.get("iso"):
        year, month, day = map(int, iso.split("-"))
    elif slashed := found.get("slashed"):
        day, month, year = map(int, slashed.split("/"))
    elif dom := found.get("dom"):
        name = (found["month"] or "").lower()[:3]
        if name not in _MONTHS:
            raise StampError(f"“{found['month']}” is not a month.")
        day, month, year = int(dom), _MONTHS.index(name) + 1, int(found["year"] or 0)
        if not found["year"]:
            return _nearest_day(month, day, now=now)
    else:
        return None
    return _calendar_day(year, month, day)


def is_reckonable(year: int) -> bool:
    """Whether its days have an address, of four digits, and are days in any zone."""
    return 1000 <= year < 9999


def _calendar_day(year: int, month: int, day: int) -> date:
    """Return a day far enough from the ends of time to be reckoned in any zone."""
    try:
        if is_reckonable(year):
            return date(year, month, day)
    except ValueError:
        pass
    raise StampError("That day is not in the calendar.")


def _nearest_day(month: int, day: int, *, now: datetime) -> date:
    """A day without a year: in January, 31 December is the one just gone."""
    today = django_timezone.localtime(now).date()
    days = [
        date(year, month, day)
        for year in range(today.year - 1, today.year + 2)
        if 0 < day <= monthrange(year, month)[1]
    ]
    if not days:
        raise StampError("That day is not in the calendar.")
    return min(days, key=lambda found: abs(found - today))


def _settled(naive: datetime) -> datetime:
    """Put a wall time into the site's zone, unless the clock change blurs it."""
    moment = django_timezone.make_aware(naive)
    if moment.astimezone(UTC).astimezone(moment.tzinfo).time() != naive.time():
        raise StampError(f"{naive:%H%M} does not exist on that day: clocks go forward.")
    if moment.utcoffset() != moment.replace(fold=1).utcoffset():
        names = f"{moment:%Z} or {moment.replace(fold=1):%Z}"
        raise StampError(
            f"{naive:%H%M} comes twice on that day. Write {names} behind it."
        )
    return moment
