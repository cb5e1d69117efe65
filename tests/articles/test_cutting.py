"""What the cuts of a picture hold: sizes, crops, colours, and nothing else."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pillow
from PIL import ImageCms

from tests.articles.cuts import made
from tests.factories import (
    make_image,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


def coloured(*colours, size=(400, 300), format="PNG", **options):
    """An upload of equal vertical stripes."""
    picture = Pillow.new("RGB", (len(colours), 1))
    for at, colour in enumerate(colours):
        picture.putpixel((at, 0), colour)
    file = io.BytesIO()
    picture.resize(size, Pillow.Resampling.NEAREST).save(file, format, **options)
    return SimpleUploadedFile("a", file.getvalue())


def widths(cuts, suffix):
    return [label for label, kind in cuts if kind == suffix and isinstance(label, int)]


@pytest.mark.parametrize("size", [(4000, 3000), (1600, 900), (3000, 4000)])
def test_large_picture_gets_five_widths_in_three_formats(size):
    _, cuts = made(make_image(size=size))

    for suffix, kind in (("avif", "AVIF"), ("webp", "WEBP"), ("jpg", "JPEG")):
        assert widths(cuts, suffix) == [384, 672, 800, 1200, 1600]
        assert {cut.format for (_, s), cut in cuts.items() if s == suffix} == {kind}
    assert cuts["square", "avif"].size == (600, 600)
    assert cuts["social", "jpg"].size == (1200, 630)
    shape = size[1] / size[0]
    assert all(
        abs(cuts[w, "webp"].height - w * shape) < 1 for w in widths(cuts, "webp")
    )


@pytest.mark.parametrize(
    "size", [(1, 1), (200, 90), (700, 500), (500, 40), (30, 20_000)]
)
def test_nothing_is_enlarged(size):
    _, cuts = made(make_image(size=size))

    assert all(cut.width <= size[0] for cut in cuts.values())
    assert all(cut.height <= size[1] for cut in cuts.values())


@pytest.mark.parametrize(
    ("focus", "seen"), [(0, "red"), (50, "lime"), (100, "blue"), (10, "red")]
)
def test_crops_keep_the_focal_point(focus, seen):
    file = coloured((255, 0, 0), (0, 255, 0), (0, 0, 255), size=(1800, 600))
    _, cuts = made(make_image(file=file, focus_x=focus))

    red, green, blue = cuts["square", "jpg"].convert("RGB").getpixel((300, 300))
    strongest = {"red": red, "lime": green, "blue": blue}
    assert max(strongest, key=strongest.get) == seen


@pytest.mark.parametrize("mode", ["RGB", "L", "P", "RGBA", "LA", "1", "I;16", "CMYK"])
def test_every_kind_of_pixels_is_printed_as_bright_as_it_is(mode):
    grey = Pillow.linear_gradient("L").resize((400, 300))
    if mode == "I;16":
        picture = grey.convert("I").point(lambda value: value * 257).convert("I;16")
    else:
        picture = grey.convert("RGB").convert(mode)
    file = io.BytesIO()
    picture.save(file, "JPEG" if mode == "CMYK" else "PNG")

    _, cuts = made(make_image(file=SimpleUploadedFile("a", file.getvalue())))

    for suffix in ("avif", "webp", "jpg"):
        cut = cuts[384, suffix].convert("L")
        assert abs(cut.resize((1, 1)).getpixel((0, 0)) - 127) < 6


def test_transparency_is_laid_on_white():
    file = io.BytesIO()
    Pillow.new("RGBA", (400, 300), (0, 0, 0, 0)).save(file, "PNG")

    _, cuts = made(make_image(file=SimpleUploadedFile("a", file.getvalue())))

    assert min(cuts[384, "jpg"].convert("RGB").getpixel((5, 5))) > 250
    assert cuts[384, "webp"].mode == "RGB"


def test_colours_of_another_space_become_srgb():
    """In this space what is called red is green."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for old, new in [(b"rXYZ", b"????"), (b"gXYZ", b"rXYZ"), (b"????", b"gXYZ")]:
        profile = profile.replace(old, new, 1)
    profile = profile.replace("sRGB".encode("utf-16-be"), "ours".encode("utf-16-be"))
    file = coloured((250, 20, 20), format="JPEG", icc_profile=profile, quality=95)

    _, cuts = made(make_image(file=file))

    red, green, _ = cuts[384, "jpg"].convert("RGB").getpixel((9, 9))
    assert (green > 200, red < 60) == (True, True)
    assert not any("icc_profile" in cut.info for cut in cuts.values())


def test_broken_profile_is_not_believed():
    file = coloured((250, 20, 20), format="JPEG", icc_profile=b"?" * 200, quality=95)

    _, cuts = made(make_image(file=file))

    assert cuts[384, "jpg"].convert("RGB").getpixel((9, 9))[0] > 200


def test_turned_picture_is_cut_upright():
    exif = Pillow.Exif()
    exif[0x112] = 6
    file = coloured((255, 0, 0), (0, 0, 255), format="JPEG", exif=exif)

    image, cuts = made(make_image(file=file))

    assert (image.width, image.height) == (300, 400)
    assert cuts[300, "jpg"].size == (300, 400)
    assert cuts[300, "jpg"].getpixel((150, 20))[0] > 200  # red is on top now


def test_cuts_hold_nothing_but_the_picture():
    exif = Pillow.Exif()
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 7.0)
    file = coloured((9, 9, 9), format="JPEG", exif=exif, comment=b"SECRET")

    image, cuts = made(make_image(file=file))

    told = {"exif", "xmp", "comment", "icc_profile", "photoshop"}
    assert all(not told & cut.info.keys() for cut in cuts.values())
