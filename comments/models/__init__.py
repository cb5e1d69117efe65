from comments.models.appeal import Appeal
from comments.models.claim import Claim
from comments.models.comment import Comment
from comments.models.count import CommentCount
from comments.models.discussion import Discussion
from comments.models.like import Like
from comments.models.moderation_action import ModerationAction, Reason
from comments.models.order import Order
from comments.models.reader import Reader
from comments.models.report import Report
from comments.models.revision import CommentRevision
from comments.models.sanction import Sanction
from comments.models.statement import Statement
from comments.models.word_rule import WordRule

__all__ = [
    "Appeal",
    "Claim",
    "Comment",
    "CommentCount",
    "CommentRevision",
    "Discussion",
    "Like",
    "ModerationAction",
    "Order",
    "Reader",
    "Reason",
    "Report",
    "Sanction",
    "Statement",
    "WordRule",
]
