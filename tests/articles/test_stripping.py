"""What a stored picture tells: what is seen on it, and nothing about its maker."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pillow
from PIL import ImageOps

from articles.stripping import strip
from tests.factories import make_image, picture_bytes

FORMATS = ["JPEG", "PNG", "WEBP", "AVIF", "GIF"]
PAYLOAD = b"<script>alert(document.domain)</script>"


def telling(format, *, turned=1):
    """A picture that says where it was taken, by whom, and who asked for it."""
    exif = Pillow.Exif()
    exif[0x112] = turned
    exif[0x13B] = "SECRET photographer"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 7.0)
    picture = Pillow.linear_gradient("L").resize((64, 40)).convert("RGB")
    notes = {"exif": exif, "xmp": b"<x>SECRET</x>", "comment": b"SECRET note"}
    if format == "GIF":
        notes = {"comment": b"SECRET note"}
    file = io.BytesIO()
    picture.save(file, format, **notes)
    return file.getvalue()


def opened(data):
    return Pillow.open(io.BytesIO(data))


def moving(format):
    frames = [Pillow.new("RGB", (40, 30), (shade, 0, 0)) for shade in range(0, 250, 50)]
    file = io.BytesIO()
    frames[0].save(
        file, format, save_all=True, append_images=frames[1:], duration=80, loop=0
    )
    return file.getvalue()


@pytest.mark.parametrize("format", FORMATS)
def test_nothing_but_the_picture_is_kept(format):
    kept = strip(telling(format) + PAYLOAD)

    picture = opened(kept)
    assert b"SECRET" in telling(format)
    assert b"SECRET" not in kept
    assert b"script" not in kept
    assert not picture.getexif().get_ifd(0x8825)
    assert "comment" not in picture.info
    assert strip(kept) == kept


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "GIF"])
def test_not_a_pixel_changes(format):
    data = telling(format)

    kept = opened(strip(data))

    assert kept.convert("RGB").tobytes() == opened(data).convert("RGB").tobytes()


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("turned", range(2, 9))
def test_picture_stays_upright(format, turned):
    data = telling(format, turned=turned)

    before = ImageOps.exif_transpose(opened(data)).convert("L")
    after = ImageOps.exif_transpose(opened(strip(data))).convert("L")

    assert after.size == before.size
    corners = [(2, 2), (before.width - 3, 2), (2, before.height - 3)]
    for corner in corners:
        assert abs(after.getpixel(corner) - before.getpixel(corner)) < 20


@pytest.mark.parametrize("format", ["GIF", "WEBP", "PNG", "AVIF"])
def test_animation_still_moves(format):
    kept = opened(strip(moving(format) + PAYLOAD))

    assert kept.n_frames == 5


def test_colour_profile_is_kept():
    profile = opened(telling("JPEG"))
    file = io.BytesIO()
    profile.save(file, "JPEG", icc_profile=b"a profile" * 20)

    assert opened(strip(file.getvalue())).info["icc_profile"] == b"a profile" * 20


def test_second_picture_of_a_phone_is_dropped():
    file = io.BytesIO()
    second = Pillow.new("RGB", (64, 40), "red")
    opened(telling("PNG")).save(file, "MPO", save_all=True, append_images=[second])

    kept = opened(strip(file.getvalue()))

    assert (opened(file.getvalue()).format, kept.format) == ("MPO", "JPEG")
    assert len(strip(file.getvalue())) < len(file.getvalue())


@pytest.mark.django_db
def test_stored_original_is_stripped_however_the_row_is_made(client):
    data = telling("JPEG", turned=6)
    image = make_image(file=SimpleUploadedFile("a.jpg", data))

    served = b"".join(client.get(image.file.url))

    assert b"SECRET" not in served
    assert (image.width, image.height) == (40, 64)


@pytest.mark.parametrize("format", FORMATS)
def test_script_within_a_picture_does_not_outlive_its_notes(format):
    data = picture_bytes(format)
    if format == "GIF":  # the classic: a comment that is a script
        head = 13 + 3 * 2 ** (data[10] % 8 + 1) * (data[10] >> 7)
        data = data[:head] + b"!\xfe\x09*/alert()\x00" + data[head:]

    kept = strip(data + b"*/=1;alert(1)//")

    assert b"alert" not in kept
    assert opened(kept).size == (40, 30)
