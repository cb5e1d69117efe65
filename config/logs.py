"""What the process says on its standard error, where systemd and others keep it."""

import logging
import re
from typing import Any

# Django's own handlers print nothing without DEBUG, and mail people nobody has named.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "config.logs.Discreet",
            "format": "{levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain"},
        "none": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"level": "INFO"},
        # A page that is not there is no fault, nor is a name that is not ours.
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"handlers": ["none"], "propagate": False},
    },
}
# PostgreSQL prints the row it refuses, whose values may have any number of lines.
_DETAIL = re.compile(
    r"^DETAIL:.*?(?=^\n(?:The above exception|During handling)|\Z)", re.M | re.S
)


class Discreet(logging.Formatter):
    """Tracebacks without what a row holds, which may be a person's."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 (logging's own name)
        return _DETAIL.sub("", super().formatException(ei)).rstrip()
