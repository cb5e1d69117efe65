"""`{% load pictures %}`: a picture in all its cuts, with or without its caption."""

from collections.abc import Iterator
from typing import Any

from django import template
from django.utils.safestring import SafeString

from articles.drawing import draw
from articles.models import Image
from articles.models.rendition import Renditions
from articles.sanitiser import trusted

# In a story's column. A phone of density 3 shows no more than one of 2.
COLUMN = (
    "(max-width: 30rem) and (min-resolution: 2.5dppx) 62vw, (min-width: 45rem) 41rem,"
    " (min-width: 25rem) 92vw, calc(100vw - 2rem)"
)
register = template.Library()


@register.simple_tag
def cuts(
    image: Image, alt: str = "", sizes: str = "", is_lead: bool = False
) -> SafeString:
    """Print a picture's files for the browser to choose from; a lead loads at once."""
    renditions = image.renditions
    is_animated = renditions is not None and renditions.is_animated
    words = _words(image, renditions, alt, sizes or COLUMN)
    return draw("articles/_cuts.html", words, is_lead=is_lead, is_animated=is_animated)


@register.simple_tag
def picture(
    image: Image, caption: str = "", sizes: str = "", is_lead: bool = False
) -> SafeString | str:
    """Print a picture with its caption, or the one of this place, and its credit.

    Nothing is printed of one that nobody has described.
    """
    if not image.is_described:
        return ""
    words = {
        "cuts": cuts(image, image.printed_alt_text, sizes, is_lead),
        "caption": caption or image.caption,
        "credit": image.credit,
    }
    return draw("articles/_picture.html", words.items(), is_lead=is_lead)


def _words(
    image: Image, renditions: Renditions | None, alt: str, sizes: str
) -> Iterator[tuple[str, Any]]:
    yield "focus_class", image.focus_class
    yield "url", renditions.shown_url if renditions else image.file.url
    yield "width", image.width
    yield "height", image.height
    yield "alt", alt
    if renditions:
        yield "sizes", sizes
        for suffix in renditions.suffixes:
            yield suffix, renditions.srcset(suffix)


@register.filter
def first_eager(html: SafeString) -> SafeString:
    """Load the first picture at once: where nothing stands above it, it is seen."""
    return trusted(html.replace(' loading="lazy" decoding="async"', "", 1))
