"""What an answer's own headers allow a shared cache. (RFC 9111, RFC 5861)"""

import re
from typing import NamedTuple

Headers = list[tuple[str, str]]

# What of our answers can be meant for everybody.
KEPT_STATUSES = frozenset({200, 301, 302, 307, 308, 404, 410})
# What the key answers for: encodings are made here, and who sends a cookie that names
# somebody is not served from here.
_ANSWERED_VARY = frozenset({"", "accept-encoding", "cookie"})
_REFUSALS = frozenset({"no-store", "no-cache", "private", "immutable"})
_DIRECTIVE = re.compile(r'([\w-]+)(?:\s*=\s*("[^"]*"|[^\s,]*))?')
_LAST_GOOD = re.compile(r",?\s*\bstale-if-error=\d+", re.I)
_MAX_SECONDS = 86_400


class Lifetime(NamedTuple):
    """Seconds an answer is fresh, and how much longer it may be given all the same."""

    fresh: int
    while_renewed: int
    on_error: int


def lifetime_of(status: int, headers: Headers) -> Lifetime | None:
    """Return how long an answer may be kept for everybody, None where it may not.

    By the letter s-maxage forbids to give an answer stale at all; an explicit
    stale-… beside it says by how much it is meant otherwise, as CDNs take it.
    """
    if status not in KEPT_STATUSES or find(headers, "set-cookie"):
        return None
    if find(headers, "content-encoding"):
        return None
    vary = {field.strip().lower() for field in find(headers, "vary").split(",")}
    directives = directives_of(find(headers, "cache-control"))
    fresh = _seconds(directives, "s-maxage", _seconds(directives, "max-age", 0))
    if "public" not in directives or directives.keys() & _REFUSALS:
        return None
    if not fresh or vary - _ANSWERED_VARY:
        return None
    if "must-revalidate" in directives or "proxy-revalidate" in directives:
        return Lifetime(fresh, 0, 0)
    return Lifetime(
        fresh,
        _seconds(directives, "stale-while-revalidate", 0),
        _seconds(directives, "stale-if-error", 0),
    )


def directives_of(cache_control: str) -> dict[str, str]:
    """Read a Cache-Control header; of a directive given twice the first counts."""
    directives: dict[str, str] = {}
    for name, value in _DIRECTIVE.findall(cache_control):
        directives.setdefault(name.lower(), value.strip('"'))
    return directives


def find(headers: Headers, name: str) -> str:
    """Return a header's value, of several lines joined; "" where there is none."""
    return ",".join(value for header, value in headers if header.lower() == name)


def without_last_good(headers: Headers) -> Headers:
    """Take `stale-if-error` off what leaves the house.

    Caches further out would show a page for that long without learning of a takedown.
    """
    return [
        (name, _LAST_GOOD.sub("", value) if name.lower() == "cache-control" else value)
        for name, value in headers
    ]


def _seconds(directives: dict[str, str], name: str, default: int) -> int:
    """Read a number of seconds; what is no number is none at all."""
    value = directives.get(name)
    if value is None:
        return default
    if not (value.isascii() and value.isdigit()):
        return 0
    return min(int(value[:9]), _MAX_SECONDS)
