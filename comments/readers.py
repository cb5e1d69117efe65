"""Readers with an account: their names, and what they said."""

import secrets
from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from articles.models import Article
from comments.acts import lock_threads
from comments.models import (
    Comment,
    Reader,
)
from comments.models.comment_queryset import CommentQuerySet
from comments.names import MAX_LENGTH, check_name, skeleton
from comments.refusals import PostingRefused
from comments.rulebook import rules_of
from comments.screening import refuse_name
from comments.standing import check_standing

TAKEN = "Another reader has this name, or one that looks like it."
_FALLBACK = "Reader"


def reader_for(user: User) -> Reader:
    """Return how `user` appears to others, made on first use.

    It is called by the full name, which for a reader is what was asked for at the
    sign-up, or else by its address before the @; with a number behind where another
    reader is called that.
    """
    found = getattr(user, "reader", None)  # AttributeError where there is none yet
    if found:
        return found
    for name in _numbered(_first_name(user)):
        try:
            with transaction.atomic():
                return Reader.objects.create(
                    user=user, display_name=name, skeleton=skeleton(name)
                )
        except IntegrityError:  # the name is taken, or this reader was just made
            found = Reader.objects.filter(user=user).first()
            if found:
                return found
    raise AssertionError("unreachable")


def free_name(name: str, *, for_reader: Reader | None = None) -> str:
    """Return `name` cleaned, for a new reader or for one that has a name already.

    Raises ValidationError where it is unfit or somebody else's.
    """
    name = check_name(name, reserved=[settings.NEWSROOM_NAME])
    others = Reader.objects.filter(skeleton=skeleton(name))
    if for_reader:
        others = others.exclude(pk=for_reader.pk)
    if others.exists():
        raise ValidationError(TAKEN, code="taken")
    return name


def account_name(name: str, *, for_reader: Reader | None = None) -> str:
    """Return a name as `free_name` does, for who will have it beside each comment.

    Raises ValidationError also for words that comments do without, and for who may
    not speak.
    """
    name = free_name(name, for_reader=for_reader)
    try:
        by = for_reader.user if for_reader else AnonymousUser()
        standing = check_standing(by, is_speech=False)
    except PostingRefused as error:
        raise ValidationError(str(error)) from error
    if refusal := refuse_name(name, rules_of(standing.rules_version)):
        raise ValidationError(refusal)
    return name


def rename(reader: Reader, *, name: str) -> Reader:
    """Give a reader and all its comments another name.

    Raises ValidationError as `account_name`.
    """
    reader.display_name = account_name(name, for_reader=reader)
    reader.skeleton = skeleton(reader.display_name)
    own = Comment.objects.order_by().filter(author_id=reader.user_id)
    try:
        with transaction.atomic():
            lock_threads(own)
            reader.save(update_fields=["display_name", "skeleton"])
            own.update(name=reader.display_name)
    except IntegrityError as error:
        raise ValidationError(TAKEN, code="taken") from error
    return reader


def public_comments(reader: Reader) -> CommentQuerySet:
    """What anybody may read of a reader, newest first."""
    return (
        Comment.objects.published()
        .filter(author_id=reader.user_id, article__in=Article.objects.published())
        .order_by("-created_at", "-pk")
    )


def _first_name(user: User) -> str:
    """The newsroom's people may be called what nobody else may."""
    local = user.email.partition("@")[0]
    name = (user.get_full_name() or local or user.get_username())[:MAX_LENGTH]
    if user.is_staff:
        return name
    try:
        return check_name(name, reserved=[settings.NEWSROOM_NAME])
    except ValidationError:
        return _FALLBACK


def _numbered(name: str) -> Iterator[str]:
    """Yield the name, and then with one drawn number after another behind it."""
    yield name
    while True:
        yield f"{name[: MAX_LENGTH - 6]} {secrets.randbelow(90_000) + 10_000}"
