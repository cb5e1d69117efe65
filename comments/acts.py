"""How an act is done to comments: locked, logged, changed and counted, as one.

The same few statements do it to one comment and to a thread of 5,000. The log is
written first, from the rows themselves, with what they were and what they become; the
rows then follow the log. So what an undo needs is on record whatever an act changes.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import (
    BooleanField,
    Case,
    Count,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    UUIDField,
    Value,
    When,
)
from django.utils import timezone

from articles.roles import Actor
from comments.counts import move_counts
from comments.models import Claim, Comment, ModerationAction, Report
from comments.models.comment_queryset import CommentQuerySet
from comments.models.moderation_action import STATE

Act = ModerationAction.Act
Status = Comment.Status


class NotPossible(Exception):
    """Why an act cannot be done as things stand, for the moderator."""


def lock_threads(comments: CommentQuerySet) -> None:
    """Let nobody number these threads anew until the transaction ends.

    Both write many rows of a thread, and would otherwise wait for one another. Who
    plants a reply waits for neither.
    """
    threads = comments.order_by().values("tree_id")
    roots = Comment.objects.filter(parent=None, tree_id__in=threads)
    list(roots.order_by("pk").select_for_update(no_key=True).values_list("pk"))


def lock(comments: CommentQuerySet) -> int:
    """Lock threads and then rows, always in the same order; return how many rows."""
    lock_threads(comments)
    rows = comments.order_by("pk").select_for_update(of=("self",), no_key=True)
    return len(rows.values_list("pk"))


def act_on(
    comments: CommentQuerySet,
    act: ModerationAction.Act,
    *,
    by: Actor | None,
    group: UUID,
    after: Mapping[str, Any],
    reason: str = "",
    note: str = "",
) -> int:
    """Do one act to locked comments in a transaction; return to how many.

    `after` are the columns of STATE that it changes.
    """
    states = {column: _value(column, after) for column in STATE}
    done = record(
        comments.order_by("pk"),
        {
            "comment_id": F("pk"),
            **{f"{column}_before": F(column) for column in STATE},
            **{f"{column}_after": state for column, state in states.items()},
            **said(act, by=by, group=group, reason=reason, note=note),
        },
    )
    if done:
        acted = ModerationAction.objects.filter(group=group, act=act)
        follow(acted, after)
    return done


def follow(acted: QuerySet[ModerationAction], columns: Iterable[str]) -> None:
    """Make comments what the log says they became, their counts with them."""
    now = acted.filter(comment=OuterRef("pk")).order_by("-pk")
    rows = Comment.objects.order_by().filter(pk__in=acted.values("comment"))
    rows.update(**{c: Subquery(now.values(f"{c}_after")[:1]) for c in columns})
    Claim.objects.filter(comment__in=acted.values("comment")).delete()
    _count(acted)


def record(rows: QuerySet, columns: Mapping[str, Any]) -> int:
    """Write one line of the log for each of `rows`, in one statement."""
    return insert_from(rows, ModerationAction, columns)


def insert_from(rows: QuerySet, model: Any, columns: Mapping[str, Any]) -> int:
    """INSERT … SELECT, which the ORM does not have; return how many."""
    chosen = rows.values_list(*columns.values())
    sql, params = chosen.query.get_compiler(connection=connection).as_sql()
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        table = model._meta.db_table
        cursor.execute(f"INSERT INTO {table} ({names}) {sql}", params)  # noqa: S608
        return cursor.rowcount


def resolve_reports(group: UUID, act: ModerationAction.Act, outcome: str) -> int:
    """Say of the open reports on what was just decided whether they were right."""
    acted = ModerationAction.objects.filter(group=group, act=act)
    waiting = Report.objects.open().filter(comment__in=acted.values("comment"))
    return waiting.update(
        resolved_at=timezone.now(), outcome=outcome, resolved_group=group
    )


def reopen_reports(group: UUID) -> None:
    """Undo `resolve_reports`, except where the same reader has reported again."""
    undone = ModerationAction.objects.filter(group=group, undone_by__isnull=False)
    again = Report.objects.open().filter(
        comment=OuterRef("comment"), reporter_key=OuterRef("reporter_key")
    )
    resolved = Report.objects.filter(
        ~Exists(again.exclude(reporter_key="").order_by()),
        resolved_group=group,
        comment__in=undone.values("comment"),
    )
    resolved.order_by().update(resolved_at=None, outcome="", resolved_group=None)


def said(
    act: ModerationAction.Act,
    *,
    by: Actor | None,
    group: UUID,
    reason: str = "",
    note: str = "",
) -> dict[str, Any]:
    """What is the same on each line of one act."""
    columns: dict[str, Any] = {
        "act": Value(act),
        "reason": Value(reason),
        "note": Value(note),
        "acted_at": Value(timezone.now(), DateTimeField()),
        '"group"': Value(group, UUIDField()),
    }
    if by is not None and by.pk:
        columns["acted_by_id"] = Value(by.pk)
    return columns


def _value(column: str, after: Mapping[str, Any]) -> Any:
    if column not in after:
        return F(column)
    value = after[column]
    if isinstance(value, bool):
        return Value(value, BooleanField())
    if column == "slow_until":
        # A bare NULL would be text to PostgreSQL.
        return Case(
            When(pk__gt=0, then=Value(value, DateTimeField())),
            default=F(column),
            output_field=DateTimeField(),
        )
    return Value(value)


def _count(acted: QuerySet[ModerationAction]) -> None:
    """Move the counts by what came before the public and what left it."""
    came = Count("pk", filter=Q(status_after=Status.PUBLISHED))
    left = Count("pk", filter=Q(status_before=Status.PUBLISHED))
    moved = acted.exclude(status_before=F("status_after")).order_by()
    places = moved.values_list("comment__article_id", "comment__update_id")
    moves = places.annotate(moved=came - left).order_by(
        "comment__article_id", "comment__update_id"
    )
    for article_id, update_id, number in moves:
        move_counts(Comment(article_id=article_id, update_id=update_id), number)
