"""A story's own form."""

from datetime import datetime
from typing import Any

from articles.clock import is_reckonable
from articles.forms.correction import CorrectionField
from articles.forms.versioned import VersionedForm
from articles.models import Article


class ArticleForm(VersionedForm):
    correction = CorrectionField()

    class Meta:
        model = Article
        fields = "__all__"  # noqa: DJ007  (the admin names them)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name, value in list(cleaned.items()):
            if isinstance(value, datetime) and not is_reckonable(value.year):
                self.add_error(name, "That day is not in the calendar.")
        return cleaned
