"""What a journalist fills in for an update: new on the desk, or an old one anew."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles import submissions
from articles.forms.correction import CorrectionField
from articles.forms.stamp import StampField
from articles.forms.versioned import VersionedForm
from articles.models import Article, Update
from articles.stamps import long_stamp


class UpdateForm(VersionedForm):
    """The text of an update. A stamp before the story asks whether it is meant."""

    stamped_at = StampField()
    is_early_meant = forms.BooleanField(
        required=False, label="The stamp is right", widget=forms.HiddenInput
    )
    correction = CorrectionField()

    class Meta:
        model = Update
        fields = "__all__"  # noqa: DJ007  (the admin names them)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_new = self.instance.pk is None
        if not isinstance(self.initial["stamped_at"], str) and (
            is_new or self.instance.is_unpublished and not self.instance.is_stamp_set
        ):
            self.initial["stamped_at"] = ""
        stamp = self.fields["stamped_at"]
        stamp.is_to_come = "_schedule" in self.data  # type: ignore[attr-defined]

    @property
    def article(self) -> Article:
        return self.instance.article

    def clean_stamped_at(self) -> datetime:
        """Keep the seconds of a stamp that nobody touched."""
        if self.instance.pk and "stamped_at" not in self.changed_data:
            return self.instance.stamped_at
        written = self.cleaned_data["stamped_at"]
        self.instance.is_stamp_set = written is not None
        stamp = written or timezone.now()
        begun = self.article.published_at
        if (
            begun
            and stamp < begun.replace(second=0, microsecond=0)
            and not self.data.get(self.add_prefix("is_early_meant"))
        ):
            self.fields["is_early_meant"].widget = forms.CheckboxInput()
            raise ValidationError(
                f"{long_stamp(stamp)} is before the story was published"
                f" ({long_stamp(begun)}). Tick “The stamp is right” to keep it.",
                code="early",
            )
        return stamp


class ComposerForm(UpdateForm):
    """A new update of the story in `article`."""

    correction = None  # type: ignore[assignment]

    def __init__(self, *args: Any, article: Article, **kwargs: Any) -> None:
        kwargs["instance"] = Update(article=article)
        super().__init__(*args, **kwargs)
        self.fields["body"].widget.attrs["autofocus"] = True

    def clean_submission(self) -> str:
        token = self.cleaned_data["submission"]
        self.instance.submission = submissions.read(token)
        return token
