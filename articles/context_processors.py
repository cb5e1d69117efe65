"""What the top of every page prints."""

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from articles.models import Section

SECTIONS_KEPT_SECONDS = 10


def _sections() -> list[Section]:
    sections = cache.get("sections")
    if sections is None:
        sections = list(Section.objects.all())
        cache.set("sections", sections, SECTIONS_KEPT_SECONDS)
    return sections


def masthead(request: HttpRequest) -> dict[str, Any]:
    """The site's name and its sections; they are looked up only where they print."""
    return {
        "newsroom_name": settings.NEWSROOM_NAME,
        "newsroom_strapline": settings.NEWSROOM_STRAPLINE,
        "sections": SimpleLazyObject(_sections),
    }
