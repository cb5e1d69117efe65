"""The figures of a text: pictures, galleries, recordings and embeds, one spelling each.

A stored figure names what it shows and adds the text's own words; how it is printed
is decided when the text is baked (`articles.models.figures`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape, unescape

from django.utils.html import strip_tags

from articles.embeds.providers import read_embed

KINDS = frozenset({"image", "gallery", "recording", "embed"})
MAX_PICTURES = 40  # of one gallery
_INNERMOST = re.compile(r"<figure([^>]*)>((?:(?!<figure\b).)*?)</figure>", re.S)
_STRAY = re.compile(r"</?(?:figure|figcaption)[^>]*>")
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_HELD = re.compile("\x00([0-9]+)\x00")
# A figure as it is stored.
FIGURE = re.compile(r'<figure class="[a-z]+" data-[^>]*>.*?</figure>', re.S)


@dataclass(frozen=True)
class Figure:
    """One figure; what its kind does not have stays empty."""

    kind: str
    images: tuple[int, ...] = ()
    recording: int = 0
    url: str = ""
    caption: str = ""
    title: str = ""
    quote: str = ""  # paragraphs, a line each
    author: str = ""
    date: str = ""  # as written, 2026-11-25 or with a time


def tidy(html: str) -> str:
    """Return sanitised `html` with each figure in its one spelling.

    A figure in a figure comes out of it; one that shows nothing leaves its words.
    """
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        figure = _read(*match.groups())
        if figure is None:
            return match[2]
        held.append(write(figure))
        return f"\x00{len(held) - 1}\x00"

    while (following := _INNERMOST.sub(hold, html)) != html:
        html = following
    html = _STRAY.sub("", html)
    return _HELD.sub(lambda match: held[int(match[1])], html)


def find_figures(html: str) -> Iterator[Figure]:
    """Yield the figures of a tidied text in their order."""
    for match in FIGURE.finditer(html):
        if figure := read(match[0]):
            yield figure


def read(html: str) -> Figure | None:
    """Read one stored figure."""
    match = _INNERMOST.fullmatch(html)
    return _read(*match.groups()) if match else None


def write(figure: Figure) -> str:
    """Return the one spelling of a figure."""
    if figure.kind == "embed":
        return _write_embed(figure)
    name, value = {
        "image": ("image", " ".join(map(str, figure.images))),
        "gallery": ("images", " ".join(map(str, figure.images))),
        "recording": ("recording", str(figure.recording)),
    }[figure.kind]
    caption = f"<figcaption>{_text(figure.caption)}</figcaption>" * bool(figure.caption)
    return f'<figure class="{figure.kind}" data-{name}="{value}">{caption}</figure>'


def image_pattern(image_id: int) -> str:
    """Return a pattern, for both databases, of figures that show this picture."""
    one_of = f'"([0-9]+ )*{int(image_id)}( [0-9]+)*"'
    return f'<figure class="(image|gallery|embed)"[^>]* data-images?={one_of}'


def recording_pattern(recording_id: int) -> str:
    return f'<figure class="recording" data-recording="{int(recording_id)}"'


def _write_embed(figure: Figure) -> str:
    address = escape(figure.url)
    picture = f' data-image="{figure.images[0]}"' if figure.images else ""
    lines = "".join(f"<p>{_text(line)}</p>" for line in figure.quote.splitlines())
    quote = f"<blockquote>{lines}</blockquote>" if lines else ""
    author = f"<cite>{_text(figure.author)}</cite>" if figure.author else ""
    date = f'<time datetime="{escape(figure.date)}">{escape(figure.date)}</time>'
    told = " ".join(filter(None, [author, date if figure.date else ""]))
    caption = f"<figcaption>{told}</figcaption>" if told else ""
    return (
        f'<figure class="embed" data-embed="{address}"{picture}>'
        f'<a href="{address}">{_text(figure.title) or address}</a>'
        f"{quote}{caption}</figure>"
    )


def _read(attributes: str, content: str) -> Figure | None:
    """Read a figure of sanitised text; None for one that shows nothing."""
    values = {name: unescape(value) for name, value in _ATTRIBUTE.findall(attributes)}
    kind = values.get("class", "")
    if "\x00" in content or kind not in KINDS:
        return None
    images = tuple(map(int, values.get(_NAMES[kind], "").split()))[:MAX_PICTURES]
    if kind == "embed":
        return _read_embed(values.get("data-embed", ""), images, content)
    caption = _words(_inner("figcaption", content) or content)
    if kind == "recording":
        recording = int(values.get("data-recording", 0))
        return Figure(kind, recording=recording, caption=caption) if recording else None
    if kind == "image":
        images = images[:1]
    return Figure(kind, images, caption=caption) if images else None


_NAMES = {
    "image": "data-image",
    "embed": "data-image",
    "gallery": "data-images",
    "recording": "",
}


def _read_embed(url: str, images: tuple[int, ...], content: str) -> Figure | None:
    embed = read_embed(url)
    if embed is None:
        return None
    caption = _inner("figcaption", content)
    title = _words(_inner("a", content))
    lines = map(_words, re.split(r"</p>|<br>", _inner("blockquote", content)))
    date = re.search(r'<time datetime="([^"]*)"', caption)
    return Figure(
        "embed",
        images[:1],
        url=embed.url,
        title="" if title in {url, embed.url} else title,
        quote="\n".join(filter(None, lines)),
        author=_words(_inner("cite", caption)),
        date=date[1] if date else "",
    )


def _inner(tag: str, html: str) -> str:
    found = re.search(rf"<{tag}\b[^>]*>(.*?)</{tag}>", html, re.S)
    return found[1] if found else ""


def _words(html: str) -> str:
    """Return the plain words of some markup, on one line."""
    return " ".join(unescape(strip_tags(html)).split())


def _text(words: str) -> str:
    return escape(words, quote=False)
