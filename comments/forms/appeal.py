"""What an author writes who appeals."""

from django import forms


class AppealForm(forms.Form):
    words = forms.CharField(
        label="Why the decision is wrong",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 7, "dir": "auto"}),
        help_text="You can appeal once. Another moderator reads it.",
        error_messages={
            "required": "Say in a few words why it is wrong.",
            "max_length": "This is %(show_value)s characters long;"
            " at most %(limit_value)s fit.",
        },
    )
