"""The queue: one card after another, decided by buttons or by keys."""

from collections.abc import Callable, Collection
from typing import cast
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from comments import bulk, claims, discussions, moderation
from comments.acts import NotPossible
from comments.forms.queue import FilterForm
from comments.models import Comment, ModerationAction, Reason
from comments.queue import Tab, arrived_since, read_queue, waiting

is_moderator = permission_required("comments.moderate_comment", raise_exception=True)
# The letter that hides for a reason, after an h.
REASONS = [
    (letter, reason.value, reason.label)
    for letter, reason in zip("ahsopfi", Reason, strict=True)
]
_PLAIN = {
    "approve": moderation.approve,
    "restore": moderation.restore,
}
_MARKS: dict[str, Callable[..., object]] = {
    "lock": moderation.lock,
    "unlock": moderation.unlock,
    "pick": moderation.pick,
    "unpick": moderation.unpick,
    "slow": discussions.slow,
    "unslow": discussions.unslow,
    "claim": claims.claim,
    "lock_article": discussions.lock_article_of,
    "unlock_article": discussions.unlock_article_of,
}


@is_moderator
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    form = FilterForm(request.GET)
    wanted = form.wanted
    cards, after = read_queue(wanted, by=request.user)
    query = request.GET.copy()
    query["after"] = after
    mine = ModerationAction.objects.latest_of(request.user.pk or 0)
    context = admin.site.each_context(request) | {
        "title": "Queue",
        "form": form,
        "wanted": wanted,
        "tabs": Tab,
        "cards": cards,
        "next": f"?{query.urlencode()}" if after else "",
        "waiting": waiting(),
        "reasons": REASONS,
        "mine": mine,
        "here": request.get_full_path(),
    }
    return render(request, "admin/comments/queue.html", context)


@is_moderator
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Do one act to the card it was pressed on, or to all that are ticked."""
    try:
        said, group = _act(request)
    except NotPossible as error:
        return answer(request, str(error), is_done=False)
    return answer(request, said, group=group)


@is_moderator
@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """How many items have come since the page was drawn."""
    last = [request.GET.get(name, "0") for name in ("report", "pending")]
    if not all(n.isascii() and n.isdigit() and len(n) < 19 for n in last):
        return JsonResponse({"new": 0}, status=400)
    return JsonResponse({"new": arrived_since(*map(int, last))})


def _act(request: HttpRequest) -> tuple[str, str]:
    """Return what was done, in words, and the group to undo it by."""
    data, by = request.POST, cast(User, request.user)
    # A reason's own button says what to do and why.
    reason = data.get("hide") or data.get("reason", "")
    act = "hide" if "hide" in data else data.get("act", "")
    if act == "hide" and reason not in Reason.values:
        raise NotPossible("Choose the reason readers will see. Nothing was done.")
    words = {"note": data.get("note", "")[:1000]}
    public = {"public_note": data.get("public_note", "")[:300], "reason": reason}
    if "bulk" in data:
        return _act_on_all(request, **words, **public)
    comment = _comment(data.get("comment", ""))
    seen = data.get("version", "")
    if act == "hide":
        moderation.hide(comment, by=by, seen=seen, **words, **public)
    elif act in _PLAIN:
        _PLAIN[act](comment, by=by, seen=seen, **words)
    elif act == "release":
        claims.release(comment, by=by)
    elif act in _MARKS:
        _MARKS[act](comment, by=by)
    else:
        raise NotPossible("There is no such act.")
    if act in {"claim", "release"}:
        return ("Claimed." if act == "claim" else "Given back."), ""
    last = ModerationAction.objects.latest_of(by.pk)
    return _told(last), str(last.group) if last else ""


def _act_on_all(
    request: HttpRequest, *, reason: str, public_note: str, note: str
) -> tuple[str, str]:
    by, act = cast(User, request.user), request.POST["bulk"]
    seen = seen_of(request, "ticked")
    comments = Comment.objects.with_ids(seen)
    if not seen:
        raise NotPossible("Tick the comments first. Nothing was done.")
    if act == "hide":
        if reason not in Reason.values:
            raise NotPossible("Choose the reason readers will see. Nothing was done.")
        group, done = bulk.hide_many(
            comments,
            by=by,
            reason=reason,
            public_note=public_note,
            note=note,
            seen=seen,
        )
    elif act == "approve":
        group, done = bulk.approve_many(comments, by=by, seen=seen)
    else:
        raise NotPossible("There is no such act.")
    left = left_alone(seen, group)
    if not done:
        raise NotPossible(f"Nothing was done. {left}")
    return f"{act.title()}: {done} done. {left}".strip(), str(group)


def seen_of(request: HttpRequest, name: str) -> dict[int, str]:
    """Read which comments were on the page, each with its version then."""
    parts = (value.partition(":") for value in request.POST.getlist(name))
    return {
        int(number): version
        for number, _, version in parts
        if number.isascii() and number.isdigit() and len(number) < 19
    }


def left_alone(chosen: Collection[int], group: UUID) -> str:
    """Say how many of those chosen an act has left alone, and who was first."""
    done = ModerationAction.objects.of_group(group).values("comment")
    left = Comment.objects.with_ids(chosen).exclude(pk__in=done)
    number = left.count()
    if not number:
        return ""
    first = ModerationAction.objects.last_on(left).select_related("acted_by")
    who = ", ".join(sorted({action.who for action in first}))
    by = f" by {who}" if who else ""
    return f"Left alone, as already decided{by}, claimed or changed: {number}."


def _told(last: ModerationAction | None) -> str:
    if last is None:
        return "Done."
    because = f": {last.get_reason_display()}" if last.reason else ""
    return f"{last.get_act_display()}{because}."


def _comment(number: str) -> Comment:
    is_id = number.isascii() and number.isdigit() and len(number) < 19
    comments = Comment.objects.select_related("article")
    return get_object_or_404(comments, pk=number if is_id else 0)


def answer(
    request: HttpRequest, said: str, *, group: str = "", is_done: bool = True
) -> HttpResponse:
    """A short answer for script, and for all others the page they came from."""
    if request.headers.get("Accept") == "application/json":
        status = 200 if is_done else 409
        return JsonResponse({"said": said, "group": group}, status=status)
    (messages.success if is_done else messages.warning)(request, said)
    return HttpResponseRedirect(back(request))


def back(request: HttpRequest) -> str:
    """Where a press came from, if it is a page of ours."""
    place = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(place, allowed_hosts=None)
    is_ours = is_ours and place.startswith("/")
    return place if is_ours else reverse("admin:comments_queue")
