"""What a reader sees where something is missing, refused or broken."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles import submissions
from articles.unsent import show_unsent


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Who signed in anew in another tab is asked to send once more."""
    token = request.POST.get(submissions.FIELD, "")
    if request.user.is_staff and submissions.drawn_for(token) == request.user.pk:
        return show_unsent(request, status=403)
    return render(request, "403_csrf.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """A page that asks nothing of the database, which may be what broke."""
    return render(None, "500.html", status=500)
