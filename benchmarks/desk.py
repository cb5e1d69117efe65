"""The desk as its stories grow: a publish, from POST to redirect, and the page. (P6)"""

from collections.abc import Iterator
from functools import partial

from django.test import Client
from django.urls import reverse

from articles import submissions
from articles.models import Article, Update
from benchmarks.figures import Figure, Goal
from benchmarks.measuring import Act, count_queries, growth, interleaved, size_in
from tests.factories import make_live_article, make_user

_FULL, _QUICK = ((10, 1_000, 5_000), 60), ((10, 200), 8)
_BODY = "<p>The water is over the steps at the fish market.</p>" * 5


def measure(is_quick: bool) -> Iterator[Figure]:
    sizes, rounds = _QUICK if is_quick else _FULL
    client = Client()
    client.force_login(make_user("Journalist"))
    stories = {f"{size:,} updates": _story(size) for size in sizes}
    publishes = {name: partial(_publish, client, s) for name, s in stories.items()}
    pages = {name: partial(_open, client, s) for name, s in stories.items()}
    goal = Goal("P6", "CPU ratio", 1.5)
    yield from _compare("publish an update of a story with", publishes, rounds, goal)
    yield from _compare("open the desk of a story with", pages, rounds, goal)


def _compare(
    room: str, acts: dict[str, Act], rounds: int, goal: Goal
) -> Iterator[Figure]:
    """Tell what each costs in that of the first, the smallest story."""
    queries = {name: count_queries(act) for name, act in acts.items()}
    samples = interleaved(acts, rounds=rounds)
    first, unit = next(iter(samples.items()))
    for name, sample in samples.items():
        values = {
            **sample.columns,
            "ratio": sample.ms / unit.ms,
            "CPU ratio": sample.cpu_ms / unit.cpu_ms,
            "queries": queries[name],
        }
        values |= growth(values["CPU ratio"], size_in(name) / size_in(first))
        yield Figure(room, name, values, [goal] if sample is not unit else [])


def _story(size: int) -> Article:
    article = make_live_article()
    Update.objects.bulk_create(
        Update(article=article, body=_BODY, status=Update.Status.PUBLISHED)
        for _ in range(size)
    )
    return article


def _publish(client: Client, article: Article) -> None:
    sent = {"body": _BODY, "submission": submissions.issue(0), "_publish": "1"}
    desk = reverse("admin:articles_article_desk", args=[article.pk])
    if client.post(desk, sent).status_code != 302:
        raise SystemExit("The desk refused an update.")


def _open(client: Client, article: Article) -> None:
    client.get(reverse("admin:articles_article_desk", args=[article.pk]))
