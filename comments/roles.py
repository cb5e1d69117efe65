"""The groups that moderate, who does, and who stands above whom."""

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied

from articles.roles import Actor

_MODERATE = [
    "comments.view_comment",
    "comments.moderate_comment",
    "comments.view_report",
    "comments.view_moderationaction",
    "comments.view_reader",
    "comments.add_sanction",
    "comments.view_sanction",
    "comments.add_wordrule",
    "comments.change_wordrule",
    "comments.view_wordrule",
    "comments.view_appeal",
]
ROLES = {
    "Moderator": [*_MODERATE, "articles.view_section"],
    "Administrator": _MODERATE,
}


def is_moderator(by: Actor) -> bool:
    """Whether `by` moderates; a reader's permissions need not be looked up for that."""
    is_staff = by.is_staff or by.is_superuser
    return is_staff and by.has_perm("comments.moderate_comment")


def require_moderator(by: Actor) -> None:
    """Raise PermissionDenied unless `by` moderates, and is of the newsroom still."""
    if not is_moderator(by):
        raise PermissionDenied(f"{by} may not moderate.")


def rank(actor: Actor | User) -> int:
    """Readers stand below the newsroom's people, these below who keeps accounts."""
    if actor.is_superuser:
        return 3
    if not actor.is_staff:
        return 0
    return 2 if actor.has_perm("auth.change_user") else 1


def is_above(by: Actor, account: User) -> bool:
    """Whether `by` may sanction `account`: never oneself, an equal or a superior."""
    return rank(by) > rank(account)
