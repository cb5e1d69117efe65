"""How a comment becomes HTML: its template is drawn once for each kind of comment.

Two of a kind differ in their words alone, and drawing a template for each takes ten
times as long as all else on the page. So it is drawn with `{name}` for the name, and
`format_html` puts the words in, escaped. The template only prints words, and asks
which there are.
"""

from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from articles.stamps import clock_stamp
from comments.models import Comment
from comments.threads import ShownComment


def draw(
    comment: ShownComment, article_url: str, *, is_open: bool, is_moderator: bool
) -> SafeString:
    """Return one comment of a thread, with the lists that begin or end with it."""
    words = _words(comment, article_url) | {
        "may_answer": is_open and not comment.is_locked,
        "is_moderator": is_moderator,
        "may_restore": is_moderator and comment.status == Comment.Status.HIDDEN,
    }
    has = frozenset(name for name, word in words.items() if word)
    form = _form.__wrapped__(has) if settings.DEBUG else _form(has)
    return format_html(form, **words)


@lru_cache(maxsize=1000)
def _form(has: frozenset[str]) -> str:
    """Return the comment that has these words, each open as `{word}`."""
    template = get_template("comments/_comment.html")
    return template.render({word: f"{{{word}}}" for word in has})


def _words(comment: ShownComment, article_url: str) -> dict[str, Any]:
    written = localtime(comment.created_at)
    url = f"{_prefix('comment')}{comment.pk}/"
    on_update = comment.update_id and not comment.level
    return {
        "pk": comment.pk,
        "url": url,
        "name": comment.name,
        "html": comment.html,
        "moment": written.isoformat(),
        "stamp": f"{written.day} {written:%b}, {clock_stamp(written)}",
        "edited": comment.edited_at and clock_stamp(comment.edited_at),
        "likes": str(comment.likes),
        "is_liked": comment.likes > 0,
        "reader_url": comment.reader_id and f"{_prefix('reader')}{comment.reader_id}/",
        "answers": comment.answers,
        "answers_url": f"{_prefix('comment')}{comment.parent_id}/",
        "update_url": on_update and f"{article_url}updates/{comment.update_id}/",
        "is_before_correction": comment.is_before_correction,
        "is_published": comment.is_published,
        "is_context": comment.is_context,
        "is_staff": comment.is_staff,
        "is_pick": comment.is_pick,
        "is_locked": comment.is_locked,
        "tombstone": "" if comment.is_published else comment.tombstone,
        "has_replies": comment.has_replies,
        "is_first": not comment.depth,
        "ends": _ends(comment.ends),
    }


@cache
def _prefix(name: str) -> str:
    """What stands before the number in such an address."""
    return reverse(name, args=[0]).removesuffix("0/")


@cache
def _ends(depths: range) -> SafeString:
    """Close the lists of these depths."""
    return get_template("comments/_ends.html").render({"depths": depths})
