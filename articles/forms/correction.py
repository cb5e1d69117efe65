"""The box for a correction, beside the text that is mended."""

from typing import Any

from django import forms


class CorrectionField(forms.CharField):
    """What is printed with the text; empty where nothing was wrong."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            max_length=1000,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text="What was wrong and is right now; printed below the text."
            " Empty: none.",
            **kwargs,
        )
