"""What moderators do to people and addresses: note, warn, slow, suspend, ban."""

from uuid import UUID, uuid4

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from articles.roles import Actor, require
from comments.acts import NotPossible
from comments.bulk import hide_many
from comments.models import Comment, ModerationAction, Sanction
from comments.models.comment_queryset import CommentQuerySet
from comments.roles import is_above, rank
from comments.statements import state_reasons

Act = ModerationAction.Act
Kind = Sanction.Kind


@transaction.atomic
def impose(sanction: Sanction, *, by: User, clean_up: bool = False) -> Sanction:
    """Let an unsaved sanction stand; with `clean_up` hide all its target has said.

    One act: an undo lifts it and restores each comment.

    Raises PermissionDenied, ValidationError for what makes no sense, NotPossible.
    """
    require(by, "comments.add_sanction")
    sanction.made_by = by
    sanction.full_clean()
    _check_targets(sanction, by=by)
    sanction.save()
    group = uuid4()
    _log(sanction, Act.SANCTION, by=by, group=group)
    if clean_up and sanction.kind == Kind.BAN:
        said, why = comments_of(sanction), "With the ban."  # the log names nobody
        hide_many(said, by=by, reason=sanction.reason, note=why, group=group)
    if sanction.account_id and sanction.kind in {Kind.SUSPENSION, Kind.BAN}:
        state_reasons(group)
    return sanction


@transaction.atomic
def lift(sanction: Sanction, *, by: User, note: str = "") -> Sanction:
    """End a sanction before its time.

    Raises PermissionDenied, NotPossible.
    """
    return end(sanction, by=by, act=Act.LIFT, group=uuid4(), note=note)


def end(
    sanction: Sanction,
    *,
    by: Actor,
    act: ModerationAction.Act,
    group: UUID,
    note: str = "",
    undoes: ModerationAction | None = None,
) -> Sanction:
    """Lift a sanction within a larger act. Raises as `lift`."""
    require(by, "comments.add_sanction")
    if sanction.account_id == by.pk:
        raise NotPossible("This stands against yourself; a colleague decides.")
    if rank(sanction.made_by) > rank(by):
        raise NotPossible("An administrator has imposed this, and only one lifts it.")
    now = timezone.now()
    standing = Sanction.objects.filter(pk=sanction.pk, lifted_at=None)
    if not standing.update(lifted_at=now):
        raise NotPossible("This was lifted already.")
    sanction.lifted_at = now
    _log(sanction, act, by=by, group=group, note=note, undoes=undoes)
    return sanction


def acknowledge(sanction: Sanction, *, by: Actor) -> Sanction:
    """Say that one has read a warning; twice is as once.

    Raises PermissionDenied for somebody else's.
    """
    if by.pk is None or sanction.account_id != by.pk:
        raise PermissionDenied("Only who was warned can acknowledge it.")
    unread = Sanction.objects.filter(pk=sanction.pk, acknowledged_at=None)
    unread.update(acknowledged_at=timezone.now())
    return sanction


def comments_of(sanction: Sanction) -> CommentQuerySet:
    """What the target of a sanction has said, as far as the site can know."""
    said = Comment.objects.order_by()
    if sanction.account_id:
        return said.filter(author=sanction.account_id)
    if sanction.email:
        same = Q(author=None, email__iexact=sanction.email)
        return said.filter(same | Q(author__email__iexact=sanction.email))
    if sanction.domain:
        there = f"@{sanction.domain}"
        same = Q(author=None, email__iendswith=there)
        readers = Q(author__is_staff=False, author__email__iendswith=there)
        return said.filter(same | readers)
    if sanction.network:
        return said.filter(network=sanction.network).exclude(network="")
    return said.none()


def _check_targets(sanction: Sanction, *, by: User) -> None:
    accounts = User.objects.filter(pk=sanction.account_id or 0)
    if sanction.email:
        accounts = User.objects.filter(email__iexact=sanction.email)
    for account in accounts:
        if account.pk == by.pk:
            raise NotPossible("This is your own account.")
        if not is_above(by, account):
            raise NotPossible(
                "This is one of the newsroom’s accounts. Ask an administrator."
            )
    if sanction.kind in {Kind.NOTE, Kind.WARNING}:
        return
    same = {"account": sanction.account_id, "email": sanction.email}
    same |= {"domain": sanction.domain, "network": sanction.network}
    same |= {"address_range": sanction.address_range, "kind": sanction.kind}
    list(accounts.select_for_update(no_key=True))
    if Sanction.objects.standing().filter(**same).exists():
        raise NotPossible(f"There is already a {sanction.get_kind_display()}.")


def _log(
    sanction: Sanction,
    act: ModerationAction.Act,
    *,
    by: Actor,
    group: UUID,
    note: str = "",
    undoes: ModerationAction | None = None,
) -> None:
    ModerationAction.objects.create(
        group=group,
        act=act,
        sanction=sanction,
        account=sanction.account,
        reason=sanction.reason,
        note=note or sanction.note,
        acted_by_id=by.pk,
        undoes=undoes,
    )
