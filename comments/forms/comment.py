"""What a reader fills in to speak."""

import re
from typing import Any

from django import forms

from articles.roles import Actor
from comments.markup import plain
from comments.posting import MAX_LENGTH


class CommentForm(forms.Form):
    """A new comment or a reply; guests sign it."""

    name = forms.CharField(
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
        error_messages={"required": "Sign your comment with a name."},
    )
    email = forms.EmailField(
        label="E-mail",
        help_text="Never shown.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": "Give an e-mail address. It is never shown."},
    )
    body = forms.CharField(
        label="Comment",
        max_length=MAX_LENGTH,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 7, "dir": "auto"}),
        help_text=(
            "*emphasis*, **strong**, `code`; lines that begin with > are quotations,"
            " with - a list."
        ),
        error_messages={"required": "Write something first."},
    )

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        if by.is_authenticated:
            del self.fields["name"], self.fields["email"]

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if plain(name) != name or re.search(r"[\u200b-\u200f\u2060\ufeff\n\t]", name):
            raise forms.ValidationError(
                "This name has invisible characters in it. Type it anew."
            )
        return " ".join(name.split())

    def clean_body(self) -> str:
        body = plain(self.cleaned_data["body"])
        if not body:
            raise forms.ValidationError("Write something first.", code="required")
        return body
