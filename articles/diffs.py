"""What differs between two texts, word by word, for people to read."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from html import unescape
from typing import NamedTuple

MAX_WORDS = 4_000  # longer texts are compared by the line: matching words is quadratic
_BLOCK_END = re.compile(r"</(?:p|h2|h3|li|blockquote|pre)>|<br ?/?>|<hr ?/?>")
_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"\n|[^\S\n]+|[^\s]+")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")


class Piece(NamedTuple):
    """A run of text: `act` is "same", "added" or "removed"."""

    act: str
    text: str


def text_of(html: str) -> str:
    """Return the words of an HTML text, a line for each paragraph."""
    lines = _TAG.sub("", _BLOCK_END.sub("\n", html)).splitlines()
    return "\n".join(unescape(line).strip() for line in lines if line.strip())


def diff(before: str, after: str) -> list[Piece]:
    """Return how `after` came out of `before`; joined, its pieces hold both texts."""
    pattern = _WORD
    if len(before) + len(after) > 12 * MAX_WORDS:
        pattern = _LINE
    return list(_pieces(pattern.findall(before), pattern.findall(after)))


def _pieces(before: list[str], after: list[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for act, old, old_end, new, new_end in matcher.get_opcodes():
        if act == "equal":
            yield Piece("same", "".join(before[old:old_end]))
            continue
        if old < old_end:
            yield Piece("removed", "".join(before[old:old_end]))
        if new < new_end:
            yield Piece("added", "".join(after[new:new_end]))
