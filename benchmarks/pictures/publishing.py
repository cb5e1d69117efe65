"""Publishing an update while the darkroom is at work in the same process.

Against publishing with nothing to cut. A page is rendered alongside, for readers wait
for the same processor.
"""

import io
import time
from collections.abc import Callable, Iterator
from itertools import count

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from articles import live
from articles.models import Image, Update
from articles.renditions import darkroom
from benchmarks.figures import Figure, Goal
from benchmarks.measuring import Sample
from benchmarks.pictures.cutting import SIZE
from tests.factories import make_live_article, make_user, photo

ROOM = "while 12-megapixel pictures are cut (ratio to none at work)"
# "Never for seconds": the slowest twentieth stays below one.
_GOAL = Goal("issue 5", "p95 ms", 1000)
_numbers = count(1)


def measure(seconds: float) -> Iterator[Figure]:
    article = make_live_article()
    journalist = make_user(None, is_staff=True, is_superuser=True)
    client = Client()

    def publish() -> None:
        update = Update(article=article, body=f"<p>Moved {next(_numbers)}.</p>")
        live.publish_update(update, by=journalist)

    def read() -> None:
        client.get(article.get_absolute_url())

    acts = {"publish of an update": publish, "article page": read}
    for act in acts.values():
        act()
    calm = _side_by_side(acts, seconds / 2, lambda: None)
    busy = _side_by_side(acts, seconds, _keep_busy)
    darkroom.wait(120)
    for name in acts:
        values = {
            "ms": busy[name].ms,
            "p95 ms": busy[name].p95_ms,
            "ratio": busy[name].ms / calm[name].ms,
            "p95 ratio": busy[name].p95_ms / calm[name].p95_ms,
        }
        yield Figure(ROOM, name, values, [_GOAL])


def _side_by_side(
    acts: dict[str, Callable[[], None]], seconds: float, before: Callable[[], None]
) -> dict[str, Sample]:
    samples = {name: Sample() for name in acts}
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        before()
        for name, act in acts.items():
            samples[name].time(act)
        time.sleep(0.05)
    return samples


def _keep_busy() -> None:
    """See that a picture is always waiting."""
    if Image.objects.waiting().count() < 2:
        file = io.BytesIO()
        photo(SIZE, seed=next(_numbers)).save(file, "JPEG", quality=92)
        upload = SimpleUploadedFile("photo.jpg", file.getvalue())
        Image.objects.create(file=upload, is_decorative=True)
        darkroom.wake()
