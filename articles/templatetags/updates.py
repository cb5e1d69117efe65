"""`{% load updates %}`: the updates of a live article, each drawn once."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template.loader import get_template

from articles.timeline import ShownUpdate

DRAWN_KEPT = 1000  # updates; some 3 kB each

register = template.Library()


@dataclass(frozen=True)
class _Drawing:
    """What a drawn update depends on: two with equal `printed` look the same."""

    printed: tuple[Hashable, ...]
    context: dict[str, Any] = field(compare=False)


@register.simple_tag
def draw_update(shown: ShownUpdate, counts: dict[int, int], is_open: bool) -> str:
    """Print one update, with the count of its comments and a link to write one.

    What was drawn for one page is kept for the next, unless it holds a picture, which
    may change without its update.
    """
    update, corrections = shown.update, shown.corrections
    printed = (
        # Slug and moment make the address.
        *(update.article.slug, update.article.published_at, update.pk),
        *(update.stamped_at, update.edited_at, update.headline, update.html),
        *(update.is_key_event, update.is_pinned),
        *(update.author and update.author.name, counts.get(update.pk), is_open),
        *((correction.corrected_at, correction.reason) for correction in corrections),
    )
    needed = {"update": update, "corrections": corrections, "is_open": is_open}
    drawing = _Drawing(printed, needed | {"counts": counts})
    if update.image_id or settings.DEBUG:
        return _drawn.__wrapped__(drawing)
    return _drawn(drawing)


@lru_cache(maxsize=DRAWN_KEPT)
def _drawn(drawing: _Drawing) -> str:
    return get_template("articles/_update.html").render(drawing.context)
