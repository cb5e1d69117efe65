from comments.admin import (
    comment,
    moderation_action,
    reader,
    report,
    sanction,
    word_rule,
)

__all__ = [
    "comment",
    "moderation_action",
    "reader",
    "report",
    "sanction",
    "word_rule",
]
