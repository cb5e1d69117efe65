"""Owning up in public."""

from django.core.exceptions import ValidationError
from django.db import transaction

from articles.changes import raise_change
from articles.models import Article, Correction, Update
from articles.roles import Actor, require
from articles.versions import record, reread


@transaction.atomic
def correct(
    article: Article, *, by: Actor, reason: str, update: Update | None = None
) -> Correction:
    """Print a dated note of what was wrong, on the update if one is named.

    The text is mended apart, in the same transaction if need be.

    Raises PermissionDenied, and ValidationError for what no reader has seen.
    """
    require(by, "articles.add_correction")
    change = raise_change(article)
    if (update or article).is_unpublished:
        raise ValidationError("Nobody has seen it yet: change the text instead.")
    note = Correction.objects.create(
        article=article, update=update, reason=reason, corrected_by_id=by.pk
    )
    row = update or article
    reread(row)
    row.change = change
    record(row, by=by, why=f"corrected: {reason}"[:100])
    return note
