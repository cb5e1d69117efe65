"""How a moment is printed: one zone a site, UTC under its older name, GMT."""

from datetime import date, datetime
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.timezone import get_default_timezone


def here(moment: datetime) -> datetime:
    """Return a moment by the newsroom's clock, as whoever reads the page sees it."""
    return moment.astimezone(get_default_timezone())


def zone_name(moment: datetime) -> str:
    """Return the site's zone as printed at that moment: GMT, BST, CET."""
    return _zone(here(moment))


def _zone(local: datetime) -> str:
    name = local.tzname()
    return "GMT" if name == "UTC" else str(name)


def wire_stamp(moment: datetime) -> str:
    """Return the dateline of an update, as wires print it: `1800 GMT`."""
    local = here(moment)
    return f"{local:%H%M} {_zone(local)}"


def clock_stamp(moment: datetime) -> str:
    """Return the time of day as readers say it: `18:00 GMT`."""
    local = here(moment)
    return f"{local:%H:%M} {_zone(local)}"


def day_stamp(moment: datetime) -> str:
    """Return the day it was here: `Sunday 22 November`."""
    return _printed(here(moment).date(), "l j F")


@lru_cache(maxsize=1000)
def _printed(day: date, form: str) -> str:
    return date_format(day, form)


def long_stamp(moment: datetime) -> str:
    """Return day and time: `22 November 2026, 18:00 GMT`."""
    local = here(moment)
    return f"{_printed(local.date(), 'j F Y')}, {local:%H:%M} {_zone(local)}"


def written_stamp(moment: datetime) -> str:
    """Return a moment as a journalist may write it back: `2026-11-22 18:00 GMT`."""
    local = here(moment)
    return f"{local:%Y-%m-%d %H:%M} {_zone(local)}"


def machine_stamp(moment: datetime | None) -> str:
    """Return a moment as programs read it: `2026-11-22T18:00:00+00:00`."""
    return here(moment).isoformat(timespec="seconds") if moment else ""
