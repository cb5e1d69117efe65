"""The group that moderates, and the question whether somebody does."""

from articles.roles import Actor

ROLES = {
    "Moderator": [
        "comments.view_comment",
        "comments.moderate_comment",
        "comments.view_report",
        "comments.view_moderationaction",
        "articles.view_section",
    ]
}


def is_moderator(by: Actor) -> bool:
    """Whether `by` moderates; a reader's permissions need not be looked up for that."""
    is_staff = by.is_staff or by.is_superuser
    return is_staff and by.has_perm("comments.moderate_comment")
