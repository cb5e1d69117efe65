"""The buttons beside an update: one press each, and one that takes it back."""

from collections.abc import Callable
from dataclasses import asdict
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from articles import live, marks
from articles.admin.desk.timeline import UNDO, article_of, desk_url, timeline_context
from articles.models import Article, Update

MARKS: dict[str, Callable[..., marks.Undo]] = {
    "pin": marks.pin,
    "unpin": marks.unpin,
    "key-event": marks.mark_key_event,
    "no-key-event": marks.unmark_key_event,
    "hide": marks.hide,
    "show": marks.show,
    "withdraw": marks.withdraw,
}
VERBS: dict[str, tuple[Callable[..., Update], str]] = {
    "publish": (live.publish_draft, "Published"),
    "send-back": (live.send_back, "Sent back"),
}


def pressed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lead whoever comes here otherwise, as after signing in anew, to the desk."""

    @wraps(view)
    def guarded(request: HttpRequest, article_id: int, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return redirect(desk_url(article_id))
        return view(request, article_id, **kwargs)

    return guarded


@pressed
def mark(
    request: HttpRequest, article_id: int, update_id: int, act: str
) -> HttpResponse:
    article = article_of(request, article_id)
    updates = article.updates.visible_to(request.user)
    update = get_object_or_404(updates, pk=update_id)
    update.article = article
    try:
        if act in MARKS:
            remember(request, update, MARKS[act](update, by=request.user))
        elif act in VERBS:
            verb, said = VERBS[act]
            verb(update, by=request.user)
            messages.success(request, f"{said}: {update}.")
        else:
            raise Http404("No such act.")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return answer(request, article)


@pressed
def undo(request: HttpRequest, article_id: int) -> HttpResponse:
    article = article_of(request, article_id)
    kept: dict[str, Any] = request.session.pop(UNDO, {})
    if kept.get("article") != article.pk:
        messages.error(request, "There is nothing to undo.")
        return answer(request, article)
    done = marks.Undo(**kept["done"])
    try:
        marks.undo(article, done, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"Undone: {kept['said']}.")
    return answer(request, article)


@pressed
def coverage(request: HttpRequest, article_id: int) -> HttpResponse:
    article = article_of(request, article_id)
    wanted = request.POST.get("coverage", "")
    if wanted not in Article.Coverage.values:
        raise Http404("No such coverage.")
    whole = Article.objects.get(pk=article.pk)
    live.set_coverage(whole, wanted, by=request.user)
    messages.success(
        request, f"The coverage is {whole.get_coverage_display().lower()} now."
    )
    return redirect(desk_url(article.pk))


def remember(request: HttpRequest, update: Update, done: marks.Undo) -> None:
    """Keep how to take the last act back, for this person alone."""
    said = f"{done.what[0].upper()}{done.what[1:]}: {update}"
    request.session[UNDO] = {
        "article": update.article_id,
        "said": said,
        "done": asdict(done),
    }


def answer(request: HttpRequest, article: Article) -> HttpResponse:
    """The timeline alone where a script asked, else the desk anew."""
    if "application/json" not in request.headers.get("Accept", ""):
        return redirect(desk_url(article.pk))
    context = timeline_context(request, article)
    return render(request, "admin/articles/desk/_timeline.html", context)
