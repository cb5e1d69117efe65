"""How public pages may be kept: for everybody, a second, and while they are renewed.

A text that is taken down is gone for every reader within 5 seconds: 1 + 1 in our own
store, 1 + 1 in one more shared cache that does not count how old its copy already is
(nginx; those that heed `Age` add nothing), and 1 in the browser. `stale-if-error` is
for the store alone, which does not send it on; without a store it is not said.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition

View = Callable[..., HttpResponse]
# Tells the store that a request may have taken down what its copies still show.
TAKES_DOWN = "dateline.takes_down"

_FOR_THE_STORE = (
    {"stale_if_error": settings.STALE_IF_ERROR} if settings.STORE_MEGABYTES else {}
)
shared = cache_control(
    public=True, max_age=0, s_maxage=1, stale_while_revalidate=1, **_FOR_THE_STORE
)


def note_takedown(request: HttpRequest) -> None:
    """Let the store show no older copy of any page while the site is out of service."""
    request.META[TAKES_DOWN] = True


def versioned(view: View) -> View:
    """Answer 304 without making an article's page where nothing in it has changed.

    What is in the page beside the article is none of ours: the settings name who knows.
    """

    def version(request: HttpRequest, **address: Any) -> str | None:
        return import_string(settings.ARTICLE_VERSION)(request, **address)

    return condition(etag_func=version)(view)
