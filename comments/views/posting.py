"""The pages on which readers write. None of them is shared or cached."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from articles.models import Article
from comments.forms import CommentForm
from comments.models import Comment
from comments.posting import PostingRefused, check_open, post


@require_GET
def comment(request: HttpRequest, comment_id: int) -> HttpResponse:
    """A comment's own address leads to the page of its article that begins with it."""
    found = _public_comment(comment_id)
    return redirect(place(found))


@never_cache
@require_http_methods(["GET", "POST"])
def new_comment(request: HttpRequest, article_id: int) -> HttpResponse:
    article = get_object_or_404(Article.objects.published(), pk=article_id)
    return _write(request, article, None)


@never_cache
@require_http_methods(["GET", "POST"])
def reply(request: HttpRequest, comment_id: int) -> HttpResponse:
    found = Comment.objects.select_related("article").filter(
        pk=comment_id, article__in=Article.objects.published()
    )
    parent = found.first()
    if parent is None:
        context = {"draft": request.POST.get("body", "")}
        return render(request, "comments/gone.html", context, status=404)
    return _write(request, parent.article, parent)


def place(comment: Comment) -> str:
    """Where on its article's page a comment stands."""
    url = comment.article.get_absolute_url()
    return f"{url}?comments={comment.pk}#comment-{comment.pk}"


def _write(
    request: HttpRequest, article: Article, parent: Comment | None
) -> HttpResponse:
    """Show the form, or post what it holds; a refusal keeps every word."""
    form = CommentForm(request.POST or None, by=request.user)
    refusal, status = "", 200
    try:
        check_open(article, by=request.user, parent=parent)
        if request.method == "POST" and form.is_valid():
            posted = post(article, by=request.user, parent=parent, **form.cleaned_data)
            if posted.is_published:
                return redirect(place(posted))
            return render(request, "comments/held.html", {"article": article})
    except PostingRefused as error:
        refusal, status = str(error), 409
    if form.errors:
        status = 400
    context = {
        "form": form,
        "article": article,
        "parent": parent if parent and parent.is_published else None,
        "refusal": refusal,
        "action": request.path,
    }
    is_fragment = "fragment" in request.GET
    template = "comments/_form.html" if is_fragment else "comments/write.html"
    return render(request, template, context, status=status)


def _public_comment(comment_id: int) -> Comment:
    shown = Comment.objects.shown().select_related("article")
    public = shown.filter(article__in=Article.objects.published())
    return get_object_or_404(public, pk=comment_id)
