"""What a moderator fills in to warn, suspend or ban."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from comments.models import Comment, Sanction

_ENDS = {"1": "one day", "7": "one week", "30": "a month", "365": "a year"}


class SanctionForm(forms.ModelForm):
    """An address or range typed by hand; an account is reached from its comments."""

    lasts = forms.ChoiceField(
        label="For",
        required=False,
        choices=[("", "until the moment below"), *_ENDS.items()],
    )
    clean_up = forms.BooleanField(
        label="Hide all that was said",
        required=False,
        help_text="With a ban. One act: undoing it restores each comment.",
    )
    field_order = ["kind", "reason", "lasts", "until", "message", "note"]

    class Meta:
        model = Sanction
        fields = [
            *("email", "domain", "address_range", "kind", "reason", "until"),
            *("message", "note"),
        ]
        widgets = {
            "message": forms.Textarea(attrs={"rows": 3}),
            "note": forms.Textarea(attrs={"rows": 2}),
            "until": forms.DateTimeInput(attrs={"type": "datetime-local"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.order_fields(["target", *self.field_order])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("lasts"):
            days = timedelta(days=int(data["lasts"]))
            data["until"] = timezone.now() + days
        if data.get("clean_up") and data.get("kind") != Sanction.Kind.BAN:
            self.add_error("clean_up", "Only a ban hides what was said.")
        elif data.get("clean_up") and data.get("address_range"):
            self.add_error(
                "clean_up",
                "What was said from an address is not known: addresses are not kept."
                " Ban the network of a comment, or hide comments in the queue.",
            )
        return data


class AuthorSanctionForm(SanctionForm):
    """Against whoever wrote a comment: the account, or what a guest left behind."""

    target = forms.ChoiceField(label="Against", widget=forms.RadioSelect)

    class Meta(SanctionForm.Meta):
        fields = ["kind", "reason", "until", "message", "note"]

    def __init__(self, *args: Any, comment: Comment, **kwargs: Any) -> None:
        self.comment = comment
        super().__init__(*args, **kwargs)
        choices = list(_targets(comment))
        self.fields["target"].choices = choices  # type: ignore[attr-defined]
        self.fields["target"].initial = choices[0][0] if choices else None

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        email = _email(self.comment)
        match data.get("target"):
            case "account":
                self.instance.account = self.comment.author
            case "email":
                self.instance.email = email
            case "domain":
                self.instance.domain = email.partition("@")[2]
            case "network":
                self.instance.network = self.comment.network
        return data


def _email(comment: Comment) -> str:
    return (comment.author.email if comment.author else comment.email).lower()


def _targets(comment: Comment) -> Any:
    email = _email(comment)
    if comment.author:
        yield "account", f"the account {comment.name}"
    if email:
        yield "email", f"the e-mail address {email}"
        yield "domain", f"all addresses of {email.partition('@')[2]}"
    if comment.network:
        yield "network", "the network it was sent from"
