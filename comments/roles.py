"""The group that moderates."""

ROLES = {
    "Moderator": [
        "comments.view_comment",
        "comments.moderate_comment",
        "comments.view_report",
        "comments.view_moderationaction",
        "articles.view_section",
    ]
}
