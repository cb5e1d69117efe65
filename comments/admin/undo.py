"""Undoing what one press did, at once or any time later."""

from uuid import UUID

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from comments import undoing
from comments.acts import NotPossible
from comments.admin.queue import answer, is_moderator
from comments.models import ModerationAction


@is_moderator
@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, group: UUID) -> HttpResponse:
    log = ModerationAction.objects.of_group(group).told()
    first = log.order_by("pk").first()
    if first is None:
        raise Http404("No such act.")
    if request.method == "POST":
        try:
            undone = undoing.undo(group, by=request.user)
        except NotPossible as error:
            return answer(request, str(error), is_done=False)
        left = (
            f" Decided anew since, and left so: {undone.left}." if undone.left else ""
        )
        return answer(request, f"Undone: {undone.done}.{left}", group=str(undone.group))
    context = admin.site.each_context(request) | {
        "title": "Undo",
        "act": first,
        "number": log.count(),
    }
    return render(request, "admin/comments/undo.html", context)
