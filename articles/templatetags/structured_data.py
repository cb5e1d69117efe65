"""`{% load structured_data %}`: a story for machines, in a block that runs nothing."""

import json
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.sanitiser import trusted
from articles.structured_data import describe

register = template.Library()
# So that no text can end the block it stands in. One by one, which takes a fiftieth of
# what `translate` takes.
_ESCAPES = (("<", "\\u003C"), (">", "\\u003E"), ("&", "\\u0026"))


@register.simple_tag(takes_context=True)
def structured_data(context: dict[str, Any]) -> SafeString:
    """Print the article of the page as JSON-LD."""
    request = context["request"]
    told = describe(
        context["article"],
        context["timeline"],
        context["links"],
        site=f"{request.scheme}://{request.get_host()}",
    )
    written = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    for character, escape in _ESCAPES:
        written = written.replace(character, escape)
    return format_html(
        '<script type="application/ld+json">{}</script>', trusted(written)
    )
