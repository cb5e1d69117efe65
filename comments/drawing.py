"""How a comment becomes HTML: its template is drawn once for each kind of comment.

Two of a kind differ in their words alone, and drawing a template for each takes ten
times as long as all else on the page. So it is drawn with `{name}` for the name, and
`format_html` puts the words in, escaped. The template only prints words, and asks
which there are.
"""

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from articles.stamps import clock_stamp, machine_stamp
from comments.models import Comment
from comments.threads import ShownComment


def draw(
    comment: ShownComment, article_url: str, *, is_open: bool, is_moderator: bool
) -> SafeString:
    """Return one comment of a thread, with the lists that begin or end with it."""
    words = {name: word for name, word in _words(comment, article_url) if word}
    marks = _marks(comment) | {
        "may_answer": is_open and not comment.is_locked,
        "is_moderator": is_moderator,
        "may_restore": is_moderator and comment.status == Comment.Status.HIDDEN,
    }
    has = frozenset(words).union(name for name, is_so in marks.items() if is_so)
    form = _form.__wrapped__(has) if settings.DEBUG else _form(has)
    return format_html(form, **words)


@lru_cache(maxsize=1000)
def _form(has: frozenset[str]) -> str:
    """Return the comment that has these words, each open as `{word}`."""
    template = get_template("comments/_comment.html")
    return template.render({word: f"{{{word}}}" for word in has})


def _words(comment: ShownComment, article_url: str) -> Iterator[tuple[str, Any]]:
    """Yield what is printed, by name; what is empty counts as not there."""
    written = localtime(comment.created_at)
    above = _prefix("comment")
    yield "pk", comment.pk
    yield "url", f"{above}{comment.pk}/"
    yield "name", comment.name
    if not comment.is_published:
        yield "tombstone", comment.tombstone
    else:
        yield "html", comment.html
        yield "moment", machine_stamp(written)
        yield "stamp", f"{written.day} {written:%b}, {clock_stamp(written)}"
        yield "likes", str(comment.likes)
        yield "edited", comment.edited_at and clock_stamp(comment.edited_at)
        yield "slow_until", comment.slowed_until and clock_stamp(comment.slowed_until)
    if comment.reader_id:
        yield "reader_url", f"{_prefix('reader')}{comment.reader_id}/"
    if comment.answers:
        yield "answers", comment.answers
        yield "answers_url", f"{above}{comment.parent_id}/"
    if comment.update_id and not comment.level:
        yield "update_url", f"{article_url}updates/{comment.update_id}/"
    if comment.ends:
        yield "ends", _ends(comment.ends)


def _marks(comment: ShownComment) -> dict[str, bool | None]:
    """What the template asks for and does not print."""
    return {
        "is_published": comment.is_published,
        "is_context": comment.is_context,
        "is_staff": comment.is_staff,
        "is_pick": comment.is_pick,
        "is_locked": comment.is_locked,
        "is_thread": not comment.level,
        "is_liked": comment.likes > 0,
        "is_before_correction": comment.is_before_correction,
        "has_replies": comment.has_replies,
        "is_first": not comment.depth,
    }


@cache
def _prefix(name: str) -> str:
    """What stands before the number in such an address."""
    return reverse(name, args=[0]).removesuffix("0/")


@cache
def _ends(depths: range) -> str:
    """Close the lists of these depths."""
    return get_template("comments/_ends.html").render({"depths": depths})
