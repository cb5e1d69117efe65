"""A camera's picture of 12 megapixels, from its bytes to all its cuts.

Against the least a site could do: decode it and write one JPEG of 1,600 px.
"""

import io
from collections import Counter
from collections.abc import Iterator
from functools import cache

from PIL import Image as Pillow

from articles.cutting import Cut, cut, plan
from articles.stripping import strip
from benchmarks.figures import Figure
from benchmarks.measuring import interleaved
from tests.factories import photo

ROOM = "12 megapixels (ratio to one JPEG of 1,600 px)"
SIZE = (4000, 3000)


@cache
def camera_file() -> bytes:
    file = io.BytesIO()
    photo(SIZE).save(file, "JPEG", quality=92)
    return file.getvalue()


def all_cuts() -> list[Cut]:
    file = io.BytesIO(camera_file())
    return list(cut(file, plan(file), focus=(50, 50)))


def one_jpeg() -> None:
    picture = Pillow.open(io.BytesIO(camera_file()))
    picture.thumbnail((1600, 1600))
    picture.save(io.BytesIO(), "JPEG", quality=80)


def measure(rounds: int) -> Iterator[Figure]:
    data = camera_file()
    acts = {
        "bare": one_jpeg,
        "taking its notes out before it is stored": lambda: strip(data),
        "all renditions": all_cuts,
    }
    samples = interleaved(acts, rounds=rounds, warm_up=1)
    bare = samples.pop("bare")
    for name, sample in samples.items():
        values = {
            "ms": sample.ms,
            "CPU ms": sample.cpu_ms,
            "ratio": sample.ms / bare.ms,
            "CPU ratio": sample.cpu_ms / bare.cpu_ms,
        }
        yield Figure(ROOM, name, values)
    sizes: Counter[str] = Counter()
    for piece in all_cuts():
        sizes[piece.suffix] += len(piece.data)
    for suffix, size in sizes.items():
        yield Figure(ROOM, f"all its files in {suffix}", {"KiB": size / 1024})
