"""How a part that stands on a page many times becomes HTML: its template once a kind.

Two of a kind differ in their words alone, and drawing a template for each takes ten
times as long as all else on the page. So it is drawn with `{name}` for the name, and
the words are put in, escaped. Such a template only prints words, and asks which there
are.
"""

from collections.abc import Iterable
from functools import lru_cache
from html import escape
from typing import Any

from django.conf import settings
from django.template.loader import get_template
from django.utils.safestring import SafeString

from articles.sanitiser import trusted


def draw(
    template: str, words: Iterable[tuple[str, Any]], **marks: object
) -> SafeString:
    """Return the template with these words, by name; what is empty is not there.

    `marks` are asked for and not printed.
    """
    # As `format_html`, which first asks each of 500 words whether it is lazy.
    printed = {
        name: word if isinstance(word, SafeString) else escape(str(word))
        for name, word in words
        if word
    }
    has = frozenset(printed).union(name for name, is_so in marks.items() if is_so)
    form = _form.__wrapped__(template, has) if settings.DEBUG else _form(template, has)
    return trusted(form.format(**printed))


@lru_cache(maxsize=1000)
def _form(template: str, has: frozenset[str]) -> str:
    """Return the part that has these words, each open as `{word}`."""
    return get_template(template).render({word: f"{{{word}}}" for word in has})
