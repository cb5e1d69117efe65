"""The group that moderates, who does, and who stands above whom."""

from django.contrib.auth.models import User

from articles.roles import Actor

ROLES = {
    "Moderator": [
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
        "articles.view_section",
    ]
}


def is_moderator(by: Actor) -> bool:
    """Whether `by` moderates; a reader's permissions need not be looked up for that."""
    is_staff = by.is_staff or by.is_superuser
    return is_staff and by.has_perm("comments.moderate_comment")


def rank(actor: Actor | User) -> int:
    """Readers stand below the newsroom's people, these below administrators."""
    return 2 if actor.is_superuser else int(actor.is_staff)


def is_above(by: Actor, account: User) -> bool:
    """Whether `by` may sanction `account`: never oneself, an equal or a superior."""
    return rank(by) > rank(account)
