"""`{% load comments %}{% comment_thread article %}`: what readers answer."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.http import Http404
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from articles.models import Article, Update
from comments.counts import counts_of
from comments.drawing import draw
from comments.models import Comment, Order
from comments.posting import may_begin
from comments.roles import is_moderator
from comments.threads import picks_of, place_in, read_page

register = template.Library()
Counts = dict[int | None, int]


@register.simple_tag
def comment_counts(article: Article, updates: Iterable[int] = ()) -> Counts:
    """Return how many comments the article has (under None) and each of `updates`."""
    return counts_of(article, updates)


@register.inclusion_tag("comments/_on_update.html")
def comments_on_update(update: Update, counts: Counts, is_open: bool) -> dict[str, Any]:
    """Print the link by which a reader answers one update, with its count."""
    count = counts.get(update.pk, 0)
    return {"update": update, "count": count, "is_open": is_open}


@register.simple_tag(takes_context=True)
def comments_open(context: dict[str, Any], article: Article) -> bool:
    """Return whether to offer readers the form."""
    return may_begin(article, by=context["request"].user)


@register.simple_tag(takes_context=True)
def draw_comments(context: dict[str, Any]) -> SafeString:
    """Print all comments of a page; needs what `_list.html` needs."""
    url = context["article"].get_absolute_url()
    doors = {name: context[name] for name in ("is_open", "is_moderator")}
    drawn = (draw(comment, url, **doors) for comment in context["thread"].comments)
    return format_html_join("", "{}", ((html,) for html in drawn))


@register.inclusion_tag("comments/_thread.html", takes_context=True)
def comment_thread(
    context: dict[str, Any], article: Article, counts: Counts | None = None
) -> dict[str, Any]:
    """Print one page of the article's comments.

    `?comments=<id>` says which one it begins with, `?past=<id>` after which thread,
    `?order=` how threads follow each other.

    Raises Http404 for a place that is no comment of the article.
    """
    request = context["request"]
    try:
        page = read_page(
            article,
            order=Order(request.GET.get("order") or Order.OLDEST),
            start=place_in(request.GET, "comments"),
            past=place_in(request.GET, "past"),
        )
    except (Comment.DoesNotExist, ValueError) as error:
        raise Http404("No such comment.") from error
    counts = counts_of(article) if counts is None else counts
    return {
        "article": article,
        "thread": page,
        "total": counts.get(None, 0),
        "picks": picks_of(article) if page.is_first else [],
        "orders": Order,
        "is_moderator": is_moderator(request.user),
        "user": request.user,
        "is_open": may_begin(article, by=request.user),
    }
