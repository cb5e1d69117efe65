"""A moment prints the same wherever and whenever it is read."""

from datetime import UTC, datetime

import pytest

from articles.stamps import clock_stamp, long_stamp, wire_stamp

WINTER = datetime(2026, 1, 14, 18, 0, tzinfo=UTC)
SUMMER = datetime(2026, 7, 14, 18, 0, tzinfo=UTC)


def test_utc_is_printed_as_gmt():
    assert wire_stamp(WINTER) == "1800 GMT"
    assert clock_stamp(SUMMER) == "18:00 GMT"
    assert long_stamp(SUMMER) == "14 July 2026, 18:00 GMT"


@pytest.mark.parametrize(
    ("zone", "winter", "summer"),
    [
        ("Europe/London", "1800 GMT", "1900 BST"),
        ("America/New_York", "1300 EST", "1400 EDT"),
        ("Asia/Kolkata", "2330 IST", "2330 IST"),
        ("Australia/Sydney", "0500 AEDT", "0400 AEST"),
        ("Europe/Berlin", "1900 CET", "2000 CEST"),
    ],
)
def test_each_moment_has_the_zone_of_its_own_season(zone, winter, summer, settings):
    settings.TIME_ZONE = zone

    assert (wire_stamp(WINTER), wire_stamp(SUMMER)) == (winter, summer)
