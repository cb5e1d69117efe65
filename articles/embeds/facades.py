"""What stands where a player or a post would be, until the reader asks for it."""

import re
from typing import Any

from django.template.loader import render_to_string

from articles.embeds.providers import Embed

# A link alone on its line. The text comes from the sanitiser: one spelling.
LONELY_LINK = re.compile(
    r'<p>(?:<a href="(?P<href>[^"]*)"[^>]*>)?(?P<text>https?://[^\s<]+)(?:</a>)?</p>'
)


def facade(embed: Embed, **told: Any) -> str:
    """Print an embed with what the journalist told of it: title, quote, author …"""
    context = {"embed": embed, **told}
    return render_to_string("articles/_embed.html", context).strip()
