"""Forms on rows that others may be writing on as well."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict

from articles import submissions

_NO_FILES: MultiValueDict[str, Any] = MultiValueDict()


class VersionedForm(forms.ModelForm):
    """Carries the version it began with, and the name of its drawing.

    A verb's refusal, met while saving, is told on the form drawn anew: `refusal` is
    that error, `refused_version` what a knowing second press overwrites.
    """

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    submission = forms.CharField(required=False, widget=forms.HiddenInput)
    refusal: ValidationError | None = None
    refused_version: int | None = None
    drawn_for: int | None = None
    kept: dict[str, str] = {}  # what its author had not sent, put over what is saved

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        if data is not None and self.refused_version is not None:
            data = data.copy()
            data["version"] = str(self.refused_version)
        super().__init__(data, *args, **kwargs)
        self.initial.update(self._kept_values())
        self.initial.setdefault("version", self.instance.version)
        self.initial.setdefault("submission", submissions.issue(self.drawn_for))

    def _kept_values(self) -> dict[str, Any]:
        """What was typed, by field; the two inputs of a moment are one field's."""
        values: dict[str, Any] = {}
        for name, field in self.fields.items():
            widget = field.widget
            if isinstance(widget, forms.MultiWidget):
                if not widget.value_omitted_from_data(self.kept, _NO_FILES, name):
                    values[name] = widget.value_from_datadict(
                        self.kept, _NO_FILES, name
                    )
            elif isinstance(field, forms.ModelMultipleChoiceField):
                continue
            elif name in self.kept and name != submissions.FIELD:
                values[name] = self.kept[name]
        return values

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.refusal is not None:
            self.tell(self.refusal)
        return cleaned

    def tell(self, error: ValidationError) -> None:
        """Say an error beside its field, or on top where the form has no such field."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            self.add_error(name if name in self.fields else None, errors)
