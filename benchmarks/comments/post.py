"""A whole POST: form, traps, limits, screening, sanitiser, tree, redirect. (P4)

Against a view behind the same middleware that inserts a row and redirects. Readers
post from addresses of their own, and nothing is sanitised beforehand.
"""

import time
from collections.abc import Iterator
from functools import partial
from itertools import count
from random import Random
from urllib.parse import urlencode

from django.test import Client
from django.urls import reverse

from benchmarks.comments.growth import busy_article, random_comments
from benchmarks.comments.scale import Scale
from benchmarks.comments.seed import WORDS, make_dice
from benchmarks.figures import Figure, Goal
from benchmarks.measuring import Act, count_queries, interleaved
from comments import traps
from comments.models import Comment
from tests.factories import make_user

ROOM = "a whole POST (ratio to a bare insert POST)"
BUSY = "192.0.2.1"  # an address that has posted often
_GOALS = (Goal("P4", "CPU ratio", 4), Goal("P4", "queries", 10))
_EARLIER = 20  # comments of one reader that are compared with the new one
_numbers = count(1)


def measure(scale: Scale) -> Iterator[Figure]:
    dice = make_dice(5)
    article = busy_article()
    targets = random_comments(3 * (scale.posts + _EARLIER + 1), dice)
    new = reverse("new_comment", args=[article.pk])
    parents = iter(targets)
    guest, account = _drawn_form(new), _drawn_form(new)
    account.force_login(make_user(None))

    def reply(client: Client, address: str = "") -> None:
        _post(client, reverse("reply", args=[next(parents).pk]), address, dice)

    acts: dict[str, Act] = {
        "bare": lambda: _post(guest, reverse("bare", args=[article.pk]), "", dice),
        "reply of a guest": lambda: reply(guest),
        "new thread of a guest": lambda: _post(guest, new, "", dice),
        f"reply of a guest with {_EARLIER} before": partial(reply, guest, BUSY),
        f"reply of an account with {_EARLIER} before": partial(reply, account),
    }
    before = Comment.objects.count()
    samples = interleaved(acts, rounds=scale.posts, warm_up=_EARLIER)
    queries = {name: count_queries(act) for name, act in acts.items()}
    if Comment.objects.count() - before != 4 * (scale.posts + _EARLIER + 1):
        raise SystemExit("Not every POST has left a comment.")
    unit = samples["bare"]
    for name, sample in samples.items():
        values = sample.columns
        values |= {
            "ratio": sample.ms / unit.ms,
            "CPU ratio": sample.cpu_ms / unit.cpu_ms,
            "queries": queries[name],
        }
        yield Figure(ROOM, name, values, _GOALS if name != "bare" else ())


def _drawn_form(address: str) -> Client:
    """Return a browser that has fetched the form, and with it the CSRF cookie."""
    client = Client(enforce_csrf_checks=True)
    client.get(address)
    return client


def _post(client: Client, url: str, address: str, dice: Random) -> None:
    number = next(_numbers)
    said = {
        "csrfmiddlewaretoken": client.cookies["csrftoken"].value,
        "name": "Nell",
        "email": "nell@example.org",
        "body": f"{WORDS} This is what I say, for the {number}th time.",
        "website": "",
        traps.TOKEN: traps.issue(time.time() - 60),
    }
    answer = client.post(
        url,
        urlencode(said),
        content_type="application/x-www-form-urlencoded",
        REMOTE_ADDR=address or f"10.{number >> 8}.{number & 255}.1",
    )
    if answer.status_code != 302:
        raise SystemExit(f"{url} answered {answer.status_code}, not a redirect.")
