"""A comment at its own address: what it answers, itself, its first replies."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles.models import Article, Update
from articles.views.caching import shared
from comments import mending
from comments.counts import counts_of
from comments.models import Comment
from comments.picks import picks_of
from comments.posting import may_begin
from comments.roles import is_moderator
from comments.threads import place_in, read_comment, read_page


@shared
@require_safe
def comment(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Taken down, its address answers 410 and shows a notice without the text."""
    related = ("article__discussion", "update")
    public = Comment.objects.select_related(*related).filter(
        article__in=Article.objects.published()
    )
    found = get_object_or_404(public.visible_to(request.user), pk=comment_id)
    context = {
        "comment": found,
        "article": found.article,
        "thread": read_comment(found),
        "is_open": may_begin(found.article, by=request.user),
        "is_moderator": is_moderator(request.user),
        "is_own": request.user.pk is not None and found.author_id == request.user.pk,
        "may_edit": mending.may_edit(found, by=request.user),
    }
    is_waiting = found.status == Comment.Status.PENDING
    status = 200 if found.is_published or is_waiting else 410
    return render(request, "comments/comment.html", context, status=status)


@shared
@require_safe
def on_update(request: HttpRequest, update_id: int) -> HttpResponse:
    """The threads that answer one update of a story."""
    published = Update.objects.published().select_related("article__discussion")
    update = get_object_or_404(
        published.filter(article__in=Article.objects.published()), pk=update_id
    )
    try:
        start = place_in(request.GET, "comments")
        page = read_page(update.article, update=update.pk, start=start)
    except (Comment.DoesNotExist, ValueError) as error:
        raise Http404("No such comment.") from error
    context = {
        "update": update,
        "article": update.article,
        "thread": page,
        "total": counts_of(update.article, [update.pk]).get(update.pk, 0),
        "is_open": may_begin(update.article, by=request.user),
        "is_moderator": is_moderator(request.user),
    }
    return render(request, "comments/on_update.html", context)


@shared
@require_safe
def picks(request: HttpRequest, article_id: int) -> HttpResponse:
    """All comments of an article that editors picked."""
    article = get_object_or_404(Article.objects.published(), pk=article_id)
    context = {"article": article, "picks": picks_of(article, most=100)}
    return render(request, "comments/picks.html", context)
