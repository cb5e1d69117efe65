"""Video and sound: what is taken in, how it is printed, how it is served."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile

from articles.models import Recording
from articles.recordings import read_extension, validate_captions
from tests.factories import (
    make_article,
    make_image,
    make_live_article,
    make_recording,
    make_update,
    mp3_bytes,
    mp4_bytes,
    picture_bytes,
)

pytestmark = pytest.mark.django_db

WEBM = b"\x1aE\xdf\xa3\x01\x00\x00\x00\x00\x00\x00\x1fB\x82\x84webm" + bytes(40)
OGG = b"OggS\x00\x02" + bytes(20) + b"\x01\x13" + b"OpusHead" + bytes(40)
CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:02.000\nA bell rings.\n"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def upload(data, name="a.bin"):
    return SimpleUploadedFile(name, data)


def body_with(recording, caption=""):
    caption = f"<figcaption>{caption}</figcaption>" if caption else ""
    return (
        f'<figure class="recording" data-recording="{recording.pk}">{caption}</figure>'
    )


@pytest.mark.parametrize(
    ("data", "extension", "media_type"),
    [
        (mp4_bytes(), "mp4", "video/mp4"),
        (WEBM, "webm", "video/webm"),
        (mp3_bytes(), "mp3", "audio/mpeg"),
        (b"ID3\x04\x00\x00\x00\x00\x00\x0a" + bytes(10) + mp3_bytes(), "mp3", None),
        (OGG, "ogg", "audio/ogg"),
    ],
)
def test_recording_is_known_and_named_by_its_content(
    client, data, extension, media_type
):
    recording = make_recording(data)

    response = client.get(recording.file.url)

    assert recording.file.name.endswith(f".{extension}")
    assert recording.file.name.startswith("recordings/")
    assert response.headers["Content-Type"] == recording.media_type
    assert recording.media_type == (media_type or "audio/mpeg")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert b"".join(response) == data


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html><script>alert(1)</script>",
        picture_bytes("JPEG"),
        picture_bytes("AVIF"),
        b"\x00\x00\x00\x18ftypheic" + bytes(64),
        b"\x00\x00\x00\x18ftypqt  " + bytes(64),
        b"ID3\x04\x00\x00\x00\x00\x00\x0a" + b"<script>alert(1)</script>" * 4,
        b"\xff\xfb\x90\x00<script>alert(1)</script>" + bytes(900),
        mp3_bytes(1),
        b"\x1aE\xdf\xa3" + b"matroska" + bytes(80),
        b"OggS" + bytes(24) + b"\x80theora",
        b"RIFF\x00\x00\x00\x00WAVEfmt ",
    ],
    ids=lambda data: ascii(data[:20]),
)
def test_file_is_refused_when_it_is_no_recording(client, admin_client, data):
    with pytest.raises(ValidationError, match="not a recording we can play"):
        read_extension(upload(data))

    form = {"title": "Bell", "file": upload(data, "a.mp3"), "captions_language": "en"}
    response = admin_client.post("/admin/articles/recording/add/", form)

    assert response.status_code == 200
    assert not Recording.objects.exists()
    assert 'value="Bell"' in response.content.decode()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"1\n00:00:00,000 --> 00:00:02,000\nSRT\n",
        b"WEBVTTX\n\n00:00.000 --> 00:02.000\nx",
        b"<html>WEBVTT\n-->",
        b"WEBVTT\n\nno cue",
        "WEBVTT\n\n00:00.000 --> 00:02.000\nx".encode("utf-16"),
        b"WEBVTT\n\n00:00.000 --> 00:02.000\n\x00",
        b"WEBVTT\n\n-->" + b"x" * 1024 * 1024,
    ],
    ids=lambda data: ascii(data[:20]),
)
def test_captions_are_refused_when_no_player_reads_them(data):
    with pytest.raises(ValidationError):
        validate_captions(upload(data))


@pytest.mark.parametrize(
    "data", [CAPTIONS, b"\xef\xbb\xbf" + CAPTIONS, CAPTIONS.replace(b"\n", b"\r\n")]
)
def test_captions_are_taken_in(data):
    validate_captions(upload(data))


def test_video_has_poster_captions_and_transcript_and_loads_nothing(client):
    image = make_image(size=(160, 90))
    recording = make_recording(
        mp4_bytes(),
        poster=image,
        captions=upload(CAPTIONS, "a.vtt"),
        transcript="A bell <rings>.\n\nThen nothing.",
        credit="Ann",
    )
    article = make_live_article()
    make_update(article, body=body_with(recording, "Heard at six"))

    page = client.get(article.get_absolute_url()).content.decode()
    captions = client.get(recording.captions.url)

    assert f'poster="{image.file.url}" width="160" height="90"' in page
    assert 'preload="none"' in page
    assert f'<source src="{recording.file.url}" type="video/mp4">' in page
    assert f'<track kind="captions" src="{recording.captions.url}" srclang="en"' in page
    assert "<p>A bell &lt;rings&gt;.</p>" in page
    assert "Heard at six <cite>Ann</cite>" in page
    assert captions.headers["Content-Type"] == "text/vtt; charset=utf-8"
    assert "media-src 'self'" in client.get("/").headers["Content-Security-Policy"]


def box(kind, content):
    return (8 + len(content)).to_bytes(4) + kind + content


@pytest.mark.parametrize("is_temporary", [False, True])
def test_video_forgets_where_and_with_what_it_was_filmed(client, is_temporary):
    place = box(b"udta", box(b"\xa9xyz", b"+51.5007-000.1246/"))
    maker = box(b"meta", b"com.example.make SECRET camera")
    track = box(b"trak", box(b"tkhd", bytes(20)) + place)
    movie = box(b"moov", box(b"mvhd", bytes(20)) + track + maker + place)
    sound = box(b"mdat", b"frames" + place)  # what only looks like notes stays
    data = mp4_bytes()[:24] + movie + box(b"uuid", b"xmp SECRET") + sound
    file = upload(data)
    if is_temporary:
        file = TemporaryUploadedFile("a.mp4", "video/mp4", len(data), None)
        file.write(data)
        file.seek(0)

    recording = make_recording(file=file)

    kept = b"".join(client.get(recording.file.url))
    file.close()
    assert len(kept) == len(data)
    assert b"SECRET" not in kept
    assert kept.count(b"+51.5007") == 1
    assert kept.endswith(sound)
    assert b"mvhd" in kept
    assert b"tkhd" in kept


@pytest.mark.parametrize("length", [0, 1, 2, 7, 8, 9, 2**31])
def test_video_with_a_lying_box_is_read_to_its_end_and_no_further(length):
    data = mp4_bytes()[:24] + length.to_bytes(4) + b"moov" + bytes(12)

    recording = make_recording(data)

    assert recording.file.size == len(data)


def test_sound_is_printed_with_its_title(client):
    recording = make_recording()

    page = client.get(make_article(body=body_with(recording)).get_absolute_url())

    assert '<audio controls preload="none" aria-label="The bell at Skarne">' in (
        page.content.decode()
    )


@pytest.mark.parametrize(
    ("asked", "status", "told", "span"),
    [
        ("bytes=0-9", 206, "bytes 0-9/1251", (0, 10)),
        ("bytes=1200-", 206, "bytes 1200-1250/1251", (1200, 1251)),
        ("bytes=-51", 206, "bytes 1200-1250/1251", (1200, 1251)),
        ("bytes=0-99999", 206, "bytes 0-1250/1251", (0, 1251)),
        ("bytes=-99999", 206, "bytes 0-1250/1251", (0, 1251)),
        ("bytes=1251-", 416, "bytes */1251", (0, 0)),
        ("bytes=9-3", 416, "bytes */1251", (0, 0)),
        ("bytes=0-1,5-9", 200, None, (0, 1251)),
        ("bytes=-", 200, None, (0, 1251)),
        ("lines=1-2", 200, None, (0, 1251)),
        ("bytes=" + "9" * 40 + "-", 200, None, (0, 1251)),
    ],
)
def test_players_get_the_part_they_ask_for(client, asked, status, told, span):
    url = make_recording().file.url

    response = client.get(url, headers={"Range": asked})

    data = b"".join(response) if response.streaming else response.content
    assert response.status_code == status
    assert response.headers.get("Content-Range") == told
    assert data == mp3_bytes()[slice(*span)]


def test_recording_that_is_not_in_the_library_prints_nothing(client):
    recording = make_recording()
    body = "<p>Before.</p>" + body_with(recording)
    recording.delete()

    page = client.get(make_article(body=body).get_absolute_url()).content.decode()

    assert "Before." in page
    assert "<audio" not in page
