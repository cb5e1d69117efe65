"""What a video, sound or captions file really is, read from its first bytes."""

import re
from io import SEEK_END
from typing import IO

from django.core.exceptions import ValidationError

from articles.uploads import unguessable

MAX_BYTES = 200 * 1024 * 1024
MAX_CAPTIONS_BYTES = 1024 * 1024
_MP4_BRANDS = {b"mp41", b"mp42", b"avc1", b"isom", b"dash", b"M4V ", b"M4VH", b"MSNV"}
_MP4_BRANDS |= {b"iso%d" % number for number in range(2, 10)}
_MP4_NOTES = {b"udta", b"meta", b"uuid"}
_MP4_SHELVES = {b"moov", b"trak"}
_OGG_SOUNDS = (b"OpusHead", b"\x01vorbis", b"\x7fFLAC")
_MP3_KBITS = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_MP3_KBITS_HALF = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_MP3_HERTZ = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000)}
_WEBVTT = re.compile(r"\ufeff?WEBVTT(?:[ \t][^\n]*)?\r?\n")


def read_extension(file: IO[bytes]) -> str:
    """Return mp4, webm, mp3 or ogg by the file's content; leave it at its start.

    Raises ValidationError for anything else.
    """
    file.seek(0)
    head = file.read(4096)
    try:
        if head[4:8] == b"ftyp" and head[8:12] in _MP4_BRANDS:
            return "mp4"
        if head.startswith(b"\x1aE\xdf\xa3") and b"webm" in head[:64]:
            return "webm"
        if head.startswith(b"OggS") and head[28:].startswith(_OGG_SOUNDS):
            return "ogg"
        if _is_mp3(file, head):
            return "mp3"
    finally:
        file.seek(0)
    raise ValidationError(
        "This is not a recording we can play. Use MP4 or WebM for video, MP3 or Ogg"
        " for sound.",
        code="not_a_recording",
    )


def validate_recording(file: IO[bytes]) -> None:
    """Refuse what is too heavy or no recording, with the reason."""
    if getattr(file, "_committed", False):
        return
    size = getattr(file, "size", 0)
    if size > MAX_BYTES:
        raise ValidationError(
            f"This file is {size / 1024**2:.0f} MB; at most"
            f" {MAX_BYTES // 1024**2} MB fit. Save it smaller, or embed it from where"
            " it is published.",
            code="too_heavy",
        )
    read_extension(file)


def forget_notes(file: IO[bytes]) -> None:
    """Empty the boxes of an MP4 that tell where and with what it was filmed.

    In place, for the others are found by their distance from the top.
    """
    if read_extension(file) == "mp4":
        _empty_notes(file, 0, file.seek(0, SEEK_END))
        file.seek(0)


def _empty_notes(file: IO[bytes], start: int, end: int) -> None:
    while start + 8 <= end:
        file.seek(start)
        head = file.read(16)
        length, kind = int.from_bytes(head[:4]), head[4:8]
        size = 8
        if length == 1:
            length, size = int.from_bytes(head[8:16]), 16
        stop = min(start + length, end) if length else end
        if kind in _MP4_NOTES:
            file.seek(start + 4)
            file.write(b"free")
            file.seek(start + size)
            file.write(bytes(max(stop - start - size, 0)))
        elif kind in _MP4_SHELVES:
            _empty_notes(file, start + size, stop)
        start = max(stop, start + 8)


def validate_captions(file: IO[bytes]) -> None:
    """Refuse captions that no player reads, with the reason."""
    if getattr(file, "_committed", False):
        return
    file.seek(0)
    data = file.read(MAX_CAPTIONS_BYTES + 1)
    file.seek(0)
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = ""
    if len(data) > MAX_CAPTIONS_BYTES or "\x00" in text or not _WEBVTT.match(text):
        raise ValidationError(
            "This is not a WebVTT file: its first line must be WEBVTT, in UTF-8.",
            code="not_captions",
        )
    if "-->" not in text:
        raise ValidationError("This file holds no captions.", code="no_captions")


def recording_path(instance: object, filename: str) -> str:
    """Name a stored recording: unguessable, with the extension of its real format."""
    extension = read_extension(instance.file)  # type: ignore[attr-defined]
    return f"{unguessable('recordings')}.{extension}"


def captions_path(instance: object, filename: str) -> str:
    return f"{unguessable('recordings')}.vtt"


def _is_mp3(file: IO[bytes], head: bytes) -> bool:
    """Two frames in a row; one alone is found in any file by chance."""
    start = 0
    if head.startswith(b"ID3") and len(head) > 10:
        a, b, c, d = head[6:10]
        start = 10 + (a << 21 | b << 14 | c << 7 | d)
    length = _mp3_frame(_at(file, start))
    return length > 0 and _mp3_frame(_at(file, start + length)) > 0


def _at(file: IO[bytes], offset: int) -> bytes:
    file.seek(offset)
    return file.read(4)


def _mp3_frame(header: bytes) -> int:
    """Return the length of the frame that begins so, 0 for what is no frame."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE6 != 0xE2:
        return 0
    version, kbits, hertz = header[1] >> 3 & 3, header[2] >> 4, header[2] >> 2 & 3
    if version not in _MP3_HERTZ or kbits in {0, 15} or hertz == 3:
        return 0
    rates = _MP3_KBITS if version == 3 else _MP3_KBITS_HALF
    factor = 144_000 if version == 3 else 72_000
    padding = header[2] >> 1 & 1
    return factor * rates[kbits] // _MP3_HERTZ[version][hertz] + padding
