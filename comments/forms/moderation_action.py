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
    public_note = forms.CharField(
        label="Note to readers",
        required=False,
        max_length=300,
        widget=forms.TextInput,
        help_text="Stands on the tombstone, and in the mail to the author.",
    )
    note = forms.CharField(
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For your colleagues; readers do not see it.",
    )
