"""A story's own form."""

from django import forms

from articles.forms.versioned import VersionedForm
from articles.models import Article


class ArticleForm(VersionedForm):
    correction = forms.CharField(
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What was wrong and is right now; printed with the story."
        " Empty: none.",
    )

    class Meta:
        model = Article
        fields = "__all__"  # noqa: DJ007  (the admin names them)
