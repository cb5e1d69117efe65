"""A story's own form."""

from articles.forms.correction import CorrectionField
from articles.forms.versioned import VersionedForm
from articles.models import Article


class ArticleForm(VersionedForm):
    correction = CorrectionField()

    class Meta:
        model = Article
        fields = "__all__"  # noqa: DJ007  (the admin names them)
