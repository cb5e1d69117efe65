"""What a person may ask for: a copy of it all, or that it is forgotten."""

import json
from datetime import datetime
from typing import Any
from uuid import uuid4

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import F, ProtectedError, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from comments.acts import act_on, lock_threads
from comments.models import (
    Appeal,
    Comment,
    CommentRevision,
    Like,
    ModerationAction,
    Report,
    Sanction,
    Statement,
)
from comments.models.comment_queryset import CommentQuerySet
from comments.readers import reader_for

Act = ModerationAction.Act
FORMER = "A former reader"
_ON_RECORD = (
    "This is one of the newsroom's accounts, whose acts stay on record."
    " An administrator can close it."
)


class ErasureRefused(Exception):
    """Why an account cannot be erased, in a sentence for its owner."""


def export_data(user: User) -> dict[str, Any]:
    """Return all that the site holds about an account, ready for JSON."""
    reader = reader_for(user)
    data = {
        "exported_at": timezone.now(),
        "account": {
            "username": user.username,
            "full_name": user.get_full_name(),
            "email": user.email,
            "joined_at": user.date_joined,
            "last_signed_in_at": user.last_login,
        },
        "email_addresses": list(
            EmailAddress.objects.filter(user=user).values(
                "email", "verified", "primary"
            )
        ),
        "sign_in_keys": list(
            Authenticator.objects.filter(user=user).values(
                "type", "created_at", "last_used_at"
            )
        ),
        "display_name": reader.display_name,
        "display_name_since": reader.created_at,
        "comments": [_exported(comment) for comment in _own_comments(user)],
        "likes": [
            {"comment": reverse("comment", args=[comment_id]), "liked_at": liked_at}
            for comment_id, liked_at in _liked(user).values_list(
                "comment_id", "liked_at"
            )
        ],
        **_moderated(user),
    }
    return json.loads(json.dumps(data, cls=DjangoJSONEncoder))


@transaction.atomic
def erase(user: User) -> None:
    """Delete an account and what it said; its comments stay as empty places.

    No comment row is deleted and no tree column touched, so that every reply keeps
    its place. What others did (their replies, their likes) stays.

    Raises ErasureRefused for the newsroom's own accounts, whose acts are on record.
    """
    # Nobody can post in this name from here on: a comment would wait, and then fail.
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.is_staff:
        raise ErasureRefused(_ON_RECORD)
    own = Comment.objects.order_by().filter(author=user)
    liked = Comment.objects.order_by().filter(pk__in=_liked(user).values("comment"))
    lock_threads(own | liked)
    liked.filter(likes__gt=0).update(likes=F("likes") - 1)
    Report.objects.filter(reporter=user).update(reporter=None, reporter_key="")
    Statement.objects.signed(user.email).update(address="")
    _empty(own, account=user)
    try:
        user.delete()
    except ProtectedError as error:
        raise ErasureRefused(_ON_RECORD) from error


@transaction.atomic
def erase_guest(email: str) -> int:
    """Empty the comments that guests signed with `email`; return their number."""
    comments = Comment.objects.order_by()
    signed = comments.filter(author=None, email__iexact=email.strip()).exclude(email="")
    lock_threads(signed)
    Statement.objects.signed(email.strip()).update(address="")
    return _empty(signed)


@transaction.atomic
def purge(*, networks_before: datetime, emails_before: datetime) -> tuple[int, int]:
    """Empty the network hashes and the guests' addresses of comments older than that.

    Return how many of each. Guests' reports hold such a hash too, and lose it.
    """
    comments = Comment.objects.order_by()
    networks = comments.filter(created_at__lt=networks_before).exclude(network="")
    emails = comments.filter(created_at__lt=emails_before).exclude(email="")
    guests = Report.objects.filter(reporter=None, reported_at__lt=networks_before)
    reports = guests.exclude(reporter_key="")
    told = Statement.objects.filter(made_at__lt=emails_before).exclude(address="")
    lock_threads(networks | emails)
    return (
        networks.update(network="") + reports.update(reporter_key=""),
        emails.update(email="") + told.update(address=""),
    )


def forget_sign_ups(*, before: datetime) -> int:
    """Delete accounts whose address was never proved since; return how many.

    Nobody has ever been signed in to one, and it may name somebody else's address.
    """
    strangers = User.objects.filter(is_staff=False, last_login=None)
    unproved = strangers.filter(emailaddress__isnull=False, date_joined__lt=before)
    unproved = unproved.exclude(emailaddress__verified=True).distinct()
    pks = list(unproved.values_list("pk", flat=True))
    User.objects.filter(pk__in=pks).delete()
    return len(pks)


def _liked(user: User) -> QuerySet[Like]:
    return Like.objects.filter(reader=user)


def _own_comments(user: User) -> CommentQuerySet:
    own = Comment.objects.filter(author=user).order_by("created_at", "pk")
    return own.select_related("article").prefetch_related("revisions")


def _exported(comment: Comment) -> dict[str, Any]:
    return {
        "address": comment.get_absolute_url(),
        "article": comment.article.headline,
        "answers_comment": comment.parent_id,
        "name": comment.name,
        "body": comment.body,
        "status": comment.status,
        "hidden_reason": comment.hidden_reason,
        "hidden_note": comment.hidden_note,
        "held_because": comment.held_because,
        "likes": comment.likes,
        "created_at": comment.created_at,
        "edited_at": comment.edited_at,
        "network": comment.network,
        "earlier_versions": [
            {"body": earlier.body, "replaced_at": earlier.replaced_at}
            for earlier in comment.revisions.all()
        ],
    }


def _moderated(user: User) -> dict[str, Any]:
    """What a reader and the moderators had to do with each other."""
    appeals = Appeal.objects.filter(
        Q(action__comment__author=user) | Q(action__account=user)
    )
    return {
        "reports": list(
            Report.objects.filter(reporter=user).values(
                "comment_id", "reason", "note", "reported_at", "resolved_at"
            )
        ),
        "sanctions": list(
            Sanction.objects.filter(account=user).values(
                *("kind", "reason", "message", "made_at", "until", "lifted_at")
            )
        ),
        "appeals": list(appeals.values("words", "made_at", "outcome", "answer")),
    }


def _empty(comments: CommentQuerySet, *, account: User | None = None) -> int:
    """Take back comments whoever wrote them; return their number."""
    standing = comments.exclude(status=Comment.Status.WITHDRAWN)
    after = {"status": Comment.Status.WITHDRAWN}
    note = "The author was erased."
    act_on(standing, Act.WITHDRAW, by=None, group=uuid4(), after=after, note=note)
    CommentRevision.objects.filter(comment__in=comments).delete()
    _forget_decisions(comments, account)
    emptied = comments.update(
        author=None,
        name=FORMER,
        email="",
        network="",
        body="",
        html="",
        status=Comment.Status.WITHDRAWN,
        hidden_reason="",
        hidden_note="",
        held_because="",
        is_pick=False,
    )
    return emptied


def _forget_decisions(comments: CommentQuerySet, account: User | None) -> None:
    """Empty what was said in appeals, and where decisions were mailed to."""
    theirs = Q(comment__in=comments)
    if account is not None:
        theirs |= Q(account=account)
    told = ModerationAction.objects.filter(theirs, act__in=[Act.HIDE, Act.SANCTION])
    if told.exists():
        Appeal.objects.filter(action__in=told).update(words="")
        Statement.objects.filter(action__in=told).update(address="")
