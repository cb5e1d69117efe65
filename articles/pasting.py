"""Cutting a running text into its updates, by the stamps it is written with.

HTML of the sanitiser in, pieces out; nothing is saved here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from html import escape, unescape
from itertools import groupby

from django.utils.timezone import get_current_timezone

from articles.clock import CLOCK, DAY, Clock, StampError, clock_of, is_zone

_STAMP = rf"\s*(?P<update>UPDATED?\s*[:\-–—]?\s*)?(?:(?:{DAY})[,\s]+)?{CLOCK}"
_ZONE = (
    r"(?:\s*(?P<zone>(?-i:[A-Z]{2,5}(?![A-Za-z])|Z\b)"
    r"|(?:UTC|GMT)?[+-]\d{1,2}:?(?:\d{2})?))?"
)
_END = r"(?P<end>\s*(?::|[\-–—](?!\d))\s*|[^\S\n]*(?:\n|$))?\s*"
_ZONED_HEAD = re.compile(_STAMP + _ZONE + _END, re.IGNORECASE)
_BARE_HEAD = re.compile(_STAMP + _END, re.IGNORECASE)
_ORIGINAL = re.compile(
    r"\s*ORIGINAL\s+(?:ENTRY|POST|STORY)"
    r"(?:(?-i:(?<=[YT]))|(?=\s*(?:[:\-–—]|\n|$)))\s*[:\-–—]?\s*",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"<(?P<closing>/)?(?P<tag>[a-z0-9]+)[^>]*>|[^<]+")
_VOID = {"br", "hr", "img"}
_BLOCKS = {"p", "h2", "h3", "ul", "ol", "blockquote", "pre", "hr"}
_DAY = timedelta(days=1)
_MIDNIGHT_COST = timedelta(hours=6)  # a text rather stays in one day than crosses
_YEARS_NEAR = 5
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
    for block in _blocks(html, now=now):
        if match := _ORIGINAL.match(text_of_block(block)):
            original_first = original_first or (original is None and not heads)
            original = open_text = [*(original or []), _without(block, match.end())]
        elif match := _head_of(block, now=now):
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


def _head_of(block: str, *, now: datetime) -> re.Match[str] | None:
    """Return the stamp a block begins with, if it means one.

    A number alone is a year or a count: it needs UPDATE before, or a zone, a half of
    the day, or a colon or dash behind it. 22 November 2026 is a day.
    """
    text = text_of_block(block)
    match = _ZONED_HEAD.match(text)
    if match is None:
        return None
    is_zoned = bool(match["zone"]) and is_zone(match["zone"])
    if not is_zoned and match["end"] is None:
        match = _BARE_HEAD.match(text) or match
    if not (is_zoned or match["update"]) and match["month"] and not match["year"]:
        year = int(match["wire"] or 0)
        if abs(year - now.year) <= _YEARS_NEAR:
            return None
    is_meant = match["update"] or match["half"] or match["end"] is not None
    return match if is_zoned or is_meant else None


def _clock(match: re.Match[str], *, now: datetime) -> tuple[Clock | None, str]:
    try:
        return clock_of(match, now=now), ""
    except StampError as error:
        return None, str(error)


def _rises(clocks: list[Clock | None]) -> bool:
    """Whether the text spans less time if its oldest update stands first."""
    known = [clock for clock in clocks if clock]
    steps = [
        (_since_midnight(first), _since_midnight(then))
        for first, then in zip(known, known[1:], strict=False)
        if not (first.is_dated or then.is_dated)
    ]
    rising = sum((_span(first, then) for first, then in steps), timedelta())
    falling = sum((_span(then, first) for first, then in steps), timedelta())
    return rising < falling


def _since_midnight(clock: Clock) -> timedelta:
    return timedelta(hours=clock.at.hour, minutes=clock.at.minute)


def _span(earlier: timedelta, later: timedelta) -> timedelta:
    gap = later - earlier
    return gap if gap >= timedelta() else gap + _DAY + _MIDNIGHT_COST


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


def _blocks(html: str, *, now: datetime) -> list[str]:
    """Split at the outermost blocks, and where a stamp begins inside of one."""
    blocks: list[str] = []
    for is_block, parts in groupby(_parts(html), key=lambda part: part[0] in _BLOCKS):
        if not is_block:  # loose text is a paragraph of its own
            loose = "".join(text for _, text in parts).strip()
            blocks += _paragraphs(loose, now=now) if loose else []
            continue
        for tag, text in parts:
            items = _items(text) if tag in {"ul", "ol"} else []
            if tag == "p":
                blocks += _paragraphs(_inner(text), now=now)
            elif items and _is_headed(items[0], now=now):
                blocks += [one for item in items for one in _blocks(item, now=now)]
            else:
                blocks.append(text)
    return blocks


def _items(html: str) -> list[str]:
    """Return what stands in the items of a list, nothing where that is not all."""
    parts = [(tag, text) for tag, text in _parts(_inner(html)) if text.strip()]
    is_list = all(tag == "li" for tag, _ in parts)
    return [_inner(text) for _, text in parts] if is_list else []


def _paragraphs(html: str, *, now: datetime) -> list[str]:
    """Split a paragraph's text at those line breaks that have a stamp behind them."""
    groups = [""]
    line = ""
    for tag, text in [*_parts(html), ("br", "")]:
        if tag != "br":
            line += text
            continue
        if groups[-1] and _is_headed(line, now=now):
            groups.append("")
        groups[-1] += f"{line}<br>"
        line = ""
    texts = [re.sub(r"(<br>|\s)+$", "", group) for group in groups]
    return [f"<p>{text}</p>" for text in texts if text]


def _parts(html: str) -> Iterator[tuple[str, str]]:
    """Yield each outermost element with its tag, and text between with none."""
    depth = start = 0
    tag = ""
    for token in _TOKEN.finditer(html):
        if depth == 0:
            start, tag = token.start(), token["tag"] or ""
        if token["tag"] and token["tag"] not in _VOID:
            depth += -1 if token["closing"] else 1
        if depth == 0:
            yield tag, html[start : token.end()]


def _inner(element: str) -> str:
    return element[element.index(">") + 1 : element.rindex("<")]


def _is_headed(html: str, *, now: datetime) -> bool:
    return bool(_ORIGINAL.match(text_of_block(html)) or _head_of(html, now=now))


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
        rest = escape(text[left:], quote=False).replace("\xa0", "&nbsp;")
        kept.append(rest)
        left = max(0, left - len(text))
    html = "".join(kept)
    while (shorter := _HOLLOW.sub("", html)) != html:
        html = shorter
    return "" if re.fullmatch(r"<(p|h2|h3)>\s*</\1>", html) else html
