"""Pictures through the library's form: what is kept, under which name, and what not."""

import re
import struct
import zlib

import pytest
from bleach._vendor import html5lib
from django.core.files.uploadedfile import SimpleUploadedFile

from articles.models import Image
from tests.factories import make_image, picture_bytes

pytestmark = pytest.mark.django_db

ADD = "/admin/articles/image/add/"
LIBRARY = "/admin/articles/image/"
NAME = re.compile(r"images/[0-9a-f]{2}/[0-9a-f]{22}\.(jpg|png|webp|avif|gif)")
NOT_OURS = "This is not a picture we can print. Use JPEG, PNG, WebP, AVIF or GIF."
NO_PICTURE = (
    "Upload a valid image. The file you uploaded was either not an image or a"
    " corrupted image."
)
NO_ALT_TEXT = "Say what the picture shows, or mark it decorative."
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture
def library(client, journalist, media):
    """A journalist's browser."""
    client.force_login(journalist)
    return client


def upload(client, data, name="harbour.png", **changes):
    fields = {"alt_text": "The harbour at dawn", "caption": "Dawn", "credit": "Ann"}
    file = SimpleUploadedFile(name, data)
    return client.post(ADD, fields | {"file": file} | changes)


def messages_beside(response):
    """The messages of each field that has any, as the page prints them."""
    page = html5lib.parse(response.content.decode(), namespaceHTMLElements=False)
    beside = {}
    for row in page.findall(".//div"):
        names = [c for c in row.get("class", "").split() if c.startswith("field-")]
        lists = [u for u in row.findall(".//ul") if "errorlist" in u.get("class", "")]
        if names and lists and "form-row" in row.get("class"):
            texts = ["".join(item.itertext()) for item in lists[0]]
            beside[names[0].removeprefix("field-")] = texts
    return beside


def stored(media):
    files = (path for path in media.rglob("*") if path.is_file())
    return [path.relative_to(media).as_posix() for path in files]


def bitmap(side):
    """A black PNG of one bit a pixel: some kilobytes, however large."""

    def chunk(kind, data):
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    row = b"\0" * (1 + (side + 7) // 8)
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(row * side, 9))
    return b"\x89PNG\r\n\x1a\n" + body + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("format", "name", "extension"),
    [
        ("PNG", "harbour.png", "png"),
        ("JPEG", "harbour.jpeg", "jpg"),
        ("WEBP", "harbour.webp", "webp"),
        ("GIF", "harbour.gif", "gif"),
        ("AVIF", "harbour.avif", "avif"),
        ("PNG", "harbour.jpg", "png"),
        ("JPEG", "harbour.PNG", "jpg"),
        ("GIF", "harbour.html.png", "gif"),
        ("PNG", "../../../harbour.png", "png"),
        ("PNG", "h\u00e5vn \u202egnp.png", "png"),
    ],
)
def test_picture_is_saved_when_it_is_one(library, media, format, name, extension):
    response = upload(library, picture_bytes(format), name)

    image = Image.objects.get()
    assert (response.status_code, response.headers["Location"]) == (302, LIBRARY)
    assert NAME.fullmatch(image.file.name)[1] == extension
    assert (image.width, image.height, image.credit) == (40, 30, "Ann")
    assert stored(media) == [image.file.name]


def test_picture_gets_a_name_of_its_own(library, media):
    upload(library, picture_bytes())
    upload(library, picture_bytes(size=(41, 30)))

    names = {image.file.name for image in Image.objects.all()}
    assert len(names) == 2
    assert not any("harbour" in name for name in names)
    assert set(stored(media)) == names


def test_same_picture_is_recognised_whatever_it_is_called(library, media):
    upload(library, picture_bytes())
    known = Image.objects.get()

    response = upload(library, picture_bytes() + b"trailing", "other.png")

    message = f"The library has this picture already: No. {known.pk}, “Dawn”."
    assert messages_beside(response) == {"file": [message]}
    assert "The harbour at dawn</textarea>" in response.content.decode()
    assert stored(media) == [known.file.name]


@pytest.mark.parametrize(
    "name", ["x.html", "x.svg", "x.php.png", "x", "x.png/../y.htm"]
)
def test_picture_is_named_by_its_format_when_no_form_checked_it(media, db, name):
    file = SimpleUploadedFile("a.png", picture_bytes())
    file._name = name

    image = make_image(file=file)

    assert NAME.fullmatch(image.file.name)[1] == "png"
    assert stored(media) == [image.file.name]


@pytest.mark.parametrize("name", ["x.html", "x.svg", "x.php", "x.png.exe"])
def test_picture_is_refused_when_its_name_poses_as_a_page(library, media, name):
    response = upload(library, picture_bytes(), name)

    ending = name.rpartition(".")[2]
    assert response.status_code == 200
    (message,) = messages_beside(response)["file"]
    assert message.startswith(f"File extension “{ending}” is not allowed.")
    assert (Image.objects.count(), stored(media)) == (0, [])


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (b"", "a.png", "The submitted file is empty."),
        (b"Only words.", "a.png", NO_PICTURE),
        (b"\0" * 5000, "a.png", NO_PICTURE),
        (b"<html><script>alert(1)</script>", "a.jpg", NO_PICTURE),
        (SVG, "a.svg", NO_PICTURE),
        (SVG, "a.png", NO_PICTURE),
        (b"GIF89a<script>alert(1)</script>", "a.gif", NO_PICTURE),
        (b"%PDF-1.7 1 0 obj", "a.pdf", NO_PICTURE),
        (picture_bytes("BMP"), "a.bmp", NOT_OURS),
        (picture_bytes("BMP"), "a.png", NOT_OURS),
        (picture_bytes("TIFF"), "a.tiff", NOT_OURS),
        (picture_bytes("TIFF"), "a.jpg", NOT_OURS),
        (picture_bytes("ICO"), "a.ico", NOT_OURS),
    ],
    ids=lambda value: ascii(value[:16]),
)
def test_file_is_refused_when_it_is_no_picture_of_ours(
    library, media, data, name, message
):
    response = upload(library, data, name)

    assert response.status_code == 200
    assert messages_beside(response) == {"file": [message]}
    assert (Image.objects.count(), stored(media)) == (0, [])


@pytest.mark.parametrize("format", ["PNG", "JPEG", "GIF", "WEBP", "AVIF"])
def test_picture_is_refused_when_half_of_it_is_missing(library, media, format):
    data = picture_bytes(format, size=(400, 300))

    response = upload(library, data[: len(data) // 2], f"a.{format.lower()}")

    assert response.status_code == 200
    assert list(messages_beside(response)) == ["file"]
    assert (Image.objects.count(), stored(media)) == (0, [])


def test_picture_is_refused_when_it_is_too_heavy(library, media, monkeypatch):
    monkeypatch.setattr("articles.uploads.MAX_BYTES", 1024 * 1024)

    response = upload(library, picture_bytes() + b"\0" * 2 * 1024 * 1024)

    message = "This file is 2.0 MB; at most 1 MB fit. Save it smaller."
    assert response.status_code == 200
    assert messages_beside(response) == {"file": [message]}
    assert (Image.objects.count(), stored(media)) == (0, [])


def test_picture_is_saved_when_it_is_as_heavy_as_allowed(library, media, monkeypatch):
    monkeypatch.setattr("articles.uploads.MAX_BYTES", len(picture_bytes()))

    response = upload(library, picture_bytes())

    assert response.status_code == 302
    assert Image.objects.count() == 1


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_picture_is_refused_when_it_blows_up(library, media):
    bomb = bitmap(12_000)

    response = upload(library, bomb)

    message = "This picture has more than 50 megapixels. Save it smaller."
    assert len(bomb) < 20_000
    assert response.status_code == 200
    assert messages_beside(response) == {"file": [message]}
    assert (Image.objects.count(), stored(media)) == (0, [])


def test_picture_is_refused_when_it_blows_up_beyond_all_measure(library, media):
    response = upload(library, bitmap(20_000))

    assert response.status_code == 200
    assert list(messages_beside(response)) == ["file"]
    assert (Image.objects.count(), stored(media)) == (0, [])


def moving_gif(frames, size):
    """A GIF that repeats its one frame: small in bytes, however long."""
    still = picture_bytes("GIF", size=size)
    start = still.index(b",\0\0\0\0")
    return still[:start] + still[start:-1] * frames + b";"


@pytest.mark.parametrize(
    ("frames", "size"), [(1001, (1, 1)), (100, (1200, 1000))], ids=["long", "large"]
)
def test_animation_is_refused_when_it_is_too_long(library, media, frames, size):
    response = upload(library, moving_gif(frames, size), "a.gif")

    message = "This animation is too long. Upload it as a video."
    assert messages_beside(response) == {"file": [message]}
    assert (Image.objects.count(), stored(media)) == (0, [])


def test_animation_is_saved_when_it_is_short(library, media):
    upload(library, moving_gif(90, (120, 100)), "a.gif")

    assert Image.objects.count() == 1


def test_picture_is_saved_when_it_is_one_pixel(library, media):
    response = upload(library, picture_bytes(size=(1, 1)))

    image = Image.objects.get()
    assert response.status_code == 302
    assert (image.width, image.height) == (1, 1)


@pytest.mark.parametrize("alt_text", ["", "   ", "\u00a0"])
def test_picture_is_refused_when_nothing_says_what_it_shows(library, media, alt_text):
    response = upload(library, picture_bytes(), alt_text=alt_text)

    assert response.status_code == 200
    assert messages_beside(response) == {"alt_text": [NO_ALT_TEXT]}
    assert (Image.objects.count(), stored(media)) == (0, [])


def test_picture_is_saved_when_it_is_decorative(library, media):
    response = upload(library, picture_bytes(), alt_text="", is_decorative="on")

    image = Image.objects.get()
    assert response.status_code == 302
    assert (image.alt_text, image.is_decorative) == ("", True)


def test_alt_text_is_changed_when_the_file_is_left_as_it_is(library, media):
    image = make_image()

    response = library.post(f"{LIBRARY}{image.pk}/change/", {"alt_text": "At dusk"})

    before, image = image.file.name, Image.objects.get()
    assert response.status_code == 302
    assert (image.alt_text, image.file.name) == ("At dusk", before)


@pytest.mark.parametrize("who", ["nobody", "reader", "moderator"])
def test_picture_is_refused_when_its_sender_may_not(client, media, request, who):
    if who != "nobody":
        client.force_login(request.getfixturevalue(who))

    response = upload(client, picture_bytes())

    assert response.status_code == (403 if who == "moderator" else 302)
    assert (Image.objects.count(), stored(media)) == (0, [])
