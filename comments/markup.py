"""Readers' light markup: paragraphs, quotations, lists, emphasis, links, code.

Text in, HTML out, nothing of the reader's own HTML left. What a comment may hold
is decided here alone.
"""

import re
import unicodedata
from html import escape

from articles.sanitiser import clean

TAGS = frozenset(
    {"p", "br", "strong", "em", "code", "pre", "blockquote", "ul", "ol", "li", "a"}
)
ATTRIBUTES = {"a": ["href"]}
REL = "nofollow ugc noopener"
# Controls, and the marks that turn the direction of all text after them.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_QUOTE = re.compile(r"^> ?")
_BULLET = re.compile(r"^[-*•] +")
_NUMBER = re.compile(r"^[0-9]{1,3}[.)] +")
_FENCE = "```"
_MARKS = frozenset(">`*_-•")
_LINK = re.compile(r"""(https?://[^\s<>"']*[^\s<>"'.,;:!?)\]])""")
_CODE = re.compile(r"`([^`\n]+)`")
_STRONG = re.compile(r"\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*")
_EMPHASIS = re.compile(r"(?<![\w*])[*_](?=\S)([^*_\n]+?)(?<=\S)[*_](?![\w*])")


def plain(text: str) -> str:
    """Return `text` without what cannot be printed, its line ends made one kind."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNPRINTABLE.sub("", text).strip()


def has_words(text: str) -> bool:
    """Whether there is anything to see in a comment's text beside its marks."""
    return any(
        sign not in _MARKS and unicodedata.category(sign)[0] not in "CZ"
        for sign in text
    )


def render(text: str) -> str:
    """Return the HTML of a comment's text; the answer holds only TAGS."""
    blocks = "".join(_block(lines) for lines in _blocks(plain(text)))
    return clean(blocks, tags=TAGS, attributes=ATTRIBUTES, rel=REL)


def _blocks(text: str) -> list[list[str]]:
    """Split into runs of lines of one kind: paragraph, quotation, list, code."""
    blocks: list[list[str]] = []
    kind, is_fenced = "", False
    for line in text.split("\n"):
        fence = line.strip() == _FENCE
        now = "code" if is_fenced or fence else _kind(line)
        if now and now == kind:
            blocks[-1].append(line)
        elif now:
            blocks.append([line])
        kind = now
        if fence:
            is_fenced = not is_fenced
            kind = kind if is_fenced else ""
    return blocks


def _kind(line: str) -> str:
    if not line.strip():
        return ""
    for kind, pattern in (("quote", _QUOTE), ("ul", _BULLET), ("ol", _NUMBER)):
        if pattern.match(line):
            return kind
    return "p"


def _block(lines: list[str]) -> str:
    if lines[0].strip() == _FENCE:
        code = "\n".join(line for line in lines if line.strip() != _FENCE)
        return f"<pre>{escape(code)}</pre>"
    kind = _kind(lines[0])
    if kind == "quote":
        inner = "\n".join(_QUOTE.sub("", line) for line in lines)
        # One level: a quotation of a quotation is read as its text.
        inner = re.sub(r"(?m)^(> ?)+", "", inner)
        return f"<blockquote>{''.join(map(_block, _blocks(inner)))}</blockquote>"
    if kind in {"ul", "ol"}:
        pattern = _BULLET if kind == "ul" else _NUMBER
        items = "".join(f"<li>{_inline(pattern.sub('', line))}</li>" for line in lines)
        return f"<{kind}>{items}</{kind}>"
    return f"<p>{'<br>'.join(map(_inline, lines))}</p>"


def _inline(line: str) -> str:
    """Code, links and emphasis; every second piece of a split is what it looked for."""
    pieces = _CODE.split(line)
    pieces[1::2] = [f"<code>{escape(code)}</code>" for code in pieces[1::2]]
    pieces[::2] = map(_linked, pieces[::2])
    return "".join(pieces)


def _linked(text: str) -> str:
    pieces = _LINK.split(text)
    pieces[1::2] = [
        f'<a href="{escape(url)}">{escape(url)}</a>' for url in pieces[1::2]
    ]
    pieces[::2] = map(_emphasised, pieces[::2])
    return "".join(pieces)


def _emphasised(text: str) -> str:
    text = escape(text, quote=False)
    text = _STRONG.sub(r"<strong>\1</strong>", text)
    return _EMPHASIS.sub(r"<em>\1</em>", text)
