"""What a moderator fills in."""

from django import forms

from comments.models import Reason


class HideForm(forms.Form):
    """Why a comment is taken down."""

    reason = forms.ChoiceField(
        choices=Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the reason readers will see."},
    )
    note = forms.CharField(
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For your colleagues; readers do not see it.",
    )
