"""The change number: what a reader's page compares to know that something is new."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from articles.models import Article


def raise_change(article: Article) -> int:
    """Raise the article's change number by one and return it.

    The row stays locked until the transaction around this ends, so two writers
    never get the same number and numbers become visible in their order.
    """
    _need_transaction()
    now = timezone.now()
    Article.objects.filter(pk=article.pk).update(change=F("change") + 1, changed_at=now)
    article.change = Article.objects.values_list("change", flat=True).get(pk=article.pk)
    article.changed_at = now
    return article.change


def lock(article: Article) -> None:
    """Let nobody else write to the article until the transaction around this ends.

    For what readers do not see; whatever they see raises the change, which locks too.
    """
    _need_transaction()
    Article.objects.select_for_update().values_list("pk").get(pk=article.pk)


def _need_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(
            "A change number needs a transaction around it and the change it counts."
        )
