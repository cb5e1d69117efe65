"""Words as they are compared: without case, accents and punctuation."""

import re
from unicodedata import combining, normalize

WORD = re.compile(r"[^\W_]+")
_ASKED = re.compile(r'"([^"]*)"|([^\s"]+)')
MOST_ASKED = 12  # words or phrases; what is beyond them is not looked for


def fold(text: str) -> list[str]:
    """Return a text's words: `Café-Bar, 5.7 m` has `cafe`, `bar`, `5`, `7` and `m`."""
    bare = "".join(sign for sign in normalize("NFKD", text) if not combining(sign))
    return WORD.findall(bare.casefold())


def read_asked(asked: str) -> list[list[str]]:
    """Return the phrases somebody looks for, all of them, each as its words.

    A word by itself is a phrase of one, and what stands in quotes is one of several.
    """
    phrases = [fold(quoted or word) for quoted, word in _ASKED.findall(asked)]
    return [phrase for phrase in phrases if phrase][:MOST_ASKED]
