"""Stamps as journalists write them, and those that mean nothing or two things."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.clock import StampError, read_stamp
from articles.stamps import written_stamp

NOW = datetime(2026, 1, 14, 20, 0, tzinfo=UTC)


def read(text, now=NOW, **options):
    return f"{read_stamp(text, now=now, **options).astimezone(UTC):%Y-%m-%d %H:%M}"


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "  ", "now", "Now"])
def test_empty_stamp_is_now(text):
    assert read_stamp(text, now=NOW) is None


@pytest.mark.parametrize(
    "text",
    [
        *("1800", "18:00", "18.00", "18h00", "18:00:59", " 1800 "),
        *("6 pm", "6pm", "6:00 pm", "6.00 p.m.", "06:00 PM", "today 1800"),
        *("1800 GMT", "1800GMT", "1800 gmt", "1800Z", "1800 UTC", "6 pm GMT"),
        *("1800 +0000", "1900 CET", "1900 +01:00", "1900 +1", "1900 UTC+1"),
        *("1300 EST", "2330 +0530", "1500 -0300"),
        *("14 Jan 1800", "14 January 18:00", "14 jan. 2026 6 pm", "14 Jan, 1800"),
        *("2026-01-14 1800", "2026-01-14T18:00", "14/01/2026 18:00", "at 1800"),
        "14 Jan at 1800",
    ],
)
def test_written_forms_of_six_in_the_evening(text):
    assert read(text) == "2026-01-14 18:00"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12 am", "2026-01-14 00:00"),
        ("12:30 am", "2026-01-14 00:30"),
        ("12 pm", "2026-01-14 12:00"),
        ("0000", "2026-01-14 00:00"),
        ("00:00", "2026-01-14 00:00"),
        ("yesterday 2350", "2026-01-13 23:50"),
        ("tomorrow 0600", "2026-01-15 06:00"),
        ("13 Jan 24:00", "2026-01-14 00:00"),
        ("14 Jan 2400", "2026-01-15 00:00"),
        ("2400", "2026-01-15 00:00"),
    ],
)
def test_midnight_belongs_to_the_day_it_ends_or_begins(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    ("now", "text", "expected"),
    [
        ("2026-01-15T00:05", "2350", "2026-01-14 23:50"),
        ("2026-01-15T00:05", "0003", "2026-01-15 00:03"),
        ("2026-01-15T00:05", "2400", "2026-01-15 00:00"),
        ("2026-01-15T00:05", "0010", "2026-01-15 00:10"),
        ("2026-01-14T09:00", "2000", "2026-01-14 20:00"),
    ],
)
def test_time_far_ahead_is_yesterdays(now, text, expected):
    assert read(text, now=at(now)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0600", "2026-01-15 06:00"),
        ("2001", "2026-01-14 20:01"),
        ("2000", "2026-01-15 20:00"),
        ("2400", "2026-01-15 00:00"),
    ],
)
def test_time_to_come_is_the_next_such_time(text, expected):
    assert read(text, is_to_come=True) == expected


@pytest.mark.parametrize(
    ("now", "text", "expected"),
    [
        ("2026-01-01T00:10", "31 Dec 2350", "2025-12-31 23:50"),
        ("2025-12-31T23:00", "1 Jan 0600", "2026-01-01 06:00"),
        ("2028-03-01T09:00", "29 Feb 1800", "2028-02-29 18:00"),
        ("2026-06-01T09:00", "31 Dec 2025 1800", "2025-12-31 18:00"),
    ],
)
def test_day_without_a_year_is_the_nearest(now, text, expected):
    assert read(text, now=at(now)) == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        *((t, "is not a time") for t in ("soon", "18", "1860", "25:00", "6", "18:0")),
        *((t, "is not a time") for t in ("13 pm", "0 am", "24:30", "2401", "x" * 60)),
        *((t, "names no zone we know") for t in ("1800 XYZ", "1800 IST", "1800 +1530")),
        ("31 Feb 1800", "not in the calendar"),
        ("30 February 1800", "not in the calendar"),
        ("2026-02-30 1800", "not in the calendar"),
        ("30/02/2026 1800", "not in the calendar"),
        ("29 Feb 2026 1800", "not in the calendar"),
        ("0000-01-01 1800", "not in the calendar"),
        ("32 Jan 1800", "not in the calendar"),
        ("14 Foo 1800", "not a month"),
    ],
)
def test_what_means_nothing_is_said_in_a_sentence(text, said):
    with pytest.raises(StampError, match=said):
        read_stamp(text, now=NOW)


@pytest.mark.parametrize(
    "text",
    ["0001-01-01 0000 +1400", "9999-12-31 2359 -1200", "9999-12-31 2400"],
)
def test_edge_of_the_calendar_is_said_in_a_sentence(text):
    with pytest.raises(StampError, match="not in the calendar"):
        read_stamp(text, now=NOW)


@pytest.mark.parametrize(
    ("zone", "text", "expected"),
    [
        ("Europe/London", "28 Mar 2026 0130", "2026-03-28 01:30"),
        ("Europe/London", "29 Mar 2026 0030", "2026-03-29 00:30"),
        ("Europe/London", "29 Mar 2026 0230", "2026-03-29 01:30"),
        ("Europe/London", "25 Oct 2026 0130 BST", "2026-10-25 00:30"),
        ("Europe/London", "25 Oct 2026 0130 GMT", "2026-10-25 01:30"),
        ("Europe/London", "25 Oct 2026 0230", "2026-10-25 02:30"),
        ("Europe/London", "1 Jul 2026 1800", "2026-07-01 17:00"),
        ("Europe/London", "1 Jul 2026 1800 GMT", "2026-07-01 18:00"),
        ("America/New_York", "8 Mar 2026 0130", "2026-03-08 06:30"),
        ("America/New_York", "8 Mar 2026 0330", "2026-03-08 07:30"),
        ("America/New_York", "1 Nov 2026 0130 EDT", "2026-11-01 05:30"),
        ("America/New_York", "1 Nov 2026 0130 EST", "2026-11-01 06:30"),
        ("America/New_York", "1 Jul 2026 6 pm", "2026-07-01 22:00"),
        ("Asia/Kolkata", "14 Jan 2026 2330 IST", "2026-01-14 18:00"),
    ],
)
def test_clock_change_of_the_newsrooms_zone(settings, zone, text, expected):
    settings.TIME_ZONE = zone

    assert read(text) == expected


@pytest.mark.parametrize(
    ("zone", "text", "said"),
    [
        ("Europe/London", "29 Mar 2026 0130", "does not exist on that day"),
        ("Europe/London", "25 Oct 2026 0130", "Write BST or GMT behind it"),
        ("America/New_York", "8 Mar 2026 0230", "does not exist on that day"),
        ("America/New_York", "1 Nov 2026 0130", "Write EDT or EST behind it"),
    ],
)
def test_time_that_is_skipped_or_comes_twice_is_asked_for(settings, zone, text, said):
    settings.TIME_ZONE = zone

    with pytest.raises(StampError, match=said):
        read_stamp(text, now=NOW)


@pytest.mark.parametrize(
    "zone", ["UTC", "Europe/London", "America/New_York", "Asia/Kolkata", "Asia/Dubai"]
)
def test_printed_stamp_reads_back_as_the_same_moment(settings, zone):
    settings.TIME_ZONE = zone

    @given(st.datetimes(datetime(1990, 1, 1), datetime(2037, 1, 1)))
    def check(naive):
        moment = naive.replace(second=0, microsecond=0, tzinfo=UTC)
        assert read_stamp(written_stamp(moment), now=NOW) == moment

    check()


@given(st.text(max_size=60))
def test_any_text_is_a_moment_or_a_sentence(text):
    try:
        moment = read_stamp(text, now=NOW)
    except StampError as error:
        assert str(error).endswith((".", "0530."))
    else:
        assert moment is None or moment.tzinfo is not None
