"""A moderator's buttons on the public page."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required, user_passes_test
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from articles.models import Article
from articles.roles import Actor
from comments import discussions, moderation
from comments.forms import HideForm
from comments.models import Comment
from comments.roles import require_moderator
from comments.views.posting import sent

# What one press does, and the words on the page that asks for it.
PRESSES: dict[str, tuple[Callable[..., Comment], str]] = {
    "restore": (moderation.restore, "Restore"),
    "lock": (moderation.lock, "Lock"),
    "unlock": (moderation.unlock, "Unlock"),
    "pick": (moderation.pick, "Pick"),
    "unpick": (moderation.unpick, "Unpick"),
    "slow": (discussions.slow, "Slow down"),
    "unslow": (discussions.unslow, "End slow mode of"),
}
_LOCKS = {
    "lock": (discussions.lock_article, "Lock"),
    "unlock": (discussions.unlock_article, "Unlock"),
}


def _moderates(user: Actor) -> bool:
    require_moderator(user)
    return True


is_moderator = user_passes_test(_moderates)


@never_cache
@login_required
@is_moderator
@require_http_methods(["GET", "POST"])
def hide(request: HttpRequest, comment_id: int) -> HttpResponse:
    comment = _comment(comment_id)
    form = HideForm(sent(request), label_suffix="")
    context = {"form": form, "comment": comment, "refusal": ""}
    if request.method == "POST" and form.is_valid():
        seen = request.POST.get("version")
        try:
            moderation.hide(comment, by=request.user, seen=seen, **form.cleaned_data)
        except moderation.NotPossible as error:
            context["refusal"] = str(error)
        else:
            return redirect(_thread(comment))
    context["version"] = moderation.version_of(comment)
    return render(request, "comments/hide.html", context)


@never_cache
@login_required
@is_moderator
@require_http_methods(["GET", "POST"])
def press(request: HttpRequest, comment_id: int, act: str) -> HttpResponse:
    """Ask, then do: acts that need no reason."""
    comment = _comment(comment_id)
    verb, label = PRESSES[act]
    context = {"comment": comment, "label": label, "refusal": ""}
    if request.method == "POST":
        # Locks and picks are no decisions on what somebody else decides too.
        seen = {"seen": request.POST.get("version")} if act == "restore" else {}
        try:
            verb(comment, by=request.user, **seen)
        except moderation.NotPossible as error:
            context["refusal"] = str(error)
        else:
            return redirect(_thread(comment))
    context["version"] = moderation.version_of(comment)
    return render(request, "comments/press.html", context)


@never_cache
@login_required
@is_moderator
@require_http_methods(["GET", "POST"])
def discussion(request: HttpRequest, article_id: int, act: str) -> HttpResponse:
    """Ask, then lock or unlock all comments of an article."""
    article = get_object_or_404(Article.objects.published(), pk=article_id)
    verb, label = _LOCKS[act]
    context = {"article": article, "label": label, "refusal": ""}
    if request.method == "POST":
        try:
            verb(article, by=request.user)
        except moderation.NotPossible as error:
            context["refusal"] = str(error)
        else:
            return redirect(f"{article.get_absolute_url()}#comments")
    return render(request, "comments/discussion.html", context)


def _comment(comment_id: int) -> Comment:
    return get_object_or_404(Comment.objects.select_related("article"), pk=comment_id)


def _thread(comment: Comment) -> str:
    """The page that begins with the comment's place, seen or not."""
    url = comment.article.get_absolute_url()
    return f"{url}?comments={comment.pk}#comments"
