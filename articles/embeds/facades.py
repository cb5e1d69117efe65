"""Turn a sanitised text's lonely links into facades, once, when it is saved."""

import re
from html import unescape

from django.template.loader import render_to_string

from articles.embeds.providers import read_embed

# The text comes from the sanitiser, so its markup has one spelling.
_LONELY_LINK = re.compile(
    r'<p>(?:<a href="(?P<href>[^"]*)"[^>]*>)?(?P<text>https?://[^\s<]+)(?:</a>)?</p>'
)


def bake(html: str) -> str:
    """Return sanitised `html` as the page prints it, facades in place of lone links."""
    return _LONELY_LINK.sub(_facade, html)


def _facade(match: re.Match[str]) -> str:
    embed = read_embed(unescape(match["href"] or match["text"]))
    if embed is None:
        return match[0]
    return render_to_string("articles/_embed.html", {"embed": embed}).strip()
