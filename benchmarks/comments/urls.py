"""The whole site, and beside it the least a page can do that takes a comment."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path
from django.views.decorators.http import require_POST

from benchmarks.comments import plain


@require_POST
def bare(request: HttpRequest, article_id: int) -> HttpResponse:
    """Insert what was sent, without looking at it, and redirect."""
    plain.insert(article_id, body=request.POST["body"], html="")
    return redirect("/")


urlpatterns = [
    path("bare/<int:article_id>/", bare, name="bare"),
    path("", include("config.urls")),
]
