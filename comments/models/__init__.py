from comments.models.comment import Comment
from comments.models.count import CommentCount
from comments.models.like import Like
from comments.models.moderation_action import ModerationAction, Reason
from comments.models.order import Order
from comments.models.reader import Reader
from comments.models.report import Report
from comments.models.revision import CommentRevision

__all__ = [
    "Comment",
    "CommentCount",
    "CommentRevision",
    "Like",
    "ModerationAction",
    "Order",
    "Reader",
    "Reason",
    "Report",
]
