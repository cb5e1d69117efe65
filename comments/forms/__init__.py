from comments.forms.appeal import AppealForm
from comments.forms.comment import CommentForm, EditForm
from comments.forms.moderation_action import HideForm
from comments.forms.report import ReportForm

__all__ = ["AppealForm", "CommentForm", "EditForm", "HideForm", "ReportForm"]
