"""How the moderators' work stands, for themselves."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comments.admin.queue import is_moderator
from comments.queue import Tab, waiting
from comments.statistics import figures_of_now


@is_moderator
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    context = admin.site.each_context(request) | {
        "title": "Moderation in figures",
        "figures": figures_of_now(),
        "tabs": Tab,
        "waiting": waiting(),
    }
    return render(request, "admin/comments/figures.html", context)
