"""What a small phone loads for an article with eight pictures, when all were seen."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.files.storage import default_storage
from django.test import Client

from benchmarks.figures import Figure, Goal
from tests.factories import make_article, make_photo

ROOM = "an article with eight pictures, at 360 px"
PICTURES = 8
# Which width a browser takes for a column of 328 px, by the screen's density; `sizes`
# asks for no more on a screen of density 3 than on one of 2.
WIDTHS = {1: 384, 2: 672, 3: 672}
_GOAL = Goal("issue 5", "KiB", 400)


def measure() -> Iterator[Figure]:
    photos = [make_photo(seed=seed) for seed in range(PICTURES)]
    figures = "".join(
        f'<p>Words.</p><figure class="image" data-image="{photo.pk}"></figure>'
        for photo in photos[1:]
    )
    article = make_article(lead_image=photos[0], body=figures)
    page = Client().get(article.get_absolute_url()).content
    words = len(page) + sum(map(_static_size, re.findall(rb'"/static/([^"]+)"', page)))
    yield Figure(ROOM, "page, style and script", {"KiB": words / 1024})
    for density, width in WIDTHS.items():
        cuts = [photo.renditions.name(width, "avif") for photo in photos]
        size = words + sum(map(default_storage.size, cuts))
        yield Figure(
            ROOM,
            f"all, on a screen of density {density}",
            {"KiB": size / 1024},
            [_GOAL] if density == 1 else [],
        )
    originals = sum(default_storage.size(photo.file.name) for photo in photos)
    size = (words + originals) / 1024
    yield Figure(ROOM, "all, were there originals only", {"KiB": size})


def _static_size(name: bytes) -> int:
    path = finders.find(name.decode())
    return Path(path).stat().st_size if path else 0
