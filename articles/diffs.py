"""What differs between two texts, word by word, for people to read."""

import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from html import unescape
from os.path import commonprefix
from typing import NamedTuple

MAX_PAIRS = 300_000  # of equal words: matching costs at least as many steps
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
    """Return how `after` came out of `before`; joined, its pieces hold both texts.

    By the word; by the line, or as a whole, where that would take too long.
    """
    for pattern in (_WORD, _LINE):
        old, new = pattern.findall(before), pattern.findall(after)
        head = len(commonprefix([old, new]))
        tail = len(commonprefix([old[head:][::-1], new[head:][::-1]]))
        changed = old[head : len(old) - tail], new[head : len(new) - tail]
        if _pairs(*changed) <= MAX_PAIRS:
            break
    else:
        changed = ["".join(changed[0])], ["".join(changed[1])]
    pieces = [
        Piece("same", "".join(old[:head])),
        *_pieces(*changed),
        Piece("same", "".join(old[len(old) - tail :])),
    ]
    return [piece for piece in pieces if piece.text]


def _pairs(old: list[str], new: list[str]) -> int:
    """Count what SequenceMatcher would try; what is everywhere it leaves out."""
    counts = Counter(new)
    most = len(new) // 100 + 1 if len(new) >= 200 else len(new)
    return sum(counts[word] for word in old if counts[word] <= most)


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, old, new)
    for act, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if act == "equal":
            yield Piece("same", "".join(old[old_start:old_end]))
            continue
        yield Piece("removed", "".join(old[old_start:old_end]))
        yield Piece("added", "".join(new[new_start:new_end]))
