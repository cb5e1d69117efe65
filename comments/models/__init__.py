from comments.models.comment import Comment
from comments.models.moderation_action import ModerationAction, Reason
from comments.models.report import Report

__all__ = ["Comment", "ModerationAction", "Reason", "Report"]
