"""A story's page made anew as its updates grow, and with all that a page can hold.

And the poll that brings an open page up to date. The comments grow in `comments`.
(P2, P3)
"""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from articles.models import Article, Update
from benchmarks.comments.read import PAGE_GOALS, anew, page_at
from benchmarks.comments.seed import make_dice, plant_article, several
from benchmarks.figures import Figure, Goal
from benchmarks.measuring import (
    analyse,
    count_queries,
    growth,
    interleaved,
    size_in,
    sizes_of,
)
from comments.models import Comment
from tests.factories import make_article, make_author, make_image

_FULL, _QUICK = ((50, 500, 5_000), 100), ((50, 100), 5)
_CHANGES = (1, 10, 50)
_COMMENTS = 100
_BODY = "<p>The water is over the steps at the fish market.</p>" * 5
_CUTS = {
    "base": "pictures/1/a",
    "sizes": [[320, 200], [480, 300], [800, 500], [1280, 800], [1600, 1000]],
    "square": [300, 300],
    "social": [1200, 630],
}


def measure(is_quick: bool) -> Iterator[Figure]:
    sizes, rounds = _QUICK if is_quick else _FULL
    stories = {f"{size:,} updates": _story(size) for size in sizes}
    base = next(iter(stories))
    full = f"{base} with pictures, bylines, marks, corrections"
    filled = _fill(_story(size_in(base)))
    analyse()
    yield from _tell_pages(stories | {full: filled}, base, full, rounds)
    yield from _tell_polls(stories, rounds)


def _tell_pages(
    stories: dict[str, Article], base: str, full: str, rounds: int
) -> Iterator[Figure]:
    """Measure the pages side by side, anew and again, each against the smallest."""
    pages = {name: page_at(one.get_absolute_url()) for name, one in stories.items()}
    acts = {f"{name}, anew": anew(page) for name, page in pages.items()}
    samples = interleaved(acts, rounds=rounds)
    acts = {f"{name}, again": page for name, page in pages.items()}
    samples |= interleaved(acts, rounds=rounds)
    for what, sample in samples.items():
        name, _, state = what.rpartition(", ")
        ratio = sample.cpu_ms / samples[f"{base}, {state}"].cpu_ms
        values = {
            **sample.columns,
            "CPU ratio": ratio,
            "queries": count_queries(pages[name]),
        }
        values |= growth(ratio, size_in(name) / size_in(base))
        goals = [
            goal for goal in PAGE_GOALS if name != full or goal.column != "CPU ratio"
        ]
        room = f"the story's page, {_COMMENTS} comments, first view"
        yield Figure(room, what, values | sizes_of(pages[name]()), goals)


def _tell_polls(stories: dict[str, Article], rounds: int) -> Iterator[Figure]:
    """Measure polls side by side, each against one change in the smallest story."""
    polls = {
        f"{count} changed of {name}": page_at(
            f"{article.get_absolute_url()}live/{article.change - count}/"
        )
        for count in _CHANGES
        for name, article in stories.items()
    }
    samples = interleaved(polls, rounds=rounds)
    base = next(iter(polls))
    goal = Goal("P2", "queries", count_queries(polls[base]))
    for name, sample in samples.items():
        values = {
            **sample.columns,
            "CPU ratio": sample.cpu_ms / samples[base].cpu_ms,
            "queries": count_queries(polls[name]),
        }
        room = "a poll that brings what changed"
        yield Figure(room, name, values | sizes_of(polls[name]()), [goal])


def _story(size: int) -> Article:
    dice = make_dice(size)
    article = plant_article(several(_COMMENTS, dice), dice)
    now = timezone.now()
    Update.objects.bulk_create(
        Update(
            article=article,
            body=_BODY,
            stamped_at=now - timedelta(minutes=number),
            status=Update.Status.PUBLISHED,
            change=size - number,
        )
        for number in range(size)
    )
    article.change = size
    article.save()
    return article


def _fill(article: Article) -> Article:
    """Give every second update a picture, all a byline, some a mark or correction."""
    images = [make_image(stored_renditions=_CUTS, caption="The quay") for _ in range(5)]
    authors = [make_author(f"Desk {number}") for number in range(5)]
    updates = list(article.updates.all())
    for number, update in enumerate(updates):
        update.headline = f"The tide at pier {number}"
        update.image = None if number % 2 else images[number // 2 % 5]
        update.author = authors[number % 5]
        update.is_key_event = not number % 8
        update.is_pinned = number == 3
        update.edited_at = update.stamped_at if not number % 5 else None
    fields = ["headline", "image", "author", "is_key_event", "is_pinned", "edited_at"]
    Update.objects.bulk_update(updates, fields)
    for update in updates[:3]:
        article.corrections.create(update=update, reason="It was pier six.")
    for _ in range(3):
        article.see_also.add(make_article())
    article.lead_image = images[0]
    article.save()
    article.bylines.create(author=authors[0])
    published = Comment.objects.filter(article=article).published()
    published.filter(pk=published.latest("pk").pk).update(is_pick=True)
    return article
