"""Where a picture is printed, and printing those pages anew when it changes."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet

from articles.changes import raise_change
from articles.figures import image_pattern
from articles.models import Article, Image, Update


@dataclass(frozen=True)
class Uses:
    """The articles and updates that show a picture: on top, beside, or in the text."""

    articles: list[Article]
    updates: list[Update]

    def __bool__(self) -> bool:
        return bool(self.articles or self.updates)


def find_uses(image: Image) -> Uses:
    """Look through lead images, updates' images and texts, drafts included."""
    shown = _in_text(image_pattern(image.pk))
    updates = Update.objects.filter(Q(image=image) | shown).select_related("article")
    return Uses(
        list(Article.objects.filter(Q(lead_image=image) | shown)), list(updates)
    )


def reprint(image: Image, *, is_news: bool) -> None:
    """Bake anew what shows the picture and raise the change of each of its stories.

    Pages kept anywhere are then renewed. With `is_news` the updates go out again to
    readers who have the page open; smaller files for the same picture are no news.
    """
    uses = find_uses(image)
    stories = {article.pk: article for article in uses.articles}
    stories |= {update.article_id: update.article for update in uses.updates}
    for pk in sorted(stories):
        with transaction.atomic():
            change = raise_change(stories[pk])
            if stories[pk] in uses.articles:
                _bake(Article.objects.filter(pk=pk))
            updates = Update.objects.filter(
                article=pk, pk__in=[update.pk for update in uses.updates]
            )
            _bake(updates, change if is_news else None)


def _bake(
    rows: QuerySet[Article] | QuerySet[Update], change: int | None = None
) -> None:
    """Only the baked column is written: somebody may be at work on the text."""
    for row in rows.select_for_update():
        if change is None:
            row.save(update_fields=["html"])
        else:
            row.change = change
            row.save(update_fields=["html", "change"])


def _in_text(pattern: str) -> Q:
    return Q(body__contains="<figure ") & Q(body__regex=pattern)
