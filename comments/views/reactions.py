"""Liking and reporting: a page with one button without script, in place with it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from articles.models import Article
from articles.views.caching import note_takedown
from comments import likes, reports
from comments.forms import ReportForm
from comments.models import Comment
from comments.refusals import PostingRefused
from comments.views.posting import place, sender_of, sent


@never_cache
@require_http_methods(["GET", "POST"])
def like(request: HttpRequest, comment_id: int) -> HttpResponse:
    """The button says what it will do: like, or take the liking back."""
    comment = _public_comment(comment_id)
    has_liked = comment.liked_by.filter(reader_id=request.user.pk or 0).exists()
    context = {"comment": comment, "has_liked": has_liked, "refusal": None}
    status = 200
    if request.method == "POST":
        try:
            if "unlike" in request.POST:
                likes.unlike(comment, by=request.user)
            else:
                likes.like(comment, by=request.user, sender=sender_of(request))
        except PostingRefused as error:
            context["refusal"], status = error, 409
        else:
            return redirect(place(comment))
    return render(request, "comments/like.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, comment_id: int) -> HttpResponse:
    comment = _public_comment(comment_id)
    form = ReportForm(sent(request), label_suffix="")
    context = {"comment": comment, "form": form, "refusal": None}
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            reports.report(
                comment,
                by=request.user,
                sender=sender_of(request),
                **form.cleaned_data,
            )
        except PostingRefused as error:
            context["refusal"], status = error, 409
        else:
            if not comment.is_published:
                note_takedown(request)
            return render(request, "comments/reported.html", context)
    status = 400 if form.errors else status
    return render(request, "comments/report.html", context, status=status)


def _public_comment(comment_id: int) -> Comment:
    published = Comment.objects.published().select_related("article")
    public = published.filter(article__in=Article.objects.published())
    return get_object_or_404(public, pk=comment_id)
