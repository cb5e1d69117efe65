"""A reader's public page, and the pages on which one looks after an account."""

from typing import cast

from allauth.account.decorators import reauthentication_required
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from articles.views.caching import shared
from comments.forms.reader import DisplayNameForm, EraseForm
from comments.models import Reader
from comments.privacy import ErasureRefused, erase, export_data
from comments.readers import public_comments, reader_for, rename

LATEST = 30


@shared
@require_safe
def reader(request: HttpRequest, reader_id: int) -> HttpResponse:
    """Who speaks: the name, and what it said where everybody can read it."""
    found = get_object_or_404(Reader, pk=reader_id)
    comments = public_comments(found)
    context = {
        "reader": found,
        "total": comments.order_by().count(),
        "comments": comments.select_related("article").defer(
            "body", "article__body", "article__html"
        )[:LATEST],
    }
    return render(request, "comments/reader.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    reader = reader_for(user)
    form = DisplayNameForm(
        request.POST or None, initial={"display_name": reader.display_name}
    )
    if request.method == "POST" and form.is_valid():
        try:
            rename(reader, name=form.cleaned_data["display_name"])
        except ValidationError as error:
            form.add_error("display_name", error)
        else:
            messages.success(request, f"Your name is {reader.display_name} now.")
            return redirect("account")
    context = {
        "form": form,
        "reader": reader,
        "has_second_step": is_mfa_enabled(user),
    }
    status = 400 if form.errors else 200
    return render(request, "account/account.html", context, status=status)


@never_cache
@login_required
@require_GET
def account_data(request: HttpRequest) -> HttpResponse:
    """Everything the site holds about the account, as a file."""
    return JsonResponse(
        export_data(cast(User, request.user)),
        json_dumps_params={"indent": 2, "ensure_ascii": False},
        headers={"Content-Disposition": 'attachment; filename="dateline-data.json"'},
    )


@never_cache
@login_required
@reauthentication_required
@require_http_methods(["GET", "POST"])
def erase_account(request: HttpRequest) -> HttpResponse:
    """The password or passkey was asked for a moment ago, the word is asked here."""
    form = EraseForm(request.POST or None)
    refusal, status = "", 400 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            erase(cast(User, request.user))
        except ErasureRefused as error:
            refusal, status = str(error), 409
        else:
            logout(request)
            return render(request, "account/erased.html")
    context = {"form": form, "refusal": refusal}
    return render(request, "account/erase.html", context, status=status)
