"""Nobody overwrites what somebody saved meanwhile, and every save is on record."""

from typing import cast

from django.contrib.auth.models import User
from django.db.models import Field

from articles.models import Article, Update
from articles.roles import Actor

Row = Article | Update
# What a form writes. The rest of a row is the business of the verbs.
TEXT_FIELDS: dict[type[Row], tuple[str, ...]] = {
    Article: (
        *("kicker", "headline", "slug", "standfirst", "body", "lead_image", "section"),
        *("series", "series_number", "coverage", "coverage_starts_at"),
        *("comment_policy", "comments_close_at", "published_at", "embargo_until"),
    ),
    Update: ("stamped_at", "is_stamp_set", "headline", "body", "image", "author"),
}


class EditConflict(Exception):
    """Somebody saved another text since the form was opened; `theirs` is that row."""

    def __init__(self, theirs: Row) -> None:
        super().__init__(f"{theirs} was saved by somebody else meanwhile.")
        self.theirs = theirs


def catch_up(row: Row, *, version: int | None) -> None:
    """Give a saved row in hand all but its text as it stands in the database now.

    Call it with the article locked. `version` is the one its form began with, None
    where no form was open.

    Raises EditConflict when the text is no longer that version's.
    """
    model = type(row)
    now = model.objects.get(pk=row.pk)
    if version is not None and now.version != version:
        raise EditConflict(now)
    for field in model._meta.concrete_fields:
        if field.name not in TEXT_FIELDS[model]:
            setattr(row, field.attname, getattr(now, field.attname))


def reread(row: Row) -> None:
    """Give a saved row in hand all as it stands in the database now.

    For acts that write no text. Call it with the article locked.
    """
    now = type(row).objects.get(pk=row.pk)
    for field in row._meta.concrete_fields:
        setattr(row, field.attname, getattr(now, field.attname))


def attname_of(model: type[Row], name: str) -> str:
    """Return the attribute that holds a field's plain value: a key, not a row."""
    return str(cast(Field, model._meta.get_field(name)).attname)


def differs(one: Row, other: Row) -> bool:
    """Whether two states of a row say something else in their text."""
    names = (attname_of(type(one), name) for name in TEXT_FIELDS[type(one)])
    return any(getattr(one, name) != getattr(other, name) for name in names)


def record(row: Row, *, by: Actor, why: str) -> None:
    """Save a row and keep its state, with who did what, in its history."""
    row._history_user = by if isinstance(by, User) else None  # type: ignore[union-attr]
    row._change_reason = why  # type: ignore[union-attr]
    row.save()
