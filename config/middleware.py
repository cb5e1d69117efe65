"""Headers every answer carries."""

import re
from collections.abc import Callable

from django.conf import settings
from django.contrib.redirects.middleware import RedirectFallbackMiddleware
from django.contrib.redirects.models import Redirect
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.cache import patch_vary_headers

from articles.views.caching import note_takedown, shared
from articles.views.errors import bad_request
from config.store.keys import SAFE

GetResponse = Callable[[HttpRequest], HttpResponse]


def utf8_only(get_response: GetResponse) -> GetResponse:
    """Refuse a body in an encoding no browser sends: some codecs break the reading."""

    def middleware(request: HttpRequest) -> HttpResponse:
        charset = (request.content_params or {}).get("charset", "utf-8")
        if charset.lower() not in {"utf-8", "utf8", "us-ascii", "iso-8859-1"}:
            return bad_request(request, ValueError(charset))
        return get_response(request)

    return middleware


def plain_session_key(get_response: GetResponse) -> GetResponse:
    """Ignore a session cookie we never set: PostgreSQL breaks on some characters."""

    def middleware(request: HttpRequest) -> HttpResponse:
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        if not key.isalnum():
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        return get_response(request)

    return middleware


def permissions_policy(get_response: GetResponse) -> GetResponse:
    """Refuse the device features that no page of ours uses."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault(
            "Permissions-Policy",
            "browsing-topics=(), camera=(), geolocation=(), microphone=(), payment=(),"
            " usb=()",
        )
        return response

    return middleware


def shared_or_private(get_response: GetResponse) -> GetResponse:
    """Say `private` where somebody is signed in, whatever the view promised.

    A view calls its answer public; it cannot know that the masthead or a
    moderator's link made this one personal. And whatever is done by somebody signed
    in may take something down.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE and request.user.is_authenticated:
            note_takedown(request)
        response = get_response(request)
        if "immutable" in response.headers.get("Cache-Control", ""):
            return response  # a file, the same for everybody
        kept = response.headers.get("Cache-Control", "")
        if request.user.is_authenticated and "no-store" not in kept:
            response.headers["Cache-Control"] = "private, no-cache"
        patch_vary_headers(response, ["Cookie"])
        return response

    return middleware


class MovedStories(RedirectFallbackMiddleware):
    """Lead on from an old address of a story, and from all that stands below it.

    For as long as any page: a browser keeps such an answer for ever by itself, and a
    story may get its old address back.
    """

    _STORY = re.compile(r"(/[0-9]{4}/[0-9]{2}/[0-9]{2}/[^/]+/)(.+)")

    def process_response(
        self, request: HttpRequest, response: HttpResponse
    ) -> HttpResponse:
        moved = self._lead_on(request, response)
        return response if moved is response else shared(lambda request: moved)(request)

    def _lead_on(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        below = self._STORY.fullmatch(request.get_full_path())
        if response.status_code != 404 or below is None:
            return super().process_response(request, response)
        moved = Redirect.objects.filter(
            site=settings.SITE_ID, old_path=below[1]
        ).first()
        if moved is None or not moved.new_path:
            return response
        return HttpResponsePermanentRedirect(f"{moved.new_path}{below[2]}")
