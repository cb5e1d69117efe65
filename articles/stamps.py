"""How a moment is printed: one zone a site, UTC under its older name, GMT."""

from datetime import date, datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format


def zone_name(moment: datetime) -> str:
    """Return the site's zone as printed at that moment: GMT, BST, CET."""
    return _zone(timezone.localtime(moment))


def _zone(here: datetime) -> str:
    name = here.tzname()
    return "GMT" if name == "UTC" else str(name)


def wire_stamp(moment: datetime) -> str:
    """Return the dateline of an update, as wires print it: `1800 GMT`."""
    here = timezone.localtime(moment)
    return f"{here:%H%M} {_zone(here)}"


def clock_stamp(moment: datetime) -> str:
    """Return the time of day as readers say it: `18:00 GMT`."""
    here = timezone.localtime(moment)
    return f"{here:%H:%M} {_zone(here)}"


def day_stamp(moment: datetime) -> str:
    """Return the day it was here: `Sunday 22 November`."""
    return _day(timezone.localtime(moment).date())


@lru_cache(maxsize=100)
def _day(day: date) -> str:
    return date_format(day, "l j F")


def long_stamp(moment: datetime) -> str:
    """Return day and time: `22 November 2026, 18:00 GMT`."""
    day = date_format(timezone.localtime(moment), "j F Y")
    return f"{day}, {clock_stamp(moment)}"


def written_stamp(moment: datetime) -> str:
    """Return a moment as a journalist may write it back: `2026-11-22 18:00 GMT`."""
    here = timezone.localtime(moment)
    return f"{here:%Y-%m-%d %H:%M} {_zone(here)}"


def machine_stamp(moment: datetime | None) -> str:
    """Return a moment as programs read it: `2026-11-22T18:00:00+00:00`."""
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else ""
