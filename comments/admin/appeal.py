"""What authors appeal against, decided by somebody else than who hid it."""

from typing import cast

from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from comments import appeals
from comments.acts import NotPossible
from comments.admin.queue import REASONS, answer, is_moderator
from comments.models import Appeal
from comments.queue import Tab, waiting

_SHOWN = 50


@is_moderator
@require_http_methods(["GET", "POST"])
def appeals_page(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _decide(request)
    made = Appeal.objects.waiting().oldest_first().told()
    context = admin.site.each_context(request) | {
        "title": "Appeals",
        "appeals": made[:_SHOWN],
        "tabs": Tab,
        "reasons": REASONS,
        "waiting": waiting(),
        "here": request.get_full_path(),
    }
    return render(request, "admin/comments/appeals.html", context)


def _decide(request: HttpRequest) -> HttpResponse:
    number = request.POST.get("appeal", "")
    is_id = number.isascii() and number.isdigit() and len(number) < 19
    made = get_object_or_404(Appeal, pk=number if is_id else 0)
    verb = appeals.grant if request.POST.get("act") == "grant" else appeals.refuse
    words = request.POST.get("answer", "")[:1000]
    try:
        made = verb(made, by=cast(User, request.user), answer=words)
    except NotPossible as error:
        return answer(request, str(error), is_done=False)
    return answer(request, f"The appeal is {made.get_outcome_display().lower()}.")
