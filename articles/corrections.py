"""Owning up in public."""

from django.db import transaction

from articles.changes import raise_change
from articles.models import Article, Correction, Update
from articles.roles import Actor, require


@transaction.atomic
def correct(
    article: Article, *, by: Actor, reason: str, update: Update | None = None
) -> Correction:
    """Print a dated note of what was wrong, on the update if one is named.

    Raises PermissionDenied.
    """
    require(by, "articles.add_correction")
    change = raise_change(article)
    if update is not None:
        update.change = change
        update.save(update_fields=["change"])
    return Correction.objects.create(
        article=article, update=update, reason=reason, corrected_by_id=by.pk
    )
