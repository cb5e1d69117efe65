"""Which comments: the adjectives every reading and writing of them is made of."""

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Self

from django.db.models import Exists, OuterRef, Q
from mptt.querysets import TreeQuerySet

from articles.models import Correction
from articles.prepared import Slot
from articles.roles import Actor
from comments.models.order import Order
from comments.models.status import Status

if TYPE_CHECKING:
    from comments.models.comment import Comment

_TO_ANSWER = (
    *("parent_id", "update_id", "tree_id", "level", "status", "is_locked", "name"),
    *("html", "slow_until", "article__headline", "article__slug", "article__status"),
    *("article__published_at", "article__created_at", "article__comment_policy"),
    "article__comments_close_at",
)


class CommentQuerySet(TreeQuerySet):
    def published(self) -> Self:
        return self.filter(status=Status.PUBLISHED)

    def picked(self) -> Self:
        """What editors picked, and readers may read."""
        return self.published().filter(is_pick=True)

    def latest_of(self, account_id: int) -> Self:
        """What an account said, the newest first."""
        own = self.filter(author=account_id).select_related("article")
        return own.order_by("-pk")

    def by_sender(self, comment: "Comment") -> Self:
        """What the account said, or else the network, that `comment` comes from."""
        if comment.author_id:
            return self.filter(author=comment.author_id)
        # The last is the index's own condition: SQLite must be told that it holds.
        return self.filter(author=None, network=comment.network, network__gt="")

    def with_ids(self, ids: Iterable[int | str]) -> Self:
        return self.order_by().filter(pk__in=list(ids))

    def visible_to(self, by: Actor) -> Self:
        """What has an address of its own; who waits sees it, and nobody else."""
        seen = ~Q(status=Status.PENDING)
        return self.filter(seen | Q(author_id=by.pk) if by.pk else seen)

    def shown(self) -> Self:
        """What a thread prints: the published, and tombstones that hold one up."""
        return self.filter(_shown(self.model))

    def in_tree_order(self) -> Self:
        """Threads by age, replies below what they answer."""
        return self.order_by("tree_id", "lft")

    def with_article(self) -> Self:
        """Without an order: for one, or for a list that has its own."""
        return self.select_related("article").order_by()

    def to_answer(self) -> Self:
        """With the article, and of both what the form shows and posting asks."""
        return self.select_related("article").order_by().only(*_TO_ANSWER)

    def threads(self) -> Self:
        """First comments only."""
        return self.filter(parent=None)

    def in_order(self, order: Order) -> Self:
        if order == Order.LIKED:
            return self.order_by("-likes", "-tree_id")
        return self.order_by("-tree_id" if order == Order.NEWEST else "tree_id")

    def after(
        self,
        tree_id: int | Slot,
        likes: int | Slot,
        order: Order,
        *,
        inclusive: bool = False,
    ) -> Self:
        """Threads that follow one, and itself if `inclusive`, in that order."""
        side = "gt" if order == Order.OLDEST else "lt"
        side += "e" if inclusive else ""
        place = Q(**{f"tree_id__{side}": tree_id})
        if order == Order.LIKED:
            # The bound by itself tells the index where to begin.
            place = Q(likes__lte=likes) & (Q(likes__lt=likes) | place)
        return self.filter(place).in_order(order)

    def starting_at(self, tree_id: int | Slot, lft: int | Slot) -> Self:
        """From that place on, in tree order."""
        # The bound by itself tells PostgreSQL where in the index to begin.
        after = Q(tree_id__gt=tree_id) | Q(lft__gte=lft)
        return self.filter(after, tree_id__gte=tree_id)

    def with_corrections(self) -> Self:
        """Mark what was written before the update it answers was corrected."""
        return self.annotate(is_before_correction=_is_before_correction())

    def above(self, tree_id: int | Slot, lft: int | Slot) -> Self:
        """What the comment with these numbers answers, from the first one down."""
        return self.filter(tree_id=tree_id, lft__lt=lft, rght__gt=lft)


@cache  # every page asks for both, and they are long to build
def _shown(comments: type["Comment"]) -> Q:
    below = comments.objects.published().filter(
        article_id=OuterRef("article_id"),
        tree_id=OuterRef("tree_id"),
        lft__gt=OuterRef("lft"),
        lft__lt=OuterRef("rght"),
    )
    return Q(status=Status.PUBLISHED) | Q(Exists(below.order_by()))


@cache
def _is_before_correction() -> Exists:
    later = Correction.objects.filter(
        update=OuterRef("update_id"), corrected_at__gt=OuterRef("created_at")
    )
    return Exists(later.order_by())
