"""Each tab and filter of the queue, the whole request, as a moderator asks for it.

Side by side with the admin's own front page, so that a busy machine slows all alike.
"""

import re
from collections.abc import Callable, Iterator
from html import unescape

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.models import Article, Section
from benchmarks.figures import Figure, Goal
from benchmarks.measuring import count_queries, interleaved, sizes_of
from benchmarks.queue.seed import Scale
from comments.models import Comment

_BASE = "the admin's front page"
_GOAL = (Goal("P9", "p95 ms", 500),)


def measure(scale: Scale) -> Iterator[Figure]:
    moderator = User.objects.get(username="moderator")
    client = Client()
    client.force_login(moderator)
    pages = {name: _page(client, url) for name, url in _urls(client).items()}
    samples = interleaved(pages, rounds=scale.views)
    base = samples[_BASE]
    for name, page in pages.items():
        sample = samples[name]
        values = {
            **sample.columns,
            "ratio": sample.ms / base.ms,
            "CPU ratio": sample.cpu_ms / base.cpu_ms,
            "queries": count_queries(page),
            **sizes_of(page()),
        }
        goals = () if name == _BASE else _GOAL
        yield Figure("the queue's pages", name, values, goals)


def _urls(client: Client) -> dict[str, str]:
    queue = reverse("admin:comments_queue")
    section = Section.objects.order_by("pk")[0].pk
    article = Article.objects.order_by("pk")[0].pk
    author = Comment.objects.filter(author__isnull=False).order_by("pk")[0].author_id
    asked = {
        "reported": "",
        "pending": "tab=pending",
        "all": "tab=all",
        "hidden": "tab=hidden",
        "reported, of a section": f"section={section}",
        "reported, of an article": f"article={article}",
        "reported, for a reason": "reason=hate",
        "reported, older than a day": "age=older",
        "all of an account": f"tab=all&author=account-{author}",
        "all of a guest's address": "tab=all&author=guest-7@example.org",
        "all under a name": "tab=all&author=Nobody+of+this+name",
        "hidden, of a section": f"tab=hidden&section={section}",
    }
    urls = {_BASE: reverse("admin:index")}
    urls |= {name: f"{queue}?{query}" for name, query in asked.items()}
    for tab in ("reported", "all"):
        url = f"{queue}?tab={tab}"
        for _ in range(20):
            url = queue + _next(client.get(url).content.decode())
        urls[f"{tab}, the 21st page"] = url
    urls["news"] = reverse("admin:comments_news") + "?report=1&pending=1"
    urls["figures"] = reverse("admin:comments_figures")
    return urls


def _next(html: str) -> str:
    """Return the address of the page that follows, or of the first again."""
    found = re.search(r'<a rel="next" href="([^"]*)"', html)
    return unescape(found[1]) if found else ""


def _page(client: Client, url: str) -> Callable[[], bytes]:
    def ask() -> bytes:
        answer = client.get(url)
        if answer.status_code != 200:
            raise SystemExit(f"{url} answers {answer.status_code}")
        return answer.content

    return ask
