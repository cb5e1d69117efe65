"""What an open page of a running story has to learn since it was drawn."""

from dataclasses import dataclass, field

from articles.models import Article, Correction
from articles.timeline import ShownUpdate, Timeline, read_marks

MOST = 50  # changed updates told at once; a page that is further behind is drawn anew


@dataclass
class Delta:
    """Changes since a change number; `is_too_old` where the page must be drawn anew."""

    change: int
    updates: list[ShownUpdate] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    marks: Timeline | None = None
    is_too_old: bool = False

    @property
    def shown_ids(self) -> set[int]:
        return {shown.update.pk for shown in self.updates}


def read_delta(article: Article, *, since: int) -> Delta:
    """Return what changed after the article's change number was `since`.

    No query where nothing did, else three, whatever the number of changes.
    """
    delta = Delta(article.change)
    if since == article.change:
        return delta
    changed = list(article.updates.since(since).with_page().newest_first()[: MOST + 1])
    if since > article.change or len(changed) > MOST:
        delta.is_too_old = True
        return delta
    notes: dict[int | None, list[Correction]] = {}
    for note in Correction.objects.filter(update__in=changed):
        notes.setdefault(note.update_id, []).append(note)
    for update in changed:
        update.article = article
        if update.is_public:
            delta.updates.append(ShownUpdate(update, notes.get(update.pk, [])))
        else:
            delta.gone.append(update.pk)
    delta.marks = read_marks(article)
    return delta
