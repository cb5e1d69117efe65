"""Where an author reads a decision and appeals, or a warning and goes on."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from comments import appeal_links, appeals, sanctions
from comments.forms import AppealForm
from comments.models import ModerationAction, Sanction
from comments.refusals import PostingRefused
from comments.views.posting import sent


@never_cache
@require_http_methods(["GET", "POST"])
def appeal(request: HttpRequest, token: str) -> HttpResponse:
    """The signed link is the key: guests have no other."""
    try:
        action_id = appeal_links.read(token)
    except appeal_links.LinkOver:
        return render(request, "comments/appeal_over.html", status=410)
    except ValueError as error:
        raise Http404("No such decision.") from error
    action = get_object_or_404(ModerationAction.objects.told(), pk=action_id)
    form = AppealForm(sent(request), label_suffix="")
    context = {
        "action": action,
        "form": form,
        "made": getattr(action, "appeal", None),
        "stands": appeals.is_open(action),
        "refusal": None,
    }
    status = 400 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            context["made"] = appeals.appeal(action, **form.cleaned_data)
        except PostingRefused as error:
            context["refusal"], status = error, 409
    return render(request, "comments/appeal.html", context, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def warnings(request: HttpRequest) -> HttpResponse:
    """What a reader is to have read before the next comment."""
    unread = Sanction.objects.to_acknowledge(request.user.pk or 0)
    if request.method == "POST":
        for warning in unread:
            sanctions.acknowledge(warning, by=request.user)
        return redirect(_next(request))
    context = {"warnings": unread, "next": request.GET.get("next", "")}
    return render(request, "comments/warnings.html", context)


def _next(request: HttpRequest) -> str:
    place = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(place, allowed_hosts=None)
    return place if is_ours and place.startswith("/") else "/"
