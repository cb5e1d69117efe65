"""The cuts a page needs of one picture: five widths, a square, a card for social sites.

Nothing is enlarged, and nothing but the picture is in them. Wide colours become sRGB,
which every screen shows alike; transparency is laid on white, as on paper.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from PIL import Image as Pillow
from PIL import ImageCms, ImageOps, ImageSequence

from articles.uploads import open_picture, upright_size

# What the layouts ask for at 360, 768 and 1280 px, on plain and on dense screens,
# so that the next larger width is never much more than is needed.
WIDTHS = (384, 672, 800, 1200, 1600)
SQUARE = (600, 600)
SOCIAL = (1200, 630)
MAX_HEIGHT = 16_000  # WebP's own limit is 16,383
MAX_FRAME_PIXELS = 60_000_000  # of all frames of one animated cut, held in memory
# AVIF at speed 8 takes half the time of 6 and is 2 % larger; one thread leaves the
# other cores to the readers.
ENCODERS: dict[str, tuple[str, dict[str, Any]]] = {
    "avif": ("AVIF", {"quality": 50, "speed": 8, "max_threads": 1}),
    "webp": ("WEBP", {"quality": 74, "method": 4}),
    "jpg": ("JPEG", {"quality": 80, "optimize": True, "progressive": True}),
}
_SRGB = ImageCms.createProfile("sRGB")
Size = tuple[int, int]


@dataclass(frozen=True)
class Plan:
    """Which cuts a picture of some size gets; `frames` is above 1 when it moves."""

    sizes: list[Size]
    square: Size
    social: Size
    frames: int = 1


@dataclass(frozen=True)
class Cut:
    label: str | int
    suffix: str
    data: bytes


def plan(file: IO[bytes]) -> Plan:
    """Read from the header what `cut` will make."""
    with open_picture(file) as picture:
        width, height = upright_size(picture)
        frames = getattr(picture, "n_frames", 1) if picture.format != "MPO" else 1
    sizes = {
        (max(1, round(width * scale)), max(1, round(height * scale)))
        for scale in (min(w / width, MAX_HEIGHT / height, 1) for w in WIDTHS)
    }
    fitting = [size for size in sizes if size[0] * size[1] * frames <= MAX_FRAME_PIXELS]
    return Plan(
        sorted(fitting if frames > 1 and fitting else sizes),
        _largest(width, height, SQUARE),
        _largest(width, height, SOCIAL),
        frames,
    )


def cut(file: IO[bytes], planned: Plan, *, focus: Size) -> Iterator[Cut]:
    """Draw the planned cuts one by one; crops keep `focus`, in per cent, in view."""
    with open_picture(file) as picture:
        picture.draft(None, (2 * WIDTHS[-1], 2 * SOCIAL[1]))  # only JPEG can
        master = _on_paper(_in_srgb(ImageOps.exif_transpose(picture)))
        is_still = planned.frames == 1
        for size in planned.sizes:
            drawn = _resized(master, size)
            for suffix in ENCODERS if is_still else ("jpg",):
                yield Cut(size[0], suffix, _encoded(drawn, suffix))
            if not is_still:
                yield Cut(size[0], "webp", _moving(picture, size))
        square = _cropped(master, planned.square, focus)
        for suffix in ENCODERS:
            yield Cut("square", suffix, _encoded(square, suffix))
        social = _cropped(master, planned.social, focus)
        yield Cut("social", "jpg", _encoded(social, "jpg"))


def _largest(width: int, height: int, wanted: Size) -> Size:
    """Return the largest size of the wanted shape, up to the wanted, that fits in."""
    scale = min(width / wanted[0], height / wanted[1], 1)
    return max(1, round(wanted[0] * scale)), max(1, round(wanted[1] * scale))


def _in_srgb(picture: Pillow.Image) -> Pillow.Image:
    """Convert colours by the picture's own profile; a broken one is not believed."""
    if picture.mode.startswith(("I", "F")):
        deep = picture.convert("F").point(lambda value: value * (1 / 256))
        return deep.convert("L").convert("RGB")
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in {"RGB", "CMYK"}:
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            if "sRGB" in ImageCms.getProfileDescription(own):
                return picture.convert("RGB")
            converted = ImageCms.profileToProfile(picture, own, _SRGB, outputMode="RGB")
            return converted or picture
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass
    return picture


def _on_paper(picture: Pillow.Image) -> Pillow.Image:
    if picture.has_transparency_data:
        layer = picture.convert("RGBA")
        paper = Pillow.new("RGB", layer.size, "white")
        paper.paste(layer, mask=layer.getchannel("A"))
        return paper
    return picture.convert("RGB")


def _resized(
    picture: Pillow.Image,
    size: Size,
    box: tuple[float, float, float, float] | None = None,
) -> Pillow.Image:
    return picture.resize(size, Pillow.Resampling.LANCZOS, box, reducing_gap=2.0)


def _cropped(picture: Pillow.Image, size: Size, focus: Size) -> Pillow.Image:
    """Cut the largest part of that shape with the focal point as central as can be."""
    scale = min(picture.width / size[0], picture.height / size[1])
    width, height = size[0] * scale, size[1] * scale
    left = min(
        max(picture.width * focus[0] / 100 - width / 2, 0), picture.width - width
    )
    top = min(
        max(picture.height * focus[1] / 100 - height / 2, 0), picture.height - height
    )
    return _resized(picture, size, (left, top, left + width, top + height))


def _encoded(picture: Pillow.Image, suffix: str) -> bytes:
    kind, options = ENCODERS[suffix]
    drawn = io.BytesIO()
    picture.info = {}
    picture.save(drawn, kind, **options)
    return drawn.getvalue()


def _moving(picture: Pillow.Image, size: Size) -> bytes:
    """Draw an animation as WebP, each frame as long and as often as it was."""
    frames, milliseconds = [], []
    for frame in ImageSequence.Iterator(picture):
        milliseconds.append(int(frame.info.get("duration") or 100))
        frames.append(_resized(_on_paper(frame), size))
        frames[-1].info = {}
    drawn = io.BytesIO()
    frames[0].save(
        drawn,
        "WEBP",
        save_all=True,
        append_images=frames[1:],
        duration=milliseconds,
        loop=picture.info.get("loop", 1),
        quality=70,
        method=2,
    )
    return drawn.getvalue()
