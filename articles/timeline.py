"""Reading a live article: a page of its updates, its marks and its corrections."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property

from articles.models import Article, Correction, Update
from articles.prepared import Slot, prepared

PAGE_SIZE = 20
_OF_A_MARK = (
    *("article_id", "stamped_at", "headline", "html"),
    *("is_key_event", "is_pinned"),
)


@dataclass
class ShownUpdate:
    """One update with the corrections printed under it."""

    update: Update
    corrections: list[Correction]


class Reading(NamedTuple):
    """How a reader has asked for the story; the newest updates first unless said.

    `start` is the update the page begins with, so a page never shifts when newer ones
    arrive.
    """

    start: int | None = None
    is_oldest_first: bool = False
    only_key_events: bool = False

    def query(self, **changes: Any) -> str:
        """Return the part of an address that asks for this, with some of it changed."""
        asked = self._replace(**changes)
        parameters = {
            "only": "key-events" if asked.only_key_events else None,
            "sort": "oldest" if asked.is_oldest_first else None,
            "updates": asked.start,
        }
        return urlencode({name: value for name, value in parameters.items() if value})


NEWEST = Reading()


@dataclass
class Timeline:
    """A page of updates; `next_start` is what the page behind it begins with."""

    reading: Reading = NEWEST
    updates: list[ShownUpdate] = field(default_factory=list)
    key_events: list[Update] = field(default_factory=list)
    pinned: Update | None = None
    corrections: list[Correction] = field(default_factory=list)
    next_start: int | None = None

    @property
    def is_first(self) -> bool:
        return self.reading.start is None

    @cached_property
    def shown_ids(self) -> set[int]:
        """Which updates stand on this page, so that links to them need no other."""
        return {shown.update.pk for shown in self.updates}

    @property
    def next_query(self) -> str:
        return self.reading.query(start=self.next_start)

    @property
    def first_query(self) -> str:
        return self.reading.query(start=None)

    @property
    def turned_query(self) -> str:
        """The other order, from its beginning."""
        turned = not self.reading.is_oldest_first
        return self.reading.query(start=None, is_oldest_first=turned)

    @property
    def key_events_query(self) -> str:
        """Key events only, or all updates where only those are shown."""
        only = not self.reading.only_key_events
        return self.reading.query(start=None, only_key_events=only)


def read_timeline(
    article: Article,
    corrections: Iterable[Correction],
    reading: Reading = NEWEST,
    *,
    size: int = PAGE_SIZE,
) -> Timeline:
    """Return the page of updates a reader has asked for, with `corrections` in place.

    Two queries, and one to find where it begins.

    Raises Update.DoesNotExist when that is no public update of the article.
    """
    timeline = Timeline(
        reading, corrections=[c for c in corrections if not c.update_id]
    )
    if not article.has_updates:
        return timeline
    by_update = defaultdict(list)
    for correction in corrections:
        by_update[correction.update_id].append(correction)
    updates = _updates_of(article, reading, size + 1)
    if len(updates) > size:
        timeline.next_start = updates.pop().pk
    for update in updates:
        update.article = article
        timeline.updates.append(ShownUpdate(update, by_update[update.pk]))
    marks = read_marks(article)
    timeline.key_events, timeline.pinned = marks.key_events, marks.pinned
    return timeline


def read_marks(article: Article) -> Timeline:
    """Return the key events and the pinned update alone, in one query."""
    timeline = Timeline()
    for mark in _marks(article=article.pk, now=timezone.now()):
        mark.article = article
        if mark.is_key_event:
            timeline.key_events.append(mark)
        if mark.is_pinned and timeline.pinned is None:
            timeline.pinned = mark
    return timeline


def _updates_of(article: Article, reading: Reading, most: int) -> list[Update]:
    now, start = timezone.now(), {}
    if reading.start is not None:
        first = article.updates.published(now).get(pk=reading.start)
        start = {"pk": first.pk, "stamped_at": first.stamped_at}
    kind = (reading.is_oldest_first, reading.only_key_events)
    return _updates(*kind, most, article=article.pk, now=now, **start)


@prepared
def _updates(
    is_oldest_first: bool,
    only_key_events: bool,
    most: int,
    article: Slot,
    now: Slot,
    **start: Slot,
) -> QuerySet[Update]:
    updates = Update.objects.filter(article=article).published(now).with_page()
    if only_key_events:
        updates = updates.key_events()
    if start:
        updates = updates.starting_at(**start, is_oldest_first=is_oldest_first)
    return updates.in_order(is_oldest_first)[:most]


@prepared
def _marks(article: Slot, now: Slot) -> QuerySet[Update]:
    updates = Update.objects.filter(article=article).published(now).newest_first()
    marked = updates.filter(Q(is_key_event=True) | Q(is_pinned=True))
    return marked.only(*_OF_A_MARK)
