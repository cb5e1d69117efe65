"""A picture file without what it tells of its maker: places, names, notes, payloads.

Only the parts that draw the picture are copied, byte by byte, so nothing is lost to a
second compression; whatever follows the end of the picture is not copied either.
"""

import io
import re
import struct
from collections.abc import Callable, Iterator

from PIL import ExifTags, ImageOps
from PIL import Image as Pillow

_JPEG_MARKER = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")
_PNG_START = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"bKGD", b"pHYs", b"sBIT"}
_PNG_KEPT |= {b"cHRM", b"gAMA", b"iCCP", b"sRGB", b"cICP", b"acTL", b"fcTL", b"fdAT"}
_WEBP_KEPT = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP", b"ANIM", b"ANMF"}
_AVIF_KEPT = {b"ftyp", b"meta", b"moov", b"mdat"}
_GIF_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


def strip(data: bytes) -> bytes:
    """Return a JPEG, PNG, WebP, AVIF or GIF with nothing but its picture.

    Raises ValueError, IndexError or struct.error for a file that ends too soon.
    """
    with Pillow.open(io.BytesIO(data)) as picture:
        kind = "JPEG" if picture.format == "MPO" else str(picture.format)
        turned = 1
        if kind != "PNG" or b"eXIf" in data:  # else Pillow decodes it to be sure
            turned = picture.getexif().get(ExifTags.Base.Orientation, 1)
        is_told_inside = kind == "AVIF" and {"exif", "xmp"} & picture.info.keys()
        if is_told_inside or (kind != "JPEG" and turned not in {0, 1}):
            return _drawn_anew(picture, kind)
    if kind == "JPEG":
        return b"".join(_jpeg(data, turned))
    return b"".join(_PARTS[kind](data))


def _drawn_anew(picture: Pillow.Image, kind: str) -> bytes:
    """For the rare file whose notes or turn cannot be taken out of its bytes."""
    drawn, options = io.BytesIO(), {"quality": 90}
    if getattr(picture, "n_frames", 1) > 1:
        picture.save(drawn, kind, save_all=True, exif=b"", xmp=b"", **options)
        return drawn.getvalue()
    profile = picture.info.get("icc_profile")
    upright = ImageOps.exif_transpose(picture)
    upright.info = {}
    upright.save(drawn, kind, exif=b"", icc_profile=profile, **options)
    return drawn.getvalue()


def _jpeg(data: bytes, turned: int) -> Iterator[bytes]:
    """Segments up to the end marker; of the notes only which side is up."""
    yield data[:2]
    if turned in range(2, 9):
        exif = struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, 0x112, 3, 1, turned, 0, 0)
        yield b"\xff\xe1" + struct.pack(">H", len(exif) + 8) + b"Exif\0\0" + exif
    at = 2
    while found := _JPEG_MARKER.search(data, at):
        if found.start() > at:
            yield data[at : found.start()]  # the scan that followed
        marker, start = found[0][-1], found.end()
        if marker == 0xD9:
            break
        at = start + int.from_bytes(data[start : start + 2])
        body = data[start + 2 : at]
        is_note = marker == 0xFE or marker in range(0xE1, 0xF0)
        is_colour = marker == 0xEE or (
            marker == 0xE2 and body.startswith(b"ICC_PROFILE\0")
        )
        if not is_note or is_colour:
            yield b"\xff" + bytes([marker]) + data[start:at]
    else:
        yield data[at:]
    yield b"\xff\xd9"


def _png(data: bytes) -> Iterator[bytes]:
    at, kind = len(_PNG_START), b""
    yield _PNG_START
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", data, at)
        if kind in _PNG_KEPT:
            yield data[at : at + length + 12]
        at += length + 12


def _webp(data: bytes) -> Iterator[bytes]:
    """RIFF chunks, with the flags of those left out taken down."""
    (size,) = struct.unpack_from("<I", data, 4)
    at, end, kept = 12, min(len(data), size + 8), []
    while at + 8 <= end:
        kind, length = struct.unpack_from("<4sI", data, at)
        following = at + 8 + length + length % 2
        if kind in _WEBP_KEPT:
            chunk = bytearray(data[at:following])
            if kind == b"VP8X":
                chunk[8] &= ~0x0C  # EXIF, XMP
            kept.append(bytes(chunk))
        at = following
    body = b"WEBP" + b"".join(kept)
    yield b"RIFF" + struct.pack("<I", len(body)) + body


def _avif(data: bytes) -> Iterator[bytes]:
    """Boxes; a dropped one leaves its room empty, for offsets count from the top."""
    at = 0
    while at + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        if length == 1:
            (length,) = struct.unpack_from(">Q", data, at + 8)
        length = length or len(data) - at
        if kind in _AVIF_KEPT:
            yield data[at : at + length]
        elif any(later in data[at:] for later in (b"mdat", b"meta")):
            yield struct.pack(">I4s", length, b"free") + bytes(length - 8)
        at += max(length, 8)


def _gif(data: bytes) -> Iterator[bytes]:
    """Frames, their timing and the loop; no comment, no text, no other application."""
    at = 13 + _gif_colours(data[10])
    yield data[:at]
    while at < len(data) and data[at] in {0x21, 0x2C}:
        start, is_frame = at, data[at] == 0x2C
        label = data[at + 1]
        at += 11 + _gif_colours(data[at + 9]) if is_frame else 2
        first = data[at + 1 : at + 1 + data[at]]
        while data[at]:
            at += data[at] + 1
        at += 1
        is_loop = label == 0xFF and first.startswith(_GIF_LOOPS)
        if is_frame or label == 0xF9 or is_loop:
            yield data[start:at]
    yield b";"


def _gif_colours(flags: int) -> int:
    """Return the length of a colour table by the flags that announce it."""
    return 3 * 2 ** (flags % 8 + 1) if flags & 0x80 else 0


_PARTS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "PNG": _png,
    "WEBP": _webp,
    "AVIF": _avif,
    "GIF": _gif,
}
