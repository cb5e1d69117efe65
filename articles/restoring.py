"""The history of an article or an update: who changed what, and the way back."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from django.db.models import Field, ForeignKey
from django.utils import timezone

from articles import live, publishing
from articles.diffs import Piece, diff, text_of
from articles.models import Article, Update
from articles.roles import Actor, name_of
from articles.stamps import long_stamp
from articles.versions import TEXT_FIELDS, Row, attname_of

PAGE_SIZE = 30
STATE_FIELDS = {
    Article: ("status",),
    Update: ("status", "is_key_event", "is_pinned"),
}


LISTS = {"tags": "tag", "see_also": "to_article"}  # an article's, and what is on them
Lists = dict[int, dict[str, list[str]]]  # by the number of a save
# Where a story stands and when it is out is no part of its text.
_STAYS = {"series", "series_number", "coverage", "coverage_starts_at"} | {
    *("comment_policy", "comments_close_at", "published_at", "embargo_until"),
    *("stamped_at", "is_stamp_set"),
}


@dataclass
class FieldChange:
    """One field as it was and as it became; long texts as pieces of a diff."""

    label: str
    before: str = ""
    after: str = ""
    pieces: list[Piece] = field(default_factory=list)


@dataclass
class Entry:
    """One save: `pk` names it, `is_restorable` where its text is not today's."""

    pk: int
    moment: datetime
    who: str
    why: str
    changes: list[FieldChange]
    is_restorable: bool


def read_history(row: Row, *, page: int = 1) -> tuple[list[Entry], bool]:
    """Return a page of what was saved, newest first, and whether more is older."""
    records = row.history.select_related("history_user", *_relations(type(row)))
    start = (page - 1) * PAGE_SIZE
    found = list(records[start : start + PAGE_SIZE + 1])
    current = found[0] if page == 1 and found else records.first()
    lists = _read_lists(found) if isinstance(row, Article) else {}
    entries = [
        _entry(row, saved, older, lists, is_text_of=current)
        for saved, older in zip(found, [*found[1:], None], strict=True)
    ]
    return entries[:PAGE_SIZE], len(found) > PAGE_SIZE


def restore(row: Row, history_id: int, *, by: Actor) -> Row:
    """Make the text of an earlier save the text of today; nothing is lost by it.

    Status, marks and moments stay. So does what the earlier text can have no more:
    an address that is another article's now, a picture or a section that is gone.

    Raises PermissionDenied, ValidationError, and the history model's DoesNotExist.
    """
    saved = row.history.get(pk=history_id)
    for name in _restored(type(row)):
        attname = attname_of(type(row), name)
        if _is_to_be_had(row, name, getattr(saved, attname)):
            setattr(row, attname, getattr(saved, attname))
    if isinstance(row, Article):
        return publishing.revise(row, by=by)
    return live.revise_update(row, by=by)


def _restored(model: type[Row]) -> list[str]:
    return [name for name in TEXT_FIELDS[model] if name not in _STAYS]


def _is_to_be_had(row: Row, name: str, value: Any) -> bool:
    field = type(row)._meta.get_field(name)
    if isinstance(field, ForeignKey) and value is not None:
        return field.related_model._default_manager.filter(pk=value).exists()
    if name == "slug":
        return not Article.objects.exclude(pk=row.pk).filter(slug=value).exists()
    return True


def compare(mine: Row, theirs: Row) -> list[FieldChange]:
    """Return where two states of one row differ in text, theirs before mine."""
    return list(_changes(type(mine), theirs, mine, TEXT_FIELDS[type(mine)]))


def _entry(row: Row, saved: Any, older: Any, lists: Lists, *, is_text_of: Any) -> Entry:
    model = type(row)
    names = (*TEXT_FIELDS[model], *STATE_FIELDS[model])
    changes = list(_changes(model, older, saved, names)) if older else []
    if older and lists:
        changes += _list_changes(lists[older.pk], lists[saved.pk])
    differs = any(
        getattr(saved, attname_of(model, name))
        != getattr(is_text_of, attname_of(model, name))
        for name in _restored(model)
    )
    return Entry(
        pk=saved.pk,
        moment=saved.history_date,
        who=name_of(saved.history_user) if saved.history_user else "the system",
        why=saved.history_change_reason or "saved",
        changes=changes,
        is_restorable=differs,
    )


def _changes(
    model: type[Row], before: Any, after: Any, names: tuple[str, ...]
) -> Iterator[FieldChange]:
    for name in names:
        attname = attname_of(model, name)
        if name == "is_stamp_set" or getattr(before, attname) == getattr(
            after, attname
        ):
            continue
        label = str(cast(Field, model._meta.get_field(name)).verbose_name)
        if name in {"body", "standfirst"}:
            old, new = text_of(getattr(before, name)), text_of(getattr(after, name))
            yield FieldChange(label, pieces=diff(old, new), before=old, after=new)
        else:
            yield FieldChange(label, _said(before, name), _said(after, name))


def _read_lists(found: list[Any]) -> Lists:
    """Return what was on an article's lists at each of its saves, in a query a list."""
    lists: Lists = {saved.pk: {name: [] for name in LISTS} for saved in found}
    for name, member in LISTS.items() if found else ():
        links = getattr(found[0], name).model.objects.filter(history__in=found)
        for link in links.select_related(member):
            said = str(getattr(link, member) or "one that is gone")
            lists[link.history_id][name].append(said)
    return lists


def _list_changes(
    before: dict[str, list[str]], after: dict[str, list[str]]
) -> Iterator[FieldChange]:
    for name in LISTS:
        old, new = (", ".join(sorted(lists[name])) for lists in (before, after))
        if old != new:
            yield FieldChange(name.replace("_", " "), old, new)


def _said(row: Any, name: str) -> str:
    """Return a field's value as people say it."""
    if display := getattr(row, f"get_{name}_display", None):
        return str(display())
    value = getattr(row, name)
    if isinstance(value, datetime):
        return long_stamp(timezone.localtime(value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _relations(model: type[Row]) -> list[str]:
    return [
        name for name in TEXT_FIELDS[model] if model._meta.get_field(name).is_relation
    ]
