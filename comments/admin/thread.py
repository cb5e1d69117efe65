"""Hiding a whole thread, after a look at what that takes down."""

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from comments.acts import NotPossible
from comments.admin.queue import is_moderator
from comments.bulk import consequence_of, decisions_in, hide_thread
from comments.forms import HideForm
from comments.models import Comment


@is_moderator
@require_http_methods(["GET", "POST"])
def thread(request: HttpRequest, comment_id: int) -> HttpResponse:
    """The counts are those of now; what comes in between is hidden too, and told.

    What a colleague decides in between is looked at first.
    """
    comments = Comment.objects.select_related("article")
    comment = get_object_or_404(comments, pk=comment_id)
    bound = request.POST if request.method == "POST" else None
    form = HideForm(bound, label_suffix="")
    if form.is_valid() and _hide(request, comment, form):
        return HttpResponseRedirect(reverse("admin:comments_queue"))
    context = admin.site.each_context(request) | {
        "title": "Hide a thread",
        "comment": comment,
        "consequence": consequence_of(comment),
        "decisions": decisions_in(comment),
        "form": form,
    }
    status = 400 if form.errors else 200
    return render(request, "admin/comments/thread.html", context, status=status)


def _hide(request: HttpRequest, comment: Comment, form: HideForm) -> bool:
    number = request.POST.get("decisions", "")
    known = number.isascii() and number.isdigit() and len(number) < 19
    decisions = int(number) if known else None
    words = form.cleaned_data
    try:
        _, done = hide_thread(comment, by=request.user, decisions=decisions, **words)
    except NotPossible as error:
        form.add_error(None, str(error))
        return False
    if done:
        said = f"Hidden: {done} comment{'s' if done > 1 else ''}."
        messages.success(request, said)
    else:
        messages.warning(request, "Nothing of it was left to hide.")
    return True
