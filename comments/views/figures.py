"""What moderators did, in numbers that name nobody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.views.caching import shared
from comments.statistics import counts_by_month


@shared
@require_safe
def monthly(request: HttpRequest) -> HttpResponse:
    context = {"months": counts_by_month()}
    return render(request, "comments/moderation.html", context)
