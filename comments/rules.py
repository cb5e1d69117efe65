"""Word rules: which words a text holds, however they are disguised. Text in, rules out.

Text and rules are folded alike: case, accents, invisible characters and look-alike
letters make no difference. Both become one run of letters that knows where words end,
and an automaton (Aho and Corasick's) finds every rule in one walk over it, in time
linear in the text however many rules there are. There are no patterns to write, so
nobody can write an expensive one.
"""

import unicodedata
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from comments.names import LOOKS, is_body, is_unseen

_WITHIN, _SOFT, _HARD = range(3)  # what stands before a letter: nothing, ".", " "
_EITHER = ""  # drawn like an l, and may be meant as an i


class Rule(NamedTuple):
    pk: int
    phrase: str
    is_refusing: bool = False


@dataclass
class Folded:
    """Letters as they look, as they were typed, and what stands before each."""

    looks: list[str] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)
    gaps: list[int] = field(default_factory=list)


def fold(text: str) -> Folded:
    """Return a text as rules are looked for in it."""
    folded, was_single = Folded(), False
    for chunk in text.split():
        start = len(folded.looks)
        _fold_chunk(folded, chunk)
        length = len(folded.looks) - start
        if length == 1 and was_single:
            folded.gaps[start] = _SOFT  # s p e l l e d out: taken for one word
        was_single = length == 1 or (was_single and not length)
    return folded


def _fold_chunk(folded: Folded, chunk: str) -> None:
    """Add what stands between two blanks; a number stays one, a 1 in a word an l."""
    gap, before = _HARD, ""
    is_number = not any(map(str.isalpha, chunk))
    for character in chunk:
        letters = _letters(character)
        if is_number and character.isdecimal():
            digit = str(unicodedata.decimal(character))
            letters = ((digit, digit),)
        for look, typed in letters:
            is_capital_within = character == "I" and before.islower()
            folded.looks.append(look)
            folded.typed.append(_EITHER if is_capital_within else typed)
            folded.gaps.append(gap)
            gap = _WITHIN
        if not letters and _is_break(character):
            gap = max(gap, _SOFT)
        before = character


@lru_cache(maxsize=5000)
def _letters(character: str) -> tuple[tuple[str, str], ...]:
    plain = unicodedata.normalize("NFKD", character).casefold()
    found = []
    for letter in unicodedata.normalize("NFKD", plain):
        is_plain = letter.isascii() and letter.isalpha()
        for look in filter(is_body, letter.translate(LOOKS)):
            found.append((look, _EITHER if look == "l" and not is_plain else letter))
    return tuple(found)


@lru_cache(maxsize=5000)
def _is_break(character: str) -> bool:
    """True for what is seen between two letters; not for accents and joiners."""
    return unicodedata.category(character)[0] in "PSZ" and not is_unseen(character)


class _Place(NamedTuple):
    """A rule as the automaton finds it."""

    rule: Rule
    typed: tuple[str, ...]
    gaps: tuple[int, ...]
    has_gap: bool


class Rules:
    """All rules in use, ready to be looked for."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._steps: list[dict[str, int]] = [{}]
        self._ends: list[list[_Place]] = [[]]
        self._falls = [0]
        for rule in rules:
            self._add(rule)
        self._link()

    def find(self, text: str) -> list[Rule]:
        """Return each rule the text breaks, once."""
        if not self._steps[0]:
            return []
        folded, found = fold(text), dict[int, Rule]()
        hard = [0, *accumulate(gap == _HARD for gap in folded.gaps)]
        gaps = [*folded.gaps, _HARD]
        node = 0
        for end, look in enumerate(folded.looks, start=1):
            while node and look not in self._steps[node]:
                node = self._falls[node]
            node = self._steps[node].get(look, 0)
            if not gaps[end] or not self._ends[node]:
                continue
            for place in self._ends[node]:
                start = end - len(place.typed)
                if place.rule.pk in found or not gaps[start]:
                    continue
                if hard[end] > hard[start + 1] and not place.has_gap:
                    continue
                if _fits(place, folded, start):
                    found[place.rule.pk] = place.rule
        return list(found.values())

    def _add(self, rule: Rule) -> None:
        folded, node = fold(rule.phrase), 0
        if not folded.looks:
            return
        for look in folded.looks:
            if look not in self._steps[node]:
                self._steps[node][look] = len(self._steps)
                self._steps.append({})
                self._ends.append([])
                self._falls.append(0)
            node = self._steps[node][look]
        has_gap = any(folded.gaps[1:])
        place = _Place(rule, tuple(folded.typed), tuple(folded.gaps), has_gap)
        self._ends[node].append(place)

    def _link(self) -> None:
        """Let each node know the longest ending of itself that also begins a rule."""
        waiting = deque(self._steps[0].values())
        while waiting:
            node = waiting.popleft()
            for look, child in self._steps[node].items():
                fall = self._falls[node]
                while fall and look not in self._steps[fall]:
                    fall = self._falls[fall]
                found = self._steps[fall].get(look, 0)
                self._falls[child] = found if found != child else 0
                self._ends[child] += self._ends[self._falls[child]]
                waiting.append(child)


def _fits(place: _Place, folded: Folded, start: int) -> bool:
    """Whether words end where the rule's do, and an l is no i."""
    for offset, (typed, gap) in enumerate(zip(place.typed, place.gaps, strict=True)):
        there = folded.gaps[start + offset]
        if offset and (gap == _HARD) != (there == _HARD) and not (gap and there):
            return False
        letter = folded.typed[start + offset]
        if typed != letter and typed and letter and {typed, letter} == {"i", "l"}:
            return False
    return True


NO_RULES = Rules(())
