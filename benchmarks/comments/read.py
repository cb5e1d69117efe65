"""The first view of an article, with ten comments or 100,000, and pages deep in it.

CPU of all processes, on a miss: whatever keeps finished pages is not asked. What a
process keeps of kinds of updates and of comments it has drawn before is forgotten in
"anew", used in "again".
(P3, C6)
"""

from collections.abc import Callable, Iterator, Sequence

from django.contrib.auth.models import AnonymousUser
from django.template import engines
from django.test import Client, RequestFactory

from articles.drawing import _form
from articles.models import Article
from benchmarks.comments.growth import UPDATES, slug_of
from benchmarks.comments.scale import Scale
from benchmarks.figures import Figure, Goal
from benchmarks.measuring import (
    Sample,
    count_queries,
    growth,
    interleaved,
    size_in,
    sizes_of,
)
from comments.models import Comment, Order

BASE = 100  # comments of the article that all are compared with
_SECTION = (
    "{% load comments %}{% read_discussion article as discussion %}"
    "{% comment_thread article discussion %}"
)
_SECTION_GOALS = (Goal("P3", "CPU ms", 10), Goal("P3", "CPU ratio", 1.3))
PAGE_GOALS = (*_SECTION_GOALS, Goal("P3", "queries", 8), Goal("P3", "gzip KiB", 60))
Page = Callable[[], bytes]


def measure(scale: Scale) -> Iterator[Figure]:
    articles = {
        f"{count:,} comments": Article.objects.get(slug=slug_of(count))
        for count in scale.articles
    }
    base = f"{BASE:,} comments"
    sections = {name: _section(article) for name, article in articles.items()}
    room = f"the thread section, first view (ratio to {base})"
    yield from _tell(room, sections, base, scale.views, _SECTION_GOALS)
    urls = {name: article.get_absolute_url() for name, article in articles.items()}
    pages = {name: page_at(url) for name, url in urls.items()}
    room = f"the article's page with {UPDATES} updates, first view"
    yield from _tell(room, pages, base, scale.views, PAGE_GOALS)
    largest = list(articles)[-1]
    deeper = {name: page_at(url) for name, url in _deeper(articles[largest]).items()}
    room = f"other pages of {largest} (ratio to the first of {base})"
    yield from _tell(room, {base: pages[base]} | deeper, base, scale.views)


def _tell(
    room: str,
    pages: dict[str, Page],
    base: str,
    views: int,
    goals: Sequence[Goal] = (),
) -> Iterator[Figure]:
    """Measure the pages side by side, anew and again, each against the base."""
    acts = {f"{name}, anew": anew(page) for name, page in pages.items()}
    samples = interleaved(acts, rounds=views)
    if goals:
        acts = {f"{name}, again": page for name, page in pages.items()}
        samples |= interleaved(acts, rounds=views)
    queries = {name: count_queries(page) for name, page in pages.items()}
    if goals:
        goals = (*goals, Goal("C6", "queries", queries[base]))
    for what, sample in samples.items():
        name, _, state = what.rpartition(", ")
        columns = _columns(sample, samples[f"{base}, {state}"])
        columns["queries"] = queries[name]
        if goals:
            columns |= growth(columns["CPU ratio"], size_in(name) / BASE)
        yield Figure(room, what, columns | sizes_of(pages[name]()), goals)


def _columns(sample: Sample, base: Sample) -> dict[str, float]:
    return {
        **sample.columns,
        "ratio": sample.ms / base.ms,
        "CPU ratio": sample.cpu_ms / base.cpu_ms,
    }


def _deeper(article: Article) -> dict[str, str]:
    """Return addresses of the article's other pages, by what they show."""
    url = article.get_absolute_url()
    comments = Comment.objects.filter(article=article).published()
    giant = comments.threads().order_by("-rght").first()
    inside = comments.filter(tree_id=giant.tree_id, parent__isnull=False)
    middle = inside.order_by("lft")[inside.count() // 2]
    late = comments.order_by("-tree_id", "-lft")[60]
    pages = {f"{order.label}": f"{url}?order={order}" for order in Order}
    for order in Order:
        pages[f"middle of the giant thread, {order.label}"] = (
            f"{url}?order={order}&comments={middle.pk}"
        )
    pages["after the giant thread"] = f"{url}?past={giant.pk}"
    pages["the last page"] = f"{url}?comments={late.pk}"
    pages["own address, middle of the giant thread"] = middle.get_absolute_url()
    pages["own address, first of the giant thread"] = giant.get_absolute_url()
    return pages


def anew(page: Page) -> Page:
    """Forget before each view what was drawn before."""

    def view() -> bytes:
        _form.cache_clear()
        return page()

    return view


def page_at(url: str) -> Page:
    """Return what views the page at an address."""
    client = Client()

    def view() -> bytes:
        answer = client.get(url)
        if answer.status_code != 200:
            raise SystemExit(f"{url} answered {answer.status_code}.")
        return answer.content

    return view


def _section(article: Article) -> Page:
    """Render what the article's page includes for the comments, and nothing else."""
    template = engines["django"].from_string(_SECTION)
    request = RequestFactory().get(article.get_absolute_url())
    request.user = AnonymousUser()
    return lambda: template.render({"article": article}, request).encode()
