"""What a picture desk sends to the library, and what is stored then."""

LIBRARY = "/admin/articles/image/"
JSON = {"Accept": "application/json"}


def files(media):
    return {path.relative_to(media).as_posix() for path in media.rglob("*.*")}


def change(desk, image, **fields):
    told = {"alt_text": image.alt_text, "caption": image.caption, "focus_x": 50}
    told |= {"credit": image.credit, "focus_y": 50} | fields
    return desk.post(f"{LIBRARY}{image.pk}/change/", told)
