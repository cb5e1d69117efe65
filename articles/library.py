"""What the picture desk does with the pictures and recordings it keeps."""

from functools import partial
from typing import IO

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.db import transaction

from articles.changes import lock
from articles.models import Article, Image, Recording, Update
from articles.renditions import darkroom, discard
from articles.roles import Actor, require
from articles.uploads import fingerprint, stripped, validate_picture
from articles.uses import find_uses, reprint

# What a page prints of a picture; a change of these is sent to open pages.
PRINTED = ("alt_text", "is_decorative", "caption", "credit")


@transaction.atomic
def revise(image: Image, *, by: Actor) -> Image:
    """Save a picture as it stands, new or known; pages that show it follow.

    Another file keeps the number and gets a new name; the one before is deleted at
    once, for it may have to be gone. Its renditions are made soon after.

    Raises PermissionDenied.
    """
    if image.pk is None:
        require(by, "articles.add_image")
        image.save()
        transaction.on_commit(darkroom.wake)
        return image
    _require_revision(image, by)
    before = Image.objects.select_for_update().get(pk=image.pk)
    # What the darkroom wrote since the row was read stays.
    image.stored_renditions = before.stored_renditions
    image.is_waiting = before.is_waiting or _focus(image) != _focus(before)
    image.save()
    is_replaced = image.file.name != before.file.name
    if is_replaced:
        transaction.on_commit(partial(_delete_files, before))
    if is_replaced or any(getattr(image, n) != getattr(before, n) for n in PRINTED):
        reprint(find_uses(image), is_news=True)
    transaction.on_commit(darkroom.wake)
    return image


@transaction.atomic
def take_in(file: IO[bytes], *, by: Actor) -> Image:
    """Keep an uploaded picture that is still to be described; no page prints it yet.

    Raises PermissionDenied, and ValidationError for what is no picture of ours or in
    the library already.
    """
    require(by, "articles.add_image")
    validate_picture(file)
    refuse_same(file)
    image = Image.objects.create(file=file)
    transaction.on_commit(darkroom.wake)
    return image


def refuse_same(file: IO[bytes], *, but: Image | None = None) -> None:
    """Raise ValidationError when the library has this picture, `but` left aside."""
    same = Image.objects.filter(content_hash=fingerprint(stripped(file)))
    if but is not None:
        same = same.exclude(pk=but.pk)
    if known := same.first():
        raise ValidationError(
            f"The library has this picture already: No. {known.pk}, “{known}”.",
            code="same",
            params={"known": known.pk},
        )


@transaction.atomic
def remove(kept: Image | Recording, *, by: Actor) -> None:
    """Delete what nothing shows, its files included.

    Raises PermissionDenied, and ValidationError when something still shows it.
    """
    require(by, f"articles.delete_{kept._meta.model_name}")
    if find_uses(kept):
        raise ValidationError(f"“{kept}” is still shown.", code="in_use")
    before = type(kept).objects.get(pk=kept.pk)
    kept.delete()
    transaction.on_commit(partial(_delete_files, before))


@transaction.atomic
def remove_now(kept: Image | Recording, *, by: Actor) -> None:
    """Take it out of every page, wherever it is shown, and delete its files.

    What has it on top or beside loses it; a text that has it as a figure prints
    without, and open pages follow.

    Raises PermissionDenied.
    """
    require(by, f"articles.delete_{kept._meta.model_name}")
    uses = find_uses(kept)
    for story in uses.stories:
        lock(story)
    before = type(kept).objects.select_for_update(of=("self",)).get(pk=kept.pk)
    if isinstance(kept, Image):
        Article.objects.filter(lead_image=kept).update(lead_image=None)
        Update.objects.filter(image=kept).update(image=None)
        Recording.objects.filter(poster=kept).update(poster=None)
    kept.delete()
    reprint(uses, is_news=True)
    transaction.on_commit(partial(_delete_files, before))


@transaction.atomic
def revise_recording(recording: Recording, *, by: Actor) -> Recording:
    """Save a recording as it stands, new or known; pages that show it follow.

    Raises PermissionDenied.
    """
    if recording.pk is None:
        require(by, "articles.add_recording")
        recording.save()
        return recording
    _require_revision(recording, by)
    before = Recording.objects.select_for_update().get(pk=recording.pk)
    recording.save()
    for name in _file_names(before) - _file_names(recording):
        transaction.on_commit(partial(default_storage.delete, name))
    reprint(find_uses(recording), is_news=True)
    return recording


def may_revise(kept: Image | Recording, *, by: Actor) -> bool:
    """Whether `by` may change it; what is or was public is for those who publish."""
    if not by.has_perm(f"articles.change_{kept._meta.model_name}"):
        return False
    if by.has_perm("articles.publish_article"):
        return True
    uses = find_uses(kept)
    shown: list[Article | Update] = [*uses.articles, *uses.updates]
    return all(row.is_unpublished for row in shown)


def _require_revision(kept: Image | Recording, by: Actor) -> None:
    if not may_revise(kept, by=by):
        raise PermissionDenied(f"{by} may not change {kept._meta.label} {kept.pk}")


def _focus(image: Image) -> tuple[int, int]:
    return image.focus_x, image.focus_y


def _file_names(kept: Image | Recording) -> set[str]:
    files = {kept.file.name}
    if isinstance(kept, Recording):
        files.add(kept.captions.name)
    return {name for name in files if name}


def _delete_files(gone: Image | Recording) -> None:
    if isinstance(gone, Image):
        discard(gone.renditions)
    for name in _file_names(gone):
        default_storage.delete(name)
