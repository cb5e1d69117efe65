"""What a reader fills in about itself."""

from django import forms
from django.contrib.auth.models import User
from django.http import HttpRequest

from comments.names import MAX_LENGTH
from comments.readers import account_name


def _name_field() -> forms.CharField:
    return forms.CharField(
        label="Display name",
        max_length=MAX_LENGTH,
        help_text="Stands beside your comments.",
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
        error_messages={"required": "Give a name. It stands beside your comments."},
    )


class SignUpForm(forms.Form):
    """Our share of the sign-up form; django-allauth adds the address and password."""

    field_order = ["email", "display_name", "password1"]
    display_name = _name_field()

    def clean_display_name(self) -> str:
        return account_name(self.cleaned_data["display_name"])

    def signup(self, request: HttpRequest, user: User) -> None:
        """Keep the name; it is given out when its reader first signs in.

        Nobody holds a name who never proves the address.
        """
        user.first_name = self.cleaned_data["display_name"]
        user.save(update_fields=["first_name"])


class DisplayNameForm(forms.Form):
    display_name = _name_field()


class EraseForm(forms.Form):
    """One word, typed: nobody erases an account by a slip of the finger."""

    word = forms.CharField(
        label="Type the word erase",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
        error_messages={"required": "Type the word erase."},
    )

    def clean_word(self) -> str:
        word = self.cleaned_data["word"]
        if word.casefold() != "erase":
            raise forms.ValidationError("Type the word erase.")
        return word
