"""What the top of every page prints."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from articles.models import Section


def masthead(request: HttpRequest) -> dict[str, Any]:
    """The site's name and its sections; the query is made only where they print."""
    return {
        "newsroom_name": settings.NEWSROOM_NAME,
        "newsroom_strapline": settings.NEWSROOM_STRAPLINE,
        "sections": SimpleLazyObject(lambda: list(Section.objects.all())),
    }
