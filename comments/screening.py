"""Whether a new comment waits for a moderator, and why: text in, verdict out.

Everything here takes time in proportion to the text. bleach's own pattern for links
does not (a page of brackets takes it half a second), so links are counted by ours.
"""

import re
import string
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from bleach.linkifier import TLDS

from comments.rules import NO_RULES, Rule, Rules

_TLDS = frozenset(TLDS)
# A run that may be a host, not within one; always matched whole, so in linear time.
_HOST = re.compile(r"\b(?<![@.])(https?://)?[\w-]+(?:\.[\w-]+)*", re.IGNORECASE)
_REST = re.compile(r'(?::[0-9]+)?(?:[/?][^\s{}|\\^`<>"]*)?')
# Neither white space nor control, yet not seen: fillers and selectors.
_FILLERS = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0"
_SELECTORS = [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]
_UNSEEN = frozenset(_FILLERS + string.punctuation) | frozenset(map(chr, _SELECTORS))


@dataclass(frozen=True)
class Verdict:
    """Why a comment waits: `holds` for moderators, of which its author is `told` some.

    What gives a program away is not told, lest it learns. What a rule forbids is not
    even kept: its author reads the `refusal`.
    """

    holds: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    refusal: str = ""
    refused: str = ""  # the field

    @property
    def is_held(self) -> bool:
        return bool(self.holds)

    @property
    def sentence(self) -> str:
        """What the author reads, at most 200 characters; "" when nothing waits."""
        if not self.holds:
            return ""
        *others, last = self.told or ("",)
        reasons = f"{', '.join(others)} and {last}" if others else last
        because = f" because {reasons}" if reasons else ""
        return f"Your comment waits for a moderator{because}."


def screen(
    text: str,
    *,
    name: str = "",
    links_allowed: int,
    is_repeat: bool,
    is_premoderated: bool,
    automatic: Sequence[str] = (),
    is_spam: bool | None = None,
    is_first: bool = False,
    is_new_account: bool = False,
    rules: Rules = NO_RULES,
) -> Verdict:
    """Return the verdict on a comment's text and what is known of how it was sent.

    `name` is what it is signed with; `automatic` is what the traps found; `is_spam` is
    None when nobody was asked.
    """
    said, named = rules.find(text), rules.find(name)
    if refusal := _refusal(said, "Comments", "words"):
        return Verdict(refusal=refusal, refused="body")
    if refusal := _refusal(named, "Names", "name"):
        return Verdict(refusal=refusal, refused="name")
    told = []
    links = count_links(text) + count_links(name)
    if links > links_allowed:
        told.append("it has 1 link" if links == 1 else f"it has {links} links")
    if is_repeat:
        told.append("it repeats an earlier comment")
    if is_premoderated:
        told.append("every comment here is read before it appears")
    if is_first:
        told.append("the first comments of a reader are read before they appear")
    if is_new_account:
        told.append("your account is new")
    silent = [*automatic, *(["Akismet takes it for spam"] if is_spam else [])]
    silent += [f"word rule “{rule.phrase}”" for rule in dict.fromkeys([*said, *named])]
    return Verdict(holds=(*told, *silent), told=tuple(told))


def refuse_name(name: str, rules: Rules) -> str:
    """Return why a reader may not be called that, "" for a name that is fit."""
    broken = rules.find(name)
    if refusal := _refusal(broken, "Names", "name"):
        return refusal
    if broken:  # of those that hold nobody is told
        return "This name cannot be had here. Change your name."
    return "A name has no link in it. Change your name." if count_links(name) else ""


def _refusal(broken: list[Rule], what: str, change: str) -> str:
    phrases = [f"“{rule.phrase}”" for rule in broken if rule.is_refusing]
    if not phrases:
        return ""
    return f"{what} here do without {', '.join(phrases)}. Change your {change}."


def count_links(text: str) -> int:
    """Count what is, or means to be, a link.

    That is `http(s)://` and `www.` with anything behind, and bare domains as
    bleach.linkify links them; not e-mail addresses, nor what a link's path holds.
    """
    count = position = 0
    while host := _HOST.search(text, position):
        position = host.end()
        if host[1] or _is_domain(host[0]):
            count += 1
            rest = _REST.match(text, position)
            position = rest.end() if rest else position
    return count


def _is_domain(host: str) -> bool:
    """True when bleach would link it: as it reads, a hyphen may end the domain."""
    first, *labels = host.lower().split(".")
    if labels and first == "www":
        return True
    return any(
        label.partition("-")[0] in _TLDS and ("-" in label or place == len(labels))
        for place, label in enumerate(labels, start=1)
    )


@lru_cache(maxsize=1000)  # an author's last texts are looked at with every new one
def fingerprint(text: str) -> str:
    """Return 64 hex digits, the same for texts that a reader takes for the same.

    Case, width, white space, punctuation and what is not seen make no difference,
    unless a text holds nothing else.
    """
    # A character at a time: normalising stacked accents takes their number squared.
    plain = "".join(unicodedata.normalize("NFKD", character) for character in text)
    plain = plain.casefold()
    seen = "".join(filter(_is_seen, plain)) or "".join(plain.split())
    return sha256(seen.encode("utf-8", "surrogatepass")).hexdigest()


def _is_seen(character: str) -> bool:
    """False for punctuation, separators, controls and other unseen characters."""
    return unicodedata.category(character)[0] not in "PZC" and character not in _UNSEEN
