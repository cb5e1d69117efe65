"""What a picture file really is, read from its header before anything decodes it."""

import secrets
from typing import IO

from django.core.exceptions import ValidationError
from PIL import Image as Pillow
from PIL import UnidentifiedImageError

MAX_BYTES = 25 * 1024 * 1024
MAX_PIXELS = 50_000_000
EXTENSIONS = {
    "JPEG": "jpg",
    "PNG": "png",
    "WEBP": "webp",
    "AVIF": "avif",
    "GIF": "gif",
}


def read_format(file: IO[bytes]) -> str:
    """Return the picture's format (a key of EXTENSIONS); leave `file` at its start.

    Raises ValidationError for anything that is not one of these formats.
    """
    file.seek(0)
    try:
        with Pillow.open(file, formats=list(EXTENSIONS)) as picture:
            return picture.format or ""
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise ValidationError(
            "This is not a picture we can print. Use JPEG, PNG, WebP, AVIF or GIF.",
            code="not_a_picture",
        ) from error
    except Pillow.DecompressionBombError as error:
        raise _too_many_pixels() from error
    finally:
        file.seek(0)


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
    read_format(file)
    with Pillow.open(file) as picture:
        if picture.width * picture.height > MAX_PIXELS:
            raise _too_many_pixels()
        try:
            picture.load()
        except (OSError, ValueError, SyntaxError) as error:
            raise ValidationError(
                "This picture is damaged: a part of it is missing.", code="damaged"
            ) from error
    file.seek(0)


def picture_path(instance: object, filename: str) -> str:
    """Name a stored picture: unguessable, with the extension of its real format."""
    extension = EXTENSIONS[read_format(instance.file)]  # type: ignore[attr-defined]
    token = secrets.token_hex(12)
    return f"images/{token[:2]}/{token[2:]}.{extension}"


def _too_many_pixels() -> ValidationError:
    return ValidationError(
        f"This picture has more than {MAX_PIXELS // 1_000_000} megapixels."
        " Save it smaller.",
        code="too_large",
    )
