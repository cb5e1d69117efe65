"""Rows for tests: each call makes a valid one, whatever is not named is made up."""

import io
import time
from itertools import count
from random import Random

from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image as Pillow

from articles import renditions
from articles.models import Article, Author, Image, Recording, Section, Update
from comments import traps
from comments.models import Comment
from comments.tree import plant

_numbers = count(1)


def make_user(role, *, name=None, **fields):
    name = name or f"{(role or 'reader').lower()}-{next(_numbers)}"
    user = User.objects.create_user(name, password="a-password", **fields)
    if role:
        user.is_staff = True
        user.save()
        user.groups.add(Group.objects.get(name=role))
    return user


def make_section(slug="world"):
    return Section.objects.get_or_create(slug=slug, defaults={"name": slug.title()})[0]


def make_author(name):
    return Author.objects.create(name=name, slug=name.lower().replace(" ", "-"))


def make_article(**fields):
    number = next(_numbers)
    defaults = {
        "headline": f"Headline {number}",
        "slug": f"story-{number}",
        "standfirst": "What happened.",
        "body": "<p>The story so far.</p>",
        "status": Article.Status.PUBLISHED,
        "published_at": timezone.now(),
    }
    if "section" not in fields:
        fields["section"] = make_section()
    if fields.get("status") == Article.Status.DRAFT:
        defaults["published_at"] = None
    return Article.objects.create(**defaults | fields)


def make_live_article(**fields):
    return make_article(coverage=Article.Coverage.LIVE, **fields)


def make_update(article, **fields):
    defaults = {"body": "<p>Something moved.</p>", "status": Update.Status.PUBLISHED}
    return Update.objects.create(article=article, **defaults | fields)


def make_comment(article, parent=None, **fields):
    defaults = {"name": f"Reader {next(_numbers)}", "body": "I was there."}
    return plant(Comment(article=article, parent=parent, **defaults | fields))


def squeeze(first):
    """Number a thread as MPTT does, without gaps: as earlier versions left it."""
    thread = Comment.objects.filter(tree_id=first.tree_id)
    edges = sorted(edge for pair in thread.values_list("lft", "rght") for edge in pair)
    places = {edge: place for place, edge in enumerate(edges, start=1)}
    for pk, lft, rght in thread.values_list("pk", "lft", "rght"):
        thread.filter(pk=pk).update(lft=places[lft], rght=places[rght])


def guest_form(**fields):
    """What a person's browser sends: the form was drawn a while ago."""
    return {
        "name": "Nell",
        "email": "nell@example.org",
        "body": "I saw that.",
        traps.TOKEN: traps.issue(time.time() - 60),
        **fields,
    }


def picture_bytes(format="PNG", size=(40, 30)):
    file = io.BytesIO()
    Pillow.new("RGB", size, "#345").save(file, format)
    return file.getvalue()


def picture_upload(name="harbour.png", **kwargs):
    return SimpleUploadedFile(name, picture_bytes(**kwargs))


def make_image(size=(40, 30), **fields):
    file = picture_upload(size=size)
    defaults = {"alt_text": "The harbour at dawn", "file": file}
    return Image.objects.create(**defaults | fields)


def mp3_bytes(frames=3):
    """Silence, as far as a header goes: MPEG 1, layer III, 128 kbit/s, 44.1 kHz."""
    return (b"\xff\xfb\x90\x00" + bytes(413)) * frames


def mp4_bytes():
    return b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(64)


def make_recording(data=None, **fields):
    defaults = {
        "title": "The bell at Skarne",
        "file": SimpleUploadedFile("a.bin", data or mp3_bytes()),
    }
    return Recording.objects.create(**defaults | fields)


def photo(size=(1600, 900), seed=1):
    """What a camera sees, as far as an encoder can tell: soft shapes and fine grain."""
    random, picture = Random(seed), None
    for cells, share in ((8, 1), (40, 0.5), (200, 0.3), (800, 0.15)):
        rows = max(1, cells * size[1] // size[0])
        layer = Pillow.frombytes(
            "RGB", (cells, rows), random.randbytes(cells * rows * 3)
        )
        layer = layer.resize(size, Pillow.Resampling.BICUBIC)
        picture = layer if picture is None else Pillow.blend(picture, layer, share)
    return picture


def make_photo(size=(1600, 900), seed=1, **fields):
    """A picture of the library with its renditions."""
    file = io.BytesIO()
    photo(size, seed).save(file, "JPEG", quality=88)
    upload = SimpleUploadedFile("photo.jpg", file.getvalue())
    image = make_image(file=upload, **fields)
    renditions.make(image)
    image.refresh_from_db()
    return image
