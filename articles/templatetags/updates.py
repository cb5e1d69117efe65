"""`{% load updates %}`: one update of a live article, as every page prints it."""

from collections.abc import Iterator
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from articles.drawing import draw
from articles.stamps import clock_stamp, day_stamp, here, machine_stamp, wire_stamp
from articles.templatetags.pictures import picture
from articles.timeline import ShownUpdate

register = template.Library()


@register.simple_tag
def draw_update(shown: ShownUpdate, answers: str) -> SafeString:
    """Print one update; `answers` is the HTML of what readers do with it."""
    marks = {
        "is_key_event": shown.update.is_key_event,
        "is_pinned": shown.update.is_pinned,
    }
    return draw("articles/_update.html", _words(shown, answers), **marks)


def _words(shown: ShownUpdate, answers: str) -> Iterator[tuple[str, Any]]:
    update = shown.update
    stamped = here(update.stamped_at)
    yield "pk", update.pk
    yield "url", update.get_absolute_url()
    yield "day", day_stamp(stamped)
    yield "moment", stamped.isoformat()
    yield "stamp", wire_stamp(stamped)
    yield "headline", update.headline
    yield "byline", update.author and update.author.name
    yield "html", update.html
    yield "answers", answers
    if update.edited_at:
        yield "edited_moment", machine_stamp(update.edited_at)
        yield "edited", clock_stamp(update.edited_at)
    if update.image:
        yield "picture", picture(update.image)
    if shown.corrections:
        yield "corrections", format_html_join("", "{}", _corrections(shown))


def _corrections(shown: ShownUpdate) -> Iterator[tuple[str]]:
    for correction in shown.corrections:
        context = {"correction": correction}
        yield (render_to_string("articles/_correction.html", context),)
