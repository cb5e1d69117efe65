"""Headers every answer carries."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

GetResponse = Callable[[HttpRequest], HttpResponse]


def permissions_policy(get_response: GetResponse) -> GetResponse:
    """Refuse the device features that no page of ours uses."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault(
            "Permissions-Policy",
            "camera=(), geolocation=(), microphone=(), payment=(), usb=(),"
            " interest-cohort=()",
        )
        return response

    return middleware


def shared_or_private(get_response: GetResponse) -> GetResponse:
    """Say `private` where somebody is signed in, whatever the view promised.

    A view calls its answer public; it cannot know that the masthead or a
    moderator's link made this one personal.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if "immutable" in response.headers.get("Cache-Control", ""):
            return response  # a file, the same for everybody
        if request.user.is_authenticated:
            response.headers["Cache-Control"] = "private, no-cache"
        patch_vary_headers(response, ["Cookie"])
        return response

    return middleware
