"""What a comment prints: its words, and what its template asks for."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.template.defaultfilters import pluralize
from django.template.loader import get_template
from django.utils.safestring import SafeString

from articles.drawing import draw
from articles.models import Update
from articles.routes import path_to
from articles.stamps import clock_stamp, here, machine_stamp, wire_stamp
from comments.models import Comment
from comments.threads import ShownComment


def draw_comment(
    comment: ShownComment, article_url: str, *, is_open: bool, is_moderator: bool
) -> SafeString:
    """Return one comment of a thread, with the lists that begin or end with it."""
    marks = _marks(comment) | {
        "may_answer": is_open and not comment.is_locked,
        "is_moderator": is_moderator,
        "may_restore": is_moderator and comment.status == Comment.Status.HIDDEN,
    }
    return draw("comments/_comment.html", _words(comment, article_url), **marks)


def draw_on_update(update: Update, count: int, *, is_open: bool) -> SafeString | str:
    """Return the links by which readers answer an update and see who did, if any."""
    if not is_open and not count:
        return ""
    return draw("comments/_on_update.html", _words_on_update(update, count, is_open))


def _words_on_update(
    update: Update, count: int, is_open: bool
) -> Iterator[tuple[str, Any]]:
    yield "stamp", wire_stamp(update.stamped_at)
    if is_open:
        write_url = path_to("new_comment", update.article_id)
        yield "write_url", f"{write_url}?update={update.pk}"
    if count:
        yield "answers", f"{count} answer{pluralize(count)}"
        yield "answers_url", f"{_prefix('update_comments')}{update.pk}/"


def _words(comment: ShownComment, article_url: str) -> Iterator[tuple[str, Any]]:
    """Yield what is printed, by name."""
    written = here(comment.created_at)
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
    return path_to(name, 0).removesuffix("0/")


@cache
def _ends(depths: range) -> str:
    """Close the lists of these depths."""
    return get_template("comments/_ends.html").render({"depths": depths})
