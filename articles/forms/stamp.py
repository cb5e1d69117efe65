"""A stamp in one box, written as a journalist writes it."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.clock import StampError, read_stamp
from articles.stamps import written_stamp


class StampField(forms.CharField):
    """A moment, None where the box is empty: that is now.

    `is_to_come` reads a time without a day as the next such time.
    """

    is_to_come = False

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"placeholder": "now", "autocomplete": "off", "class": "stamp-input"}
        super().__init__(
            **{
                "label": "Stamp",
                "required": False,
                "max_length": 60,
                "widget": forms.TextInput(attrs=attrs),
                "help_text": "Empty: now. Or 1800, 6 pm, yesterday 2350, 22 Nov 1800"
                " GMT.",
                **kwargs,
            }
        )

    def prepare_value(self, value: Any) -> Any:
        return written_stamp(value) if isinstance(value, datetime) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare as written: a moment loses its seconds there."""
        return (self.prepare_value(initial) or "") != (data or "").strip()

    def clean(self, value: Any) -> datetime | None:
        text = super().clean(value)
        try:
            return read_stamp(text, now=timezone.now(), is_to_come=self.is_to_come)
        except StampError as error:
            raise ValidationError(str(error), code="stamp") from error
