"""What a reader fills in to speak."""

from typing import Any

from django import forms

from comments import traps
from comments.markup import has_words, plain
from comments.posting import MAX_LENGTH
from comments.readers import free_name


class WordsField(forms.CharField):
    """A text box whose line ends count once, as the reader's own counter has it."""

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")


class EditForm(forms.Form):
    """The words alone."""

    body = WordsField(
        label="Comment",
        max_length=MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 7, "dir": "auto"}),
        help_text=(
            "*emphasis*, **strong**, `code`; lines that begin with > are quotations,"
            " with - a list."
        ),
        error_messages={
            "required": "Write something first.",
            "max_length": "This is %(show_value)s characters long;"
            " at most %(limit_value)s fit.",
        },
    )

    def clean_body(self) -> str:
        body = plain(self.cleaned_data["body"])
        if not has_words(body):
            raise forms.ValidationError("Write something first.", code="required")
        return body


class CommentForm(EditForm):
    """A new comment or a reply, of somebody who is known."""

    website = forms.CharField(
        required=False,
        label="Leave this empty",
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    form_token = forms.CharField(
        required=False, widget=forms.HiddenInput, initial=traps.issue
    )


class GuestForm(CommentForm):
    """A new comment or a reply of a guest, who signs it."""

    name = forms.CharField(
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
        error_messages={"required": "Sign your comment with a name."},
    )
    email = forms.EmailField(
        label="E-mail",
        max_length=254,
        help_text="Never shown.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": "Give an e-mail address. It is never shown."},
    )

    def clean_name(self) -> str:
        """A guest passes neither for the newsroom nor for a reader with an account."""
        return free_name(self.cleaned_data["name"])

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        if plain(email) != email:
            raise forms.ValidationError("Enter a valid email address.")
        return email
