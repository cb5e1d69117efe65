"""What a display name may be, and which names look alike. Text in, text out."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from django.core.exceptions import ValidationError

MAX_LENGTH = 60
MAX_SKELETON = 240
INVISIBLE = "This name has invisible characters in it. Type it anew."

# Who speaks for the newsroom. With an -s at the end they are refused as well.
RESERVED = (
    *("admin", "administrator", "moderator", "editor", "editorial", "journalist"),
    *("staff", "newsroom", "support", "official"),
)

# Drawn (nearly) like the letter on the left, once accents and capitals are gone.
# Of letters with two shapes the capital's counts. An I is an l in many typefaces.
_LOOKALIKES = {
    "a": "4@аαɑᴀ",
    "ae": "æ",
    "b": "8вьβƅʙ",
    "c": "сϲᴄ¢",
    "d": "ԁđðᴅ",
    "e": "3еєεҽᴇ€",
    "f": "ƒ",
    "g": "9ɡցԍɢ",
    "h": "нһηħʜ",
    "j": "јϳʝ",
    "k": "кκĸᴋ",
    "l": "1i|ıɩіӏιłʟɪ",
    "m": "мμᴍ",
    "n": "пνŋɴ",
    "o": "0оοσøɵᴏ",
    "oe": "œ",
    "p": "рρþᴘ",
    "q": "ԛ",
    "r": "гʀ",
    "s": "5$ѕꜱ",
    "t": "7тτᴛ",
    "u": "ʋᴜ",
    "v": "ѵᴠ",
    "w": "шωԝѡᴡ",
    "x": "хχ×",
    "y": "уүγυʏ",
    "z": "2ζᴢ",
}
LOOKS = str.maketrans({c: to for to, drawn in _LOOKALIKES.items() for c in drawn})
# Alphabets that share shapes. Han, kana or Arabic beside Latin deceive nobody.
_ALPHABETS = {"LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU"}
_UNSEEN_CATEGORIES = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
# Letters and marks that draw nothing: joiners, fillers, variation selectors.
_BLANKS = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0000-\U000e0fff]"
)
_WORD = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_DIGITS = "0123456789"
_MARKS_IN_A_ROW = 2  # Vietnamese has two; text that climbs out of its line has ten


def skeleton(name: str) -> str:
    """Return the form that all names share which a reader could take for this one."""
    text = unicodedata.normalize("NFKD", name).casefold()
    text = unicodedata.normalize("NFKD", text).translate(LOOKS)
    letters = "".join(filter(is_body, text))
    return letters.replace("rn", "m").replace("vv", "w")[:MAX_SKELETON]


def check_name(name: str, *, reserved: Iterable[str] = ()) -> str:
    """Return `name` cleaned, or raise ValidationError with a sentence for its owner.

    `reserved` are names nobody may take beside RESERVED, such as the newsroom's.
    """
    name = unicodedata.normalize("NFC", name.strip())
    if any(map(is_unseen, name)):
        raise ValidationError(INVISIBLE, code="invisible")
    name = " ".join(name.split())
    if not name:
        raise ValidationError("Give a name.", code="required")
    if len(name) > MAX_LENGTH:
        raise ValidationError(
            f"A name has at most {MAX_LENGTH} characters.", code="max_length"
        )
    if not skeleton(name):
        raise ValidationError(
            "A name needs at least one letter or digit.", code="no_letters"
        )
    _check_tricks(name)
    if not _runs(name).isdisjoint(_FORMS.union(_forms(reserved))):
        raise ValidationError(
            "Names like this belong to the newsroom. Choose another.", code="reserved"
        )
    return name


def _check_tricks(name: str) -> None:
    row = 0
    for character in unicodedata.normalize("NFD", name):
        row = row + 1 if unicodedata.combining(character) else 0
        if row > _MARKS_IN_A_ROW:
            raise ValidationError("This name piles up accents.", code="marks")
    for word in _WORD.findall(name):
        alphabets = {unicodedata.name(letter, "").split(" ")[0] for letter in word}
        if len(alphabets & _ALPHABETS) > 1:
            raise ValidationError(
                "This name mixes alphabets within a word. Keep to one.", code="mixed"
            )


def is_unseen(character: str) -> bool:
    return (
        unicodedata.category(character) in _UNSEEN_CATEGORIES
        or _BLANKS.match(character) is not None
    )


def is_body(character: str) -> bool:
    """A letter, a digit or a vowel sign; not an accent, punctuation or a blank."""
    return (
        unicodedata.category(character)[0] in "LNM"
        and unicodedata.category(character) != "Me"
        and not unicodedata.combining(character)
        and not _BLANKS.match(character)
    )


def _forms(words: Iterable[str]) -> Iterator[str]:
    """Yield the skeleton of each word and of its plural."""
    for word in words:
        yield skeleton(word)
        yield skeleton(word) + "s"


def _runs(name: str) -> set[str]:
    """Return the skeletons of all runs of words: “The Ed itor” holds “editor”."""
    words = _WORD.findall(_CAMEL.sub(" ", name))
    bare = [word.strip(_DIGITS) for word in words]
    return {
        skeleton("".join(row[start:end]))
        for row in (name.split(), words, bare)
        for start in range(len(row))
        for end in range(start + 1, len(row) + 1)
    } - {""}


_FORMS = frozenset(_forms(RESERVED))
