"""What the top of every page prints."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from articles.models import Section


def masthead(request: HttpRequest) -> dict[str, Any]:
    """The site's name and its sections; the query is made only where they print."""
    return {
        "site_name": settings.SITE_NAME,
        "site_strapline": settings.SITE_STRAPLINE,
        "sections": SimpleLazyObject(lambda: list(Section.objects.all())),
    }
