"""Reading a live article: a page of its updates, its marks and its corrections."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Q

from articles.models import Article, Correction, Update

PAGE_SIZE = 20
_OF_A_MARK = ("stamped_at", "headline", "html", "is_key_event", "is_pinned")


@dataclass
class ShownUpdate:
    """One update with the corrections printed under it."""

    update: Update
    corrections: list[Correction]


@dataclass
class Timeline:
    """Updates newest first; `older` is the id the next page begins with."""

    updates: list[ShownUpdate] = field(default_factory=list)
    key_events: list[Update] = field(default_factory=list)
    pinned: Update | None = None
    corrections: list[Correction] = field(default_factory=list)
    older: int | None = None
    is_first: bool = True

    @property
    def shown_ids(self) -> set[int]:
        """Which updates stand on this page, so that links to them need no other."""
        return {shown.update.pk for shown in self.updates}


def read_timeline(
    article: Article, *, start: int | None = None, size: int = PAGE_SIZE
) -> Timeline:
    """Return the page of updates that begins with update `start`, else the newest.

    A page is named by the update it begins with, so it never shifts when newer
    ones arrive. Three queries, and one to find `start`.

    Raises Update.DoesNotExist when `start` is no public update of the article.
    """
    corrections = list(article.corrections.all())
    timeline = Timeline(corrections=[c for c in corrections if c.update_id is None])
    if not article.has_updates:
        return timeline
    by_update = defaultdict(list)
    for correction in corrections:
        by_update[correction.update_id].append(correction)
    published = Update.objects.filter(article=article).published().newest_first()
    following = published.with_page()
    if start is not None:
        timeline.is_first = False
        following = following.until(published.get(pk=start))
    updates = list(following[: size + 1])
    if len(updates) > size:
        timeline.older = updates.pop().pk
    for update in updates:
        update.article = article
        timeline.updates.append(ShownUpdate(update, by_update[update.pk]))
    marked = published.filter(Q(is_key_event=True) | Q(is_pinned=True))
    for mark in marked.only(*_OF_A_MARK):
        mark.article = article
        if mark.is_key_event:
            timeline.key_events.append(mark)
        if mark.is_pinned:
            timeline.pinned = mark
    return timeline
