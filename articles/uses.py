"""Where a picture is printed, and printing those pages anew when it changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from django.db import transaction
from django.db.models import Q, QuerySet

from articles.changes import raise_change
from articles.embeds.providers import Embed
from articles.figures import image_pattern, recording_pattern
from articles.models import Article, Image, Recording, Update
from articles.models.figures import find_embeds
from articles.roles import Actor


@dataclass(frozen=True)
class Uses:
    """The articles and updates that show something: on top, beside, or in the text."""

    articles: list[Article]
    updates: list[Update]

    def __bool__(self) -> bool:
        return bool(self.articles or self.updates)

    @property
    def stories(self) -> list[Article]:
        """The articles that show it, or an update of theirs does, by number."""
        found = {article.pk: article for article in self.articles}
        found |= {update.article_id: update.article for update in self.updates}
        return [found[pk] for pk in sorted(found)]


def find_uses(shown: Image | Recording, *, seen_by: Actor | None = None) -> Uses:
    """Look through lead images, updates' images, posters and texts, drafts included.

    With `seen_by` only through those that this person may know of.
    """
    if isinstance(shown, Recording):
        on_top = beside = _in_text(recording_pattern(shown.pk))
    else:
        posters = [
            recording_pattern(pk)
            for pk in shown.recordings.values_list("pk", flat=True)
        ]
        in_text = _in_text("|".join([image_pattern(shown.pk), *posters]))
        on_top, beside = in_text | Q(lead_image=shown), in_text | Q(image=shown)
    articles = Article.objects.filter(on_top)
    updates = Update.objects.filter(beside).select_related("article")
    if seen_by is not None:
        articles, updates = articles.visible_to(seen_by), updates.visible_to(seen_by)
    return Uses(list(articles), list(updates))


def find_unknown_embeds() -> Iterator[tuple[Embed, Article | Update]]:
    """Yield each embed of no provider we know, with the text that holds it."""
    updates = Update.objects.select_related("article").order_by("pk")
    texts: Iterator[Article | Update] = chain(
        Article.objects.filter(body__contains="http").order_by("pk").iterator(),
        updates.filter(body__contains="http").iterator(),
    )
    for text in texts:
        for embed in find_embeds(text.body):
            if not embed.is_known:
                yield embed, text


def reprint(uses: Uses, *, is_news: bool) -> None:
    """Bake anew what shows something and raise each story's change number.

    Pages kept anywhere are then renewed. With `is_news` the updates go out again to
    readers who have the page open; smaller files for the same picture are no news.
    """
    for story in uses.stories:
        with transaction.atomic():
            change = raise_change(story)
            if story in uses.articles:
                _bake(Article.objects.filter(pk=story.pk))
            updates = Update.objects.filter(
                article=story, pk__in=[update.pk for update in uses.updates]
            )
            _bake(updates, change if is_news else None)


def _bake(
    rows: QuerySet[Article] | QuerySet[Update], change: int | None = None
) -> None:
    """Only the baked column is written: somebody may be at work on the text."""
    for row in rows.select_for_update():
        columns = ["html"]
        if change is not None:
            row.change = change
            columns.append("change")
        row.save_without_historical_record(update_fields=columns)  # type: ignore[union-attr]


def _in_text(pattern: str) -> Q:
    return Q(body__contains="<figure ") & Q(body__regex=pattern)
