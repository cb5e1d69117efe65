"""A moderator says “I have this one”; it ends by itself after some minutes."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from articles.roles import Actor
from comments.acts import NotPossible
from comments.models import Claim, Comment
from comments.roles import require_moderator


def claim(comment: Comment, *, by: User) -> Claim:
    """Take an item for some minutes, or for some more.

    Raises PermissionDenied, NotPossible where a colleague has it.
    """
    require_moderator(by)
    until = timezone.now() + timedelta(minutes=settings.COMMENT_CLAIM_MINUTES)
    free = Q(until__lte=timezone.now()) | Q(claimed_by=by.pk)
    rows = Claim.objects.filter(free, comment=comment)
    if not rows.update(claimed_by=by.pk, until=until):
        try:
            with transaction.atomic():
                Claim.objects.create(comment=comment, claimed_by=by, until=until)
        except IntegrityError:
            check_claim(comment, by=by)
    return Claim.objects.get(comment=comment)


def release(comment: Comment, *, by: Actor) -> None:
    """Give an item back; twice is as once. Raises PermissionDenied."""
    require_moderator(by)
    Claim.objects.filter(comment=comment, claimed_by=by.pk).delete()


def check_claim(comment: Comment, *, by: Actor | None) -> None:
    """Raise NotPossible where somebody else is looking at it."""
    running = Claim.objects.running().filter(comment=comment)
    held = running.select_related("claimed_by").first()
    if held is not None and by is not None and held.claimed_by_id != by.pk:
        who = held.claimed_by.get_full_name() or held.claimed_by.get_username()
        at = f"{timezone.localtime(held.until):%H:%M}"
        raise NotPossible(f"{who} has claimed this until {at}.")
