"""Moments in the newsroom's lists: by the clock of 24 hours, as everywhere here."""

TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j M Y, H:i"
