"""A finished answer: its bytes in every encoding, made once, and its times."""

import gzip
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import blake2b
from typing import Self

import brotli

from config.store.rules import Headers, Lifetime, find, without_last_good

# A page that is wanted all the time is renewed in the last part of its life, behind
# the readers' backs: none of them waits, and news is out within the page's second.
LAST_PART = 0.3
_TOO_SHORT_TO_PRESS = 256  # bytes
_TOO_LONG_A_HEADER = 256
_PRESSED = (
    *("text/", "application/json", "application/feed+json", "application/xml"),
    *("application/rss+xml", "application/atom+xml", "image/svg+xml"),
)
# What a 304 says; the rest the asker has.
_SAID_AGAIN = frozenset({"cache-control", "vary", "etag", "content-location"})
# Made anew for each answer, or of one connection only.
_OWN = frozenset(
    {"content-length", "etag", "vary", "age", "date", "connection", "keep-alive"}
)
Answer = tuple[Headers, bytes]
_OVERHEAD = 2048  # bytes in Python's own objects, roughly


@dataclass(slots=True)
class Copy:
    """One answer for everybody. `asked_at` is by the clock that only goes forward."""

    status: str
    etag: str
    validator: str  # the ETag the page itself gave, "" if none
    headers: Headers
    bodies: dict[str, bytes]
    lifetime: Lifetime
    asked_at: float
    due: float = 0.0
    answers: dict[str, Answer] = field(default_factory=dict)
    is_pressable: bool = False
    not_modified: Headers = field(default_factory=list)

    @classmethod
    def of(
        cls, status: str, headers: Headers, body: bytes, life: Lifetime, asked_at: float
    ) -> Self:
        """Make a copy of an answer that was asked for at that moment."""
        validator = find(headers, "etag")
        etag = f'W/"{blake2b(body, digest_size=9).hexdigest()}"'
        vary = {part.strip().title() for part in find(headers, "vary").split(",")}
        own = [pair for pair in headers if pair[0].lower() not in _OWN]
        own = without_last_good(own)
        own += [
            ("Vary", ", ".join(sorted(vary - {""} | {"Accept-Encoding"}))),
            ("ETag", etag),
        ]
        copy = cls(status, etag, validator, own, {"identity": body}, life, asked_at)
        copy.not_modified = [pair for pair in own if pair[0].lower() in _SAID_AGAIN]
        is_text = find(own, "content-type").startswith(_PRESSED)
        copy.is_pressable = is_text and len(body) >= _TOO_SHORT_TO_PRESS
        copy.due = asked_at + life.fresh * (1 - LAST_PART)
        return copy

    def renewed(self, lifetime: Lifetime, asked_at: float) -> Self:
        """Return the same bytes with a new life."""
        due = asked_at + lifetime.fresh * (1 - LAST_PART)
        return replace(self, lifetime=lifetime, asked_at=asked_at, due=due)

    def share_bytes(self, earlier: "Copy | None") -> None:
        """Take over what was made of the same page before, in whatever encoding."""
        if earlier is not None and earlier.etag == self.etag:
            self.bodies = earlier.bodies

    @property
    def code(self) -> int:
        return int(self.status[:3])

    def is_fresh(self, now: float) -> bool:
        return now < self.asked_at + self.lifetime.fresh

    def is_given_while_renewed(self, now: float) -> bool:
        life = self.lifetime
        return now < self.asked_at + life.fresh + life.while_renewed

    def is_given_on_error(self, now: float) -> bool:
        life = self.lifetime
        return now < self.asked_at + life.fresh + life.on_error

    def bytes_in(self, encoding: str) -> bytes:
        """Return the body in an encoding, which is made on first use."""
        body = self.bodies.get(encoding)
        if body is None:
            press = brotli_pressed if encoding == "br" else gzip_pressed
            body = self.bodies[encoding] = press(self.bodies["identity"])
        return body

    def answer_in(self, encoding: str) -> Answer:
        """Return the body in that encoding and the headers that go with it."""
        answer = self.answers.get(encoding)
        if answer is None:
            body, headers = self.bytes_in(encoding), [*self.headers]
            if encoding != "identity":
                headers.append(("Content-Encoding", encoding))
            headers.append(("Content-Length", str(len(body))))
            answer = self.answers[encoding] = headers, body
        return answer

    def best_encoding(self, accepted: str) -> str:
        """Return in which of its encodings to send it."""
        if not accepted or not self.is_pressable or len(accepted) > _TOO_LONG_A_HEADER:
            return "identity"
        return best_encoding(accepted)

    @property
    def size(self) -> int:
        """About how many bytes of memory it takes."""
        return _OVERHEAD + sum(map(len, self.bodies.values()))


@lru_cache(maxsize=512)
def best_encoding(accepted: str) -> str:
    """Return br or gzip where the header names one above 0, else identity."""
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _, parameter = part.partition(";")
        weight = parameter.strip().removeprefix("q=")
        try:
            weights[name.strip()] = float(weight) if weight else 1.0
        except ValueError:
            weights[name.strip()] = 0.0
    ours = {name: weights.get(name, weights.get("*", 0.0)) for name in ("br", "gzip")}
    best = max(ours, key=ours.__getitem__)
    return best if ours[best] > 0 else "identity"


def matches(asked: str, etag: str) -> bool:
    """Whether an If-None-Match names this ETag; weak and strong compare alike."""
    if asked == etag:
        return True
    opaque = etag.removeprefix("W/")
    named = (one.strip().removeprefix("W/") for one in asked.split(","))
    return asked.strip() == "*" or opaque in named


def brotli_pressed(body: bytes) -> bytes:
    return brotli.compress(body, quality=5)


def gzip_pressed(body: bytes) -> bytes:
    return gzip.compress(body, 6, mtime=0)
