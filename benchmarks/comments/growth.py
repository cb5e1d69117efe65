"""Does a comment cost more in a table of 200,000 than in one of 1,000? (C3, P4)

Each size is measured against a plain insert into a table that does not grow, made in
the same seconds: what is compared between sizes is that ratio, not the clock.
"""

from collections.abc import Iterator
from random import Random

from articles.models import Article
from benchmarks.comments import plain
from benchmarks.comments.scale import Scale
from benchmarks.comments.seed import (
    baked_once,
    make_dice,
    plant_article,
    said,
    several,
)
from benchmarks.figures import Figure, Goal
from benchmarks.measuring import Sample, analyse, growth, interleaved
from comments.models import Comment
from comments.tree import plant
from tests.factories import make_update

ROOM = "one comment more, as the table grows"
UPDATES = 50  # on each article that is read
_GOALS = (Goal("P4", "CPU ratio", 1.2), Goal("C3", "p95 ratio", 2))


def measure(scale: Scale) -> Iterator[Figure]:
    """Grow the table step by step; the last step holds the articles that are read."""
    dice = make_dice(1)
    first: dict[str, dict[str, float]] = {}
    for size in scale.table:
        if size == scale.table[-1]:
            _plant_articles_to_read(scale, dice)
        _grow_to(size, dice)
        samples = _measure_inserts(scale.inserts, dice)
        for name in ("reply", "new thread"):
            costs = _in_plain_inserts(samples[name], samples["plain"])
            base = first.setdefault(name, costs)
            ratios = {column: costs[column] / base[column] for column in costs}
            values = samples[name].columns
            values |= growth(ratios["CPU ratio"], size / scale.table[0])
            goals = _GOALS if size != scale.table[0] else ()
            yield Figure(ROOM, f"{name} at {size:,} comments", values | ratios, goals)


def slug_of(count: int) -> str:
    """Return the slug of the article with so many comments."""
    return f"with-{count}-comments"


def busy_article() -> Article:
    """Return one of the articles that are written to, and not read."""
    return Article.objects.exclude(slug__startswith="with-")[0]


def random_comments(count: int, dice: Random) -> list[Comment]:
    """Return published comments of any thread, none of an article that is read."""
    others = Comment.objects.exclude(article__slug__startswith="with-").published()
    pks = list(others.order_by().values_list("pk", flat=True))
    drawn = dice.choices(pks, k=count)
    found = Comment.objects.select_related("article").in_bulk(drawn)
    return [found[pk] for pk in drawn]


def _grow_to(size: int, dice: Random) -> None:
    """Add articles of 1,000 comments each."""
    while (missing := size - Comment.objects.count()) > 0:
        plant_article(several(min(missing, 1000), dice), dice)
    analyse()


def _plant_articles_to_read(scale: Scale, dice: Random) -> None:
    for count in scale.articles:
        giant = scale.giant if count == scale.articles[-1] else 0
        shapes = several(count, dice, giant=giant)
        article = plant_article(shapes, dice, slug=slug_of(count))
        for _ in range(UPDATES):
            make_update(article)


def _measure_inserts(rounds: int, dice: Random) -> dict[str, Sample]:
    parents = iter(random_comments(rounds + 3, dice))
    article = busy_article()
    above = plain.insert(article.pk)

    def reply() -> None:
        parent = next(parents)
        plant(said(parent.article, parent))

    acts = {
        "plain": lambda: plain.insert(article.pk, above.pk),
        "reply": reply,
        "new thread": lambda: plant(said(article)),
    }
    with baked_once():
        return interleaved(acts, rounds=rounds)


def _in_plain_inserts(sample: Sample, unit: Sample) -> dict[str, float]:
    return {
        "ratio": sample.ms / unit.ms,
        "p95 ratio": sample.p95_ms / unit.p95_ms,
        "CPU ratio": sample.cpu_ms / unit.cpu_ms,
    }
