from comments.forms.appeal import AppealForm
from comments.forms.comment import CommentForm, EditForm, GuestForm
from comments.forms.moderation_action import HideForm
from comments.forms.report import ReportForm

__all__ = [
    "AppealForm",
    "CommentForm",
    "EditForm",
    "GuestForm",
    "HideForm",
    "ReportForm",
]
