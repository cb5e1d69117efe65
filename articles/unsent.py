"""What was sent after its author's session had ended, kept until they are back.

Only forms that we drew for somebody are kept, and shown to nobody else.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render

from articles import submissions
from articles.diffs import text_of

KEY = "unsent"
FORGET = "_forget_unsent"
MAX_LENGTH = 400_000
_SILENT = {"csrfmiddlewaretoken", submissions.FIELD, "version", "author", "image"}
View = Callable[..., HttpResponseBase]


def keeping_unsent(guarded: View) -> View:
    """Keep what is sent to a guarded view by somebody who is not signed in."""

    @wraps(guarded)
    def keeping(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and not request.user.is_authenticated:
            drawn_for = submissions.drawn_for(request.POST.get(submissions.FIELD, ""))
            fields = _fields(request)
            if drawn_for and sum(len(value) for _, value in fields) <= MAX_LENGTH:
                request.session[KEY] = {"path": request.path, "fields": fields}
        return guarded(request, *args, **kwargs)

    return keeping


def offering_unsent(view: View) -> View:
    """Show what is kept for this address before the page itself, until it is sent."""

    @wraps(view)
    def offering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        kept = request.session.get(KEY)
        if not kept or kept["path"] != request.path:
            return view(request, *args, **kwargs)
        token = dict(kept["fields"]).get(submissions.FIELD, "")
        is_own = submissions.drawn_for(token) == request.user.pk
        if not is_own or request.POST.get(submissions.FIELD) == token:
            del request.session[KEY]
        elif FORGET in request.POST:
            del request.session[KEY]
            return HttpResponseRedirect(request.path)
        elif request.method != "POST":
            return show_unsent(request, kept["fields"])
        return view(request, *args, **kwargs)

    return offering


def show_unsent(
    request: HttpRequest, fields: list[Any] | None = None, status: int = 200
) -> HttpResponse:
    """Ask whether to send what was not; `fields` are those of the request itself
    where its page was older than its author's session."""
    fields = _fields(request) if fields is None else fields
    said = [
        (name.replace("_", " ").capitalize(), text_of(value))
        for name, value in fields
        if value and not name.startswith("_") and name not in _SILENT
    ]
    context: dict[str, Any] = admin.site.each_context(request)
    context |= {"fields": fields, "said": said, "forget": FORGET}
    return render(request, "admin/unsent.html", context, status=status)


def _fields(request: HttpRequest) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken" and isinstance(value, str)
    ]
