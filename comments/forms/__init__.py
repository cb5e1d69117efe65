from comments.forms.comment import CommentForm
from comments.forms.moderation_action import HideForm

__all__ = ["CommentForm", "HideForm"]
