"""Hiding a long thread, and its undo, against hiding one comment: same statements."""

from collections.abc import Iterator
from uuid import UUID

from django.contrib.auth.models import User

from benchmarks.comments.seed import flat, make_dice, plant_article
from benchmarks.figures import Figure, Goal
from benchmarks.measuring import Sample, count_queries
from benchmarks.queue.seed import Scale
from comments import bulk
from comments.counts import recount
from comments.models import Comment, ModerationAction
from comments.undoing import undo

_STATEMENTS = 20


def measure(scale: Scale) -> Iterator[Figure]:
    moderator = User.objects.get(username="moderator")
    for size in (1, scale.thread):
        article = plant_article([flat(size)], make_dice(size))
        Comment.objects.filter(article=article).update(status="published")
        recount(article.pk)
        first = Comment.objects.get(article=article, parent=None)
        what = "one comment" if size == 1 else f"a thread of {size:,} replies"
        yield from _measure(first, moderator, what, scale.hides)


def _measure(
    first: Comment, moderator: User, what: str, rounds: int
) -> Iterator[Figure]:
    groups: list[UUID] = []

    def hide() -> None:
        group, _ = bulk.hide_thread(first, by=moderator, reason="spam")
        groups.append(group)

    def take_back() -> None:
        undo(groups.pop(), by=moderator)

    statements = {"hide": count_queries(hide), "undo": count_queries(take_back)}
    samples = {"hide": Sample(), "undo": Sample()}
    for _ in range(rounds):
        samples["hide"].time(hide)
        samples["undo"].time(take_back)
    for name, sample in samples.items():
        values = {
            "ms": sample.ms,
            "CPU ms": sample.cpu_ms,
            "queries": statements[name],
        }
        goals = (Goal("C30", "queries", _STATEMENTS),)
        yield Figure("a thread hidden and restored", f"{name} {what}", values, goals)
    if ModerationAction.objects.filter(comment=first, undoes=None).count() <= rounds:
        raise SystemExit("The log is not complete.")
