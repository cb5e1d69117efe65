"""What of a text is shown to somebody who looks for words in it."""

import re
from collections.abc import Collection, Iterator

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.folding import WORD, fold

BEFORE, SHOWN = 60, 260  # characters


def excerpt(text: str, wanted: Collection[str]) -> SafeString:
    """Return the part of a plain text around the first wanted word, with all marked.

    `wanted` has folded words; one is found where a word begins with it.
    """
    first = next(_found(text, tuple(wanted)), None)
    start, found = 0, first.start() if first else 0
    if found > BEFORE:
        start = text.find(" ", found - BEFORE, found) + 1 or found
    end = start + SHOWN
    if len(text) > end and " " in text[start:end]:
        end = text.rfind(" ", start, end)
    before, after = "…" * (start > 0), "…" * (end < len(text))
    return format_html("{}{}{}", before, marked(text[start:end], wanted), after)


def marked(text: str, wanted: Collection[str]) -> SafeString:
    """Return a plain text as HTML, with the wanted words marked."""
    return format_html_join("", "{}", ((part,) for part in _parts(text, tuple(wanted))))


def _parts(text: str, wanted: tuple[str, ...]) -> Iterator[str]:
    at = 0
    for found in _found(text, wanted):
        yield text[at : found.start()]
        yield format_html("<mark>{}</mark>", found[0])
        at = found.end()
    yield text[at:]


def _found(text: str, wanted: tuple[str, ...]) -> Iterator[re.Match[str]]:
    for word in WORD.finditer(text):
        if any(folded.startswith(wanted) for folded in fold(word[0])):
            yield word
