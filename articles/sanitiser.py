"""The one door for HTML that people write: nothing executable leaves it.

bleach (mandated, no longer maintained) and nh3 each hold the same allowlist, so a
hole in one is covered by the other; the Content-Security-Policy is the net below.
What a pattern narrower than both proves to be harmless, nh3 alone looks at.
"""

import re
from functools import cache
from html import unescape
from urllib.parse import urlsplit

import bleach
import nh3
from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString

from articles.figures import KINDS, tidy

MAX_LENGTH = 60_000  # characters; more than any live entry ever printed
MAX_DEPTH = 40  # nested elements; bleach's time grows with the square of it

TAGS = frozenset(
    {"p", "br", "hr", "h2", "h3", "strong", "em", "s", "sub", "sup", "a"}
    | {"ul", "ol", "li", "blockquote", "code", "pre"}
    | {"figure", "figcaption", "cite", "time"}
)
ATTRIBUTES = {
    "a": ["href", "title"],
    "ol": ["start"],
    "figure": ["class", "data-image", "data-images", "data-recording", "data-embed"],
    "time": ["datetime"],
}
# What an attribute may hold; the others are text, or an address.
SHAPES = {
    "start": r"[0-9]{1,6}",
    "class": "|".join(sorted(KINDS)),
    "data-image": r"[0-9]{1,12}",
    "data-images": r"[0-9]{1,12}(?: [0-9]{1,12})*",
    "data-recording": r"[0-9]{1,12}",
    "datetime": r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2})?",
}
SCHEMES = frozenset({"http", "https", "mailto"})
_VOID = frozenset({"br", "hr", "img", "wbr", "input"})
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_HREF = re.compile('href="([^"]*)"')
_LOST_BREAKS = re.compile("<pre>\n+")  # parsers drop one more at every reading
_FIGURE_TAG = re.compile(r"</?figure[^>]*>")
_EMPTY = re.compile(r"<(p|h2|h3)>(?:\s|<br>)*</\1>")


def sanitise(html: str) -> str:
    """Return `html` with only the allowed elements and attributes left.

    The answer is a fixed point: sanitising it again changes nothing. An editor's
    empty paragraph counts as no text at all.

    Raises ValidationError when the text is longer or nested deeper than any
    article needs, before a parser is asked to read it.
    """
    html = html.replace("\x00", "")
    check_size(html)
    once = _sanitise_once(html)
    if "<fig" not in html.lower():
        return once
    # What stood in a figure may be read otherwise where it stands now.
    for candidate in (once, _FIGURE_TAG.sub("", once)):
        if (settled := _settled(candidate)) is not None:
            return settled
    raise ValidationError("This text cannot be read. Paste it as plain text.")


def _sanitise_once(html: str) -> str:
    html = tidy(clean(html, tags=TAGS, attributes=ATTRIBUTES))
    while (fuller := _EMPTY.sub("", _without_lost_breaks(html))) != html:
        html = fuller
    return html.strip()


def _settled(html: str) -> str | None:
    """Return the text once sanitising changes it no more, None if it always does."""
    for _ in range(4):
        again = _sanitise_once(html)
        if again == html:
            return html
        html = again
    return None


def clean(
    html: str, *, tags: frozenset[str], attributes: dict[str, list[str]], rel: str = ""
) -> str:
    """Keep `tags` and `attributes` of `html`, with `rel` forced on links if given."""
    if not _is_simple(html, tags):
        html = bleach.Cleaner(
            tags=tags,
            attributes=_checked(attributes),
            protocols=SCHEMES,
            strip=True,
            strip_comments=True,
        ).clean(html)
    cleaned = nh3.clean(
        html,
        tags=set(tags),
        clean_content_tags=set(),
        attributes={tag: set(names) for tag, names in attributes.items()},
        url_schemes=set(SCHEMES),
        link_rel=rel or None,
    )
    return _without_lost_breaks(cleaned)


def _without_lost_breaks(html: str) -> str:
    return _LOST_BREAKS.sub("<pre>", html)


def _is_simple(html: str, tags: frozenset[str]) -> bool:
    """Whether there is nothing in it that bleach would take or change.

    That is text, allowed tags without attributes, and plain links to the web: all
    that `comments.markup` writes. It is narrower than bleach and ten times as fast.
    """
    if not _simple(tags).fullmatch(html):
        return False
    return all(is_plain_address(unescape(url)) for url in _HREF.findall(html))


@cache
def _simple(tags: frozenset[str]) -> re.Pattern[str]:
    link = '<a href="https?://[^"<>]*">|' if "a" in tags else ""
    return re.compile(
        r"(?:[^<>&\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]++"
        rf"|&(?:amp|lt|gt|quot|#x27);|{link}</?(?:{'|'.join(tags)})>)*+"
    )


def trusted(html: str) -> SafeString:
    """Mark HTML that `sanitise` or `clean` made, stored and read back."""
    return SafeString(html)


def check_size(html: str) -> None:
    """Refuse what the parsers would spend seconds on."""
    if len(html) > MAX_LENGTH:
        raise ValidationError(
            f"This text is {len(html):,} characters long with its formatting;"
            f" at most {MAX_LENGTH:,} fit.",
            code="too_long",
        )
    depth = 0
    for closing, name in _TAG.findall(html):
        if name.lower() not in _VOID:
            depth += -1 if closing else 1
        if depth > MAX_DEPTH:
            raise ValidationError(
                f"This text nests more than {MAX_DEPTH} elements in one another."
                " Paste it as plain text.",
                code="too_deep",
            )


def _checked(attributes: dict[str, list[str]]) -> dict[str, object]:
    """Turn lists of names into bleach's per-attribute questions."""

    def is_allowed(tag: str, name: str, value: str) -> bool:
        if name not in attributes.get(tag, []):
            return False
        if name in SHAPES:
            return re.fullmatch(SHAPES[name], value) is not None
        return name not in {"href", "data-embed"} or is_plain_address(unescape(value))

    return dict.fromkeys(attributes, is_allowed)


def is_plain_address(url: str) -> bool:
    """True for a link that leads where it says: no `//host`, no user@, no controls."""
    if url.startswith(("//", "/\\", "\\")) or re.search(r'[\x00-\x20\x7f\\<>"]', url):
        return False
    try:
        parts = urlsplit(url)
        return parts.username is None and parts.password is None
    except ValueError:
        return False
