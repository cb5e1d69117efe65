"""Cutting a running text into its updates, by the stamps it is written with.

HTML of the sanitiser in, pieces out; nothing is saved here.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from html import escape, unescape

from django.utils.timezone import get_current_timezone

from articles.clock import CLOCK, DAY, Clock, StampError, clock_of, is_zone

_STAMP = rf"\s*(?P<update>UPDATED?\s*[:\-–—]?\s*)?(?:(?:{DAY})[,\s]+)?{CLOCK}"
_ZONE = (
    r"(?:\s*(?P<zone>(?-i:[A-Z]{2,5}(?![A-Za-z])|Z\b)"
    r"|(?:UTC|GMT)?[+-]\d{1,2}:?(?:\d{2})?))?"
)
_END = r"(?P<end>\s*[:\-–—]\s*|[^\S\n]*(?:\n|$))?\s*"
_ZONED_HEAD = re.compile(_STAMP + _ZONE + _END, re.IGNORECASE)
_BARE_HEAD = re.compile(_STAMP + _END, re.IGNORECASE)
_ORIGINAL = re.compile(
    r"\s*ORIGINAL\s+(?:ENTRY|POST|STORY)\s*[:\-–—]?\s*", re.IGNORECASE
)
_TOKEN = re.compile(r"<(?P<closing>/)?(?P<tag>[a-z0-9]+)[^>]*>|[^<]+")
_VOID = {"br", "hr", "img"}
_HOLLOW = re.compile(r"<(strong|em|a|s)[^>]*>\s*</\1>|(?<=<p>)(?:\s|<br>)+")


@dataclass(frozen=True)
class Piece:
    """One update as it was cut: its `stamp` as written, no `moment` if unclear."""

    stamp: str
    html: str
    moment: datetime | None = None
    fault: str = ""


@dataclass(frozen=True)
class Cut:
    """The updates in the order of the text, and what stood around them."""

    pieces: list[Piece]
    original: str = ""
    preface: str = ""


def cut(html: str, *, now: datetime, day: date | None = None) -> Cut:
    """Return the updates of a sanitised text, each with its moment.

    `day` is that of the newest update; without one it is today, or yesterday where
    the newest clock has not been reached yet. Stamps that jump the wrong way have
    crossed midnight.
    """
    preface: list[str] = []
    original: list[str] | None = None
    heads: list[tuple[str, Clock | None, str, list[str]]] = []
    original_first = False
    open_text = preface
    for block in _blocks(html):
        if match := _ORIGINAL.match(text_of_block(block)):
            original = open_text = [_without(block, match.end())]
            original_first = not heads
        elif match := _head_of(block):
            clock, fault = _clock(match, now=now)
            open_text = [_without(block, match.end())]
            heads.append((match[0].strip(" :-–—"), clock, fault, open_text))
        else:
            open_text.append(block)
    pieces = [
        Piece(stamp, "".join(text).strip(), None, fault)
        for stamp, _, fault, text in heads
    ]
    clocks = [clock for _, clock, _, _ in heads]
    is_rising = original_first or (original is None and _rises(clocks))
    moments = _moments(clocks, now=now, day=day, is_rising=is_rising)
    dated = [
        _dated(piece, moment) for piece, moment in zip(pieces, moments, strict=True)
    ]
    return Cut(dated, "".join(original or []).strip(), "".join(preface).strip())


def as_html(text: str) -> str:
    """Return pasted plain text as paragraphs; HTML stays as it is."""
    if re.search(r"<(p|h2|h3|ul|ol|blockquote)\b", text):
        return text
    lines = filter(None, (line.strip() for line in text.splitlines()))
    return "".join(f"<p>{escape(line, quote=False)}</p>" for line in lines)


def text_of_block(block: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", block.replace("<br>", "\n")))


def _head_of(block: str) -> re.Match[str] | None:
    """Return the stamp a block begins with, if it means one.

    A number alone is a year or a count: it needs UPDATE before, or a zone, a half of
    the day, or a colon or dash behind it.
    """
    text = text_of_block(block)
    match = _ZONED_HEAD.match(text)
    if match is None:
        return None
    is_zoned = bool(match["zone"]) and is_zone(match["zone"])
    if not is_zoned and match["end"] is None:
        match = _BARE_HEAD.match(text) or match
    is_meant = match["update"] or match["half"] or match["end"] is not None
    return match if is_zoned or is_meant else None


def _clock(match: re.Match[str], *, now: datetime) -> tuple[Clock | None, str]:
    try:
        return clock_of(match, now=now), ""
    except StampError as error:
        return None, str(error)


def _rises(clocks: list[Clock | None]) -> bool:
    """Whether most stamps are later than the one before: the oldest stands first."""
    known = [clock.at for clock in clocks if clock]
    steps = [later > earlier for earlier, later in zip(known, known[1:], strict=False)]
    return sum(steps) * 2 > len(steps)


def _moments(
    clocks: list[Clock | None], *, now: datetime, day: date | None, is_rising: bool
) -> list[datetime | str | None]:
    """Walk from the newest stamp back in time; one that rises is of the day before."""
    order = clocks[::-1] if is_rising else clocks
    moments: list[datetime | str | None] = []
    last: datetime | None = None
    for clock in order:
        try:
            moment = _moment(clock, day=day, now=now, last=last) if clock else None
        except StampError as error:
            moments.append(str(error))
            continue
        moments.append(moment)
        last = moment or last
    return moments[::-1] if is_rising else moments


def _moment(
    clock: Clock, *, day: date | None, now: datetime, last: datetime | None
) -> datetime:
    limit = last or now
    first = clock.day or (day if last is None else None)
    if first:
        return clock.on(first)
    start = limit.astimezone(clock.zone or get_current_timezone()).date()
    if clock.days_on is not None:
        return clock.on(
            now.astimezone(get_current_timezone()).date() + timedelta(clock.days_on)
        )
    moment = clock.on(start)
    return moment if moment <= limit else clock.on(start - timedelta(1))


def _dated(piece: Piece, moment: datetime | str | None) -> Piece:
    if isinstance(moment, str):
        return replace(piece, fault=moment)
    return replace(piece, moment=moment)


def _blocks(html: str) -> list[str]:
    """Split at the outermost elements; loose text is a paragraph of its own."""
    blocks, depth, start = [], 0, 0
    for token in _TOKEN.finditer(html):
        if token["tag"] and token["tag"] not in _VOID:
            depth += -1 if token["closing"] else 1
        if depth == 0:
            block = html[start : token.end()].strip()
            start = token.end()
            if block:
                blocks.append(block if block.startswith("<") else f"<p>{block}</p>")
    rest = html[start:].strip()
    return [*blocks, rest] if rest else blocks


def _without(block: str, count: int) -> str:
    """Take the first `count` characters of a block's text away, and what got hollow."""
    kept, left = [], count
    for token in _TOKEN.finditer(block):
        if token["tag"] == "br" and left > 0:
            left -= 1
            continue
        if token["tag"]:
            kept.append(token[0])
            continue
        text = unescape(token[0])
        kept.append(escape(text[left:], quote=False) if left < len(text) else "")
        left = max(0, left - len(text))
    html = "".join(kept)
    while (shorter := _HOLLOW.sub("", html)) != html:
        html = shorter
    return "" if re.fullmatch(r"<(p|h2|h3)>\s*</\1>", html) else html
