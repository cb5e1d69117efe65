"""A picture's cuts, made and opened."""

import io

from django.core.files.storage import default_storage
from PIL import Image as Pillow

from articles import renditions


def made(image):
    """The image with its renditions, and all its cuts by name."""
    renditions.make(image)
    image.refresh_from_db()
    cuts = {}
    for label, suffix in image.renditions.labels:
        with default_storage.open(image.renditions.name(label, suffix)) as file:
            cuts[label, suffix] = Pillow.open(io.BytesIO(file.read()))
    return image, cuts
