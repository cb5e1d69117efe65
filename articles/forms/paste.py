"""A running text pasted in, and the updates it was cut into, to be looked at."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString

from articles.forms.stamp import StampField
from articles.models import Update
from articles.models.figures import bake
from articles.pasting import Cut
from articles.sanitiser import sanitise, trusted


class PasteForm(forms.Form):
    text = Update._meta.get_field("body").formfield(
        label="Running text",
        help_text="Each update begins with its stamp: UPDATE 1800 GMT: … The text after"
        " ORIGINAL ENTRY: becomes the story’s own.",
    )
    day = forms.DateField(
        required=False,
        label="Day of the newest update",
        help_text="Empty: today, or yesterday where its time has not come yet.",
        widget=forms.DateInput(attrs={"type": "date"}),
    )


def printed(html: str) -> SafeString:
    """Return a text as the page would print it, nothing where it is too long to be."""
    try:
        return trusted(bake(sanitise(html)))
    except ValidationError:
        return trusted("")


class PieceForm(forms.Form):
    """One update as it was cut out of the text."""

    is_wanted = forms.BooleanField(required=False, label="Take this one")
    stamped_at = StampField(help_text="")
    body = forms.CharField(widget=forms.HiddenInput, required=False)
    is_key_event = forms.BooleanField(required=False, label="Key event")

    @property
    def shown(self) -> SafeString:
        return printed(self["body"].value() or "")

    def clean_body(self) -> str:
        return sanitise(self.cleaned_data["body"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("is_wanted") and "stamped_at" in cleaned:
            if cleaned["stamped_at"] is None:
                self.add_error("stamped_at", "Give this one a stamp, or leave it out.")
            if not cleaned.get("body"):
                self.add_error(None, "There is no text after this stamp. Leave it out.")
        return cleaned


class _Pieces(forms.BaseFormSet):
    def clean(self) -> None:
        if not any(self.errors) and not self.wanted:
            raise ValidationError("Tick at least one update.")

    @property
    def wanted(self) -> list[dict[str, Any]]:
        """What is to be published, in the order of the text, with its place there."""
        rows = enumerate(form.cleaned_data for form in self.forms)
        return [{**row, "number": n} for n, row in rows if row.get("is_wanted")]


PieceFormSet: Any = forms.formset_factory(
    PieceForm, formset=_Pieces, extra=0, max_num=500, absolute_max=500
)


def initial_of(cut: Cut) -> list[dict[str, Any]]:
    """Return what the forms begin with; what stood before the first stamp is last."""
    rows: list[dict[str, Any]] = [
        {
            "is_wanted": bool(piece.moment),
            "stamped_at": piece.moment or piece.stamp,
            "body": piece.html,
        }
        for piece in cut.pieces
    ]
    if cut.preface:
        rows.append({"is_wanted": False, "stamped_at": "", "body": cut.preface})
    return rows
