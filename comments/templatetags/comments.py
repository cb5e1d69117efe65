"""`{% load comments %}{% comment_thread article %}`: what readers answer."""

from typing import Any

from django import template
from django.http import Http404

from articles.models import Article
from comments.models import Comment
from comments.threads import read_page

register = template.Library()


@register.inclusion_tag("comments/_thread.html", takes_context=True)
def comment_thread(context: dict[str, Any], article: Article) -> dict[str, Any]:
    """Print one page of the article's comments; `?comments=<id>` says from where on.

    Raises Http404 for a start that is no comment of the article.
    """
    request = context["request"]
    start = request.GET.get("comments", "")
    if start and not (start.isascii() and start.isdigit() and len(start) < 19):
        raise Http404("No such comment.")
    try:
        page = read_page(article, start=int(start) if start else None)
    except Comment.DoesNotExist as error:
        raise Http404("No such comment.") from error
    return {
        "article": article,
        "thread": page,
        "is_moderator": request.user.has_perm("comments.moderate_comment"),
        "is_open": article.comment_policy != Article.CommentPolicy.CLOSED,
    }
