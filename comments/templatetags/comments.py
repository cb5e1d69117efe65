"""`{% load comments %}`: what readers answer, read once, printed where it belongs."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import template
from django.http import Http404
from django.utils.safestring import SafeString

from articles.models import Article, Update
from articles.sanitiser import trusted
from comments.counts import MOST_COUNTED, counts_of
from comments.drawing import draw_comment, draw_on_update
from comments.models import Comment, Order
from comments.picks import picks_of
from comments.posting import may_begin
from comments.roles import is_moderator
from comments.threads import (
    ThreadPage,
    place_in,
    read_page,
)

register = template.Library()
Counts = dict[int | str | None, int]


@dataclass
class Discussion:
    """What the page of an article shows of its comments, and how many there are."""

    page: ThreadPage
    counts: Counts

    @property
    def total(self) -> int:
        return self.counts.get(None, 0)

    @property
    def has_picks(self) -> bool:
        """Whether to print some, which the first page does."""
        return self.page.is_first and "picked" in self.counts

    @property
    def more_replies(self) -> int | None:
        """How many the thread cut by the page's end still holds, if not too many."""
        rest = self.counts.get("rest", 0)
        return rest if rest <= MOST_COUNTED else None


@register.simple_tag(takes_context=True)
def read_discussion(
    context: dict[str, Any], article: Article, updates: Iterable[int] = ()
) -> Discussion:
    """Read one page of an article's comments, and the counts of it and of `updates`.

    `?comments=<id>` says which comment it begins with, `?past=<id>` after which
    thread, `?order=` how threads follow each other.

    Raises Http404 for a place that is no comment of the article.
    """
    query = context["request"].GET
    try:
        page = read_page(
            article,
            order=Order(query.get("order") or Order.OLDEST),
            start=place_in(query, "comments"),
            past=place_in(query, "past"),
        )
    except (Comment.DoesNotExist, ValueError) as error:
        raise Http404("No such comment.") from error
    return Discussion(page, counts_of(article, updates, rest=page.rest))


@register.simple_tag
def comment_counts(article: Article, updates: Iterable[int]) -> Counts:
    """Return how many comments each of `updates` has."""
    return counts_of(article, updates)


@register.simple_tag
def comments_on_update(update: Update, counts: Counts, is_open: bool) -> str:
    """Print the link by which a reader answers one update, with its count."""
    return draw_on_update(update, counts.get(update.pk, 0), is_open=is_open)


@register.simple_tag(takes_context=True)
def comments_open(context: dict[str, Any], article: Article) -> bool:
    """Return whether to offer readers the form."""
    return may_begin(article, by=context["request"].user)


@register.simple_tag(takes_context=True)
def draw_comments(context: dict[str, Any]) -> SafeString:
    """Print all comments of a page; needs what `_list.html` needs."""
    url = context["article"].get_absolute_url()
    doors = {name: context[name] for name in ("is_open", "is_moderator")}
    comments = context["thread"].comments
    return trusted("".join(draw_comment(comment, url, **doors) for comment in comments))


@register.inclusion_tag("comments/_thread.html", takes_context=True)
def comment_thread(
    context: dict[str, Any], article: Article, discussion: Discussion
) -> dict[str, Any]:
    """Print what `read_discussion` has read."""
    user = context["request"].user
    return {
        "article": article,
        "discussion": discussion,
        "thread": discussion.page,
        "picks": picks_of(article) if discussion.has_picks else [],
        "orders": Order,
        "is_moderator": is_moderator(user),
        "user": user,
        "is_open": may_begin(article, by=user),
    }
