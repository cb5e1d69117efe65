"""What a picture file really is, read from its header before anything decodes it."""

import hashlib
import secrets
import struct
from typing import IO

from django.core.exceptions import ValidationError
from PIL import ExifTags, UnidentifiedImageError
from PIL import Image as Pillow

from articles.stripping import strip

MAX_BYTES = 25 * 1024 * 1024
MAX_PIXELS = 50_000_000
MAX_FRAMES = 1000
MAX_ANIMATED_PIXELS = 100_000_000  # of all frames; half a minute of a small one
EXTENSIONS = {
    "JPEG": "jpg",
    "PNG": "png",
    "WEBP": "webp",
    "AVIF": "avif",
    "GIF": "gif",
}
# A stored file is served as its extension says and as nothing else.
MEDIA_TYPES = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "avif": "image/avif",
    "gif": "image/gif",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "mp3": "audio/mpeg",
    "ogg": "audio/ogg",
    "vtt": "text/vtt; charset=utf-8",
}


def open_picture(file: IO[bytes]) -> Pillow.Image:
    """Open a picture without decoding it.

    Raises ValidationError for anything that is not one of EXTENSIONS, or too large.
    """
    file.seek(0)
    try:
        picture = Pillow.open(file, formats=list(EXTENSIONS))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise ValidationError(
            "This is not a picture we can print. Use JPEG, PNG, WebP, AVIF or GIF.",
            code="not_a_picture",
        ) from error
    except Pillow.DecompressionBombError as error:
        raise _too_many_pixels() from error
    if picture.width * picture.height > MAX_PIXELS:
        raise _too_many_pixels()
    return picture


def read_format(file: IO[bytes]) -> str:
    """Return the picture's format (a key of EXTENSIONS); leave `file` at its start.

    Raises ValidationError for anything that is not one of these formats.
    """
    try:
        with open_picture(file) as picture:
            # A phone's JPEG may carry a second picture, and is then called MPO.
            return "JPEG" if picture.format == "MPO" else picture.format or ""
    finally:
        file.seek(0)


def upright_size(picture: Pillow.Image) -> tuple[int, int]:
    """Return width and height as they are seen; a camera's JPEG may lie on its side."""
    width, height = picture.size
    if picture.format not in {"JPEG", "MPO"}:
        return width, height  # asking a PNG would decode it; `strip` turns the others
    lies = picture.getexif().get(ExifTags.Base.Orientation, 1) > 4
    return (height, width) if lies else (width, height)


def validate_picture(file: IO[bytes]) -> None:
    """Refuse what is too heavy, too large or not a picture, with the reason."""
    if getattr(file, "_committed", False):
        return  # stored before, and not sent again
    size = getattr(file, "size", 0)
    if size > MAX_BYTES:
        raise ValidationError(
            f"This file is {size / 1024**2:.1f} MB; at most"
            f" {MAX_BYTES // 1024**2} MB fit. Save it smaller.",
            code="too_heavy",
        )
    with open_picture(file) as picture:
        try:
            frames = getattr(picture, "n_frames", 1)
            pixels = picture.width * picture.height * frames
            if frames > MAX_FRAMES or pixels > MAX_ANIMATED_PIXELS:
                raise ValidationError(
                    "This animation is too long. Upload it as a video.",
                    code="too_long",
                )
            picture.load()
        except (OSError, ValueError, SyntaxError, EOFError) as error:
            raise _damaged() from error
    stripped(file)


def stripped(file: IO[bytes]) -> bytes:
    """Return what is kept of a picture file: see `stripping`. Leaves it at its start.

    Raises ValidationError for a file that is no whole picture.
    """
    read_format(file)
    try:
        return strip(file.read())
    except (OSError, ValueError, IndexError, struct.error) as error:
        raise _damaged() from error
    finally:
        file.seek(0)


def fingerprint(data: bytes) -> str:
    """Return what the same picture has in common, whatever its file was called."""
    return hashlib.sha256(data).hexdigest()


def picture_path(instance: object, filename: str) -> str:
    """Name a stored picture: unguessable, with the extension of its real format."""
    extension = EXTENSIONS[read_format(instance.file)]  # type: ignore[attr-defined]
    return f"{unguessable('images')}.{extension}"


def unguessable(folder: str) -> str:
    """Return a path in `folder` that nobody finds by trying, without an extension."""
    token = secrets.token_hex(12)
    return f"{folder}/{token[:2]}/{token[2:]}"


def _damaged() -> ValidationError:
    return ValidationError(
        "This picture is damaged: a part of it is missing.", code="damaged"
    )


def _too_many_pixels() -> ValidationError:
    return ValidationError(
        f"This picture has more than {MAX_PIXELS // 1_000_000} megapixels."
        " Save it smaller.",
        code="too_large",
    )
