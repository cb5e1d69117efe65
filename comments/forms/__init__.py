from comments.forms.comment import CommentForm, EditForm
from comments.forms.moderation_action import HideForm
from comments.forms.report import ReportForm

__all__ = ["CommentForm", "EditForm", "HideForm", "ReportForm"]
