"""Uploads as anybody gets them: a picture, and nothing else of the disk."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories import make_image, picture_bytes

pytestmark = pytest.mark.django_db


@pytest.fixture
def media(settings, tmp_path):
    """The folder of uploads, empty, with a file beside it that is none of them."""
    (tmp_path / "secret.txt").write_text("not for readers")
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    return settings.MEDIA_ROOT


@pytest.mark.parametrize("format", ["PNG", "JPEG", "GIF", "WEBP", "AVIF"])
def test_upload_is_served_as_nothing_but_a_picture(client, media, format):
    data = picture_bytes(format) + b"<script>alert(1)</script>"
    image = make_image(file=SimpleUploadedFile("a.html", data))

    response = client.get(image.file.url)
    served = b"".join(response)

    assert response.status_code == 200
    assert response.headers["Content-Type"] == f"image/{format.lower()}"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert data.startswith(served[:4])
    assert b"script" not in served


@pytest.mark.parametrize(
    "path",
    ["../secret.txt", "%2e%2e/secret.txt", "..%2fsecret.txt", "./../secret.txt"]
    + ["images/../../secret.txt", "..\\secret.txt", "....//secret.txt"]
    + ["%252e%252e/secret.txt", "../media/../secret.txt", "{beside}", "/{beside}"],
)
def test_upload_is_missing_when_its_path_leads_out(client, media, path):
    beside = Path(media).parent / "secret.txt"

    response = client.get(f"/media/{path.format(beside=beside)}")

    assert response.status_code == 404
    assert b"not for readers" not in response.content
