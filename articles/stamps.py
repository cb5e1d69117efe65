"""How a moment is printed: one zone a site, UTC under its older name, GMT."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format


def zone_name(moment: datetime) -> str:
    """Return the site's zone as printed at that moment: GMT, BST, CET."""
    name = timezone.localtime(moment).tzname()
    return "GMT" if name == "UTC" else str(name)


def wire_stamp(moment: datetime) -> str:
    """Return the dateline of an update, as wires print it: `1800 GMT`."""
    here = timezone.localtime(moment)
    return f"{here:%H%M} {zone_name(here)}"


def clock_stamp(moment: datetime) -> str:
    """Return the time of day as readers say it: `18:00 GMT`."""
    here = timezone.localtime(moment)
    return f"{here:%H:%M} {zone_name(here)}"


def long_stamp(moment: datetime) -> str:
    """Return day and time: `22 November 2026, 18:00 GMT`."""
    day = date_format(timezone.localtime(moment), "j F Y")
    return f"{day}, {clock_stamp(moment)}"


def written_stamp(moment: datetime) -> str:
    """Return a moment as a journalist may write it back: `2026-11-22 18:00 GMT`."""
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M} {zone_name(moment)}"


def machine_stamp(moment: datetime | None) -> str:
    """Return a moment as programs read it: `2026-11-22T18:00:00+00:00`."""
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else ""
