"""`{% load comments %}{% comment_thread article %}`: what readers answer."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.http import Http404
from django.template.loader import get_template

from articles.models import Article, Update
from comments.counts import count_of, counts_of
from comments.models import Comment, Order
from comments.posting import may_begin
from comments.roles import is_moderator
from comments.threads import Printed, ShownComment, picks_of, place_in, read_page

DRAWN_KEPT = 4000  # comments; some 2 kB each

register = template.Library()
Counts = dict[int | None, int]


@register.simple_tag
def comment_counts(article: Article, updates: Iterable[int] = ()) -> Counts:
    """Return how many comments the article has (under None) and each of `updates`."""
    return counts_of(article, updates)


@register.simple_tag
def comment_total(article: Article) -> int:
    """Return how many comments the article has."""
    return count_of(article)


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
def draw_comment(context: dict[str, Any], comment: ShownComment) -> str:
    """Print one comment; what was drawn for one page is kept for the next.

    Needs article, is_open and is_moderator in the context.
    """
    draw = _drawn.__wrapped__ if settings.DEBUG else _drawn
    url = context["article"].get_absolute_url()
    is_open, is_moderator = context["is_open"], context["is_moderator"]
    return draw(comment.printed, url, is_open=is_open, is_moderator=is_moderator)


@lru_cache(maxsize=DRAWN_KEPT)
def _drawn(
    comment: Printed, article_url: str, *, is_open: bool, is_moderator: bool
) -> str:
    return get_template("comments/_comment.html").render(
        {
            "comment": comment,
            "article_url": article_url,
            "is_open": is_open,
            "is_moderator": is_moderator,
        }
    )


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
