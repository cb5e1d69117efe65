"""A signed link to what is not public yet, for a colleague; it expires by itself."""

from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, TimestampSigner
from django.urls import reverse
from django.utils import timezone

from articles.clock import StampError, read_stamp
from articles.models import Article, Author, Image, Update, WorkingCopy
from articles.models.figures import bake
from articles.sanitiser import sanitise, trusted
from articles.versions import Row
from articles.working_copies import DESK, STORY

_SIGNER = TimestampSigner(salt="articles.previews")
UNSAVED = 0  # the number of an update that has none yet
_WORDS = {
    Article: ("kicker", "headline", "standfirst"),
    Update: ("headline",),
}


class Preview(NamedTuple):
    """The article of a link, and its update that the link is about, if it is."""

    article: Article
    entry: Update | None


def preview_path(row: Article | Update | WorkingCopy) -> str:
    """Return the path under which anybody can read this row until the link expires."""
    name = f"{row._meta.model_name}-{row.pk}"
    anchor = f"#update-{row.pk}" if isinstance(row, Update) else ""
    if isinstance(row, WorkingCopy):
        anchor = f"#update-{UNSAVED}" if row.place == DESK else ""
    return reverse("preview", args=[_SIGNER.sign(name)]) + anchor


def read_preview(token: str) -> Preview | None:
    """Return what a link shows, None for one that expired, or is none of ours.

    What is hidden or withdrawn, or was sent meanwhile, is shown to nobody any more.
    """
    try:
        name = _SIGNER.unsign(token, max_age=settings.PREVIEW_HOURS * 60 * 60)
    except BadSignature:
        return None
    kind, _, pk = name.partition("-")
    if kind == "article":
        article = _article(pk)
        return Preview(article, None) if article else None
    if kind == "update":
        return _with_update(_update(pk))
    copy = WorkingCopy.objects.filter(pk=pk).first()
    return _preview_copy(copy) if copy else None


def overlay(row: Row, fields: dict[str, str]) -> Row:
    """Put what a form holds over an unsaved or saved row; nothing is saved by it."""
    for name in _WORDS[type(row)]:
        if name in fields:
            setattr(row, name, fields[name])
    if "body" in fields:
        try:
            body = sanitise(fields["body"])
        except ValidationError:
            body = ""  # longer than an entry may be: nothing to look at yet
        row.body, row.html = body, trusted(bake(body))  # type: ignore[assignment]
    return row


def _article(pk: str | int) -> Article | None:
    articles = Article.objects.select_related("section", "series", "lead_image")
    return articles.exclude(status=Article.Status.WITHDRAWN).filter(pk=pk).first()


def _update(pk: str) -> Update | None:
    updates = Update.objects.select_related("image", "author")
    return updates.still_there().filter(pk=pk).first()


def _with_update(update: Update | None) -> Preview | None:
    article = _article(update.article_id) if update else None
    if article is None or update is None:
        return None
    update.article = article
    return Preview(article, update)


def _preview_copy(copy: WorkingCopy) -> Preview | None:
    if copy.place.startswith("update-"):
        found = _with_update(_update(copy.place.removeprefix("update-")))
        if found and found.entry:
            overlay(found.entry, copy.fields)
        return found
    article = _article(copy.article_id)
    if article is None:
        return None
    if copy.place == STORY:
        overlay(article, copy.fields)
        return Preview(article, None)
    update = Update(pk=UNSAVED, article=article, stamped_at=_stamp(copy.fields))
    update.image = Image.objects.filter(pk=_number(copy.fields, "image")).first()
    update.author = Author.objects.filter(pk=_number(copy.fields, "author")).first()
    overlay(update, copy.fields)
    return Preview(article, update)


def _number(fields: dict[str, str], name: str) -> int:
    """Return the id in a field, 0 where there is none."""
    value = fields.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 19 else 0


def _stamp(fields: dict[str, str]) -> datetime:
    now = timezone.now()
    try:
        return read_stamp(fields.get("stamped_at", ""), now=now) or now
    except StampError:
        return now
