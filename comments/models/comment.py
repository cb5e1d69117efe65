"""A contribution of a reader; with a parent it is a reply."""

from functools import cache
from typing import Any, Self

from django.conf import settings
from django.db import connection, models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from mptt.managers import TreeManager
from mptt.models import MPTTModel, TreeForeignKey
from mptt.querysets import TreeQuerySet

from articles.models import Correction
from articles.models.fields import BakedField
from comments.markup import render
from comments.models.order import Order

_TO_ANSWER = (
    *("parent_id", "update_id", "tree_id", "level", "status", "is_locked", "name"),
    *("html", "article__headline", "article__slug", "article__status"),
    *("article__published_at", "article__created_at", "article__comment_policy"),
    "article__comments_close_at",
)


class CommentQuerySet(TreeQuerySet):
    def published(self) -> Self:
        return self.filter(status=Comment.Status.PUBLISHED)

    def shown(self) -> Self:
        """What a thread prints: the published, and tombstones that hold one up."""
        return self.filter(_shown())

    def in_tree_order(self) -> Self:
        """Threads by age, replies below what they answer."""
        return self.order_by("tree_id", "lft")

    def with_article(self) -> Self:
        """Without an order: for one, or for a list that has its own."""
        return self.select_related("article").order_by()

    def to_answer(self) -> Self:
        """With the article, and of both what the form shows and posting asks."""
        return self.with_article().only(*_TO_ANSWER)

    def threads(self) -> Self:
        """First comments only."""
        return self.filter(parent=None)

    def in_order(self, order: Order) -> Self:
        if order == Order.LIKED:
            return self.order_by("-likes", "-tree_id")
        return self.order_by("-tree_id" if order == Order.NEWEST else "tree_id")

    def after(
        self, thread: "Comment", order: Order, *, inclusive: bool = False
    ) -> Self:
        """Threads that follow one, and itself if `inclusive`, in that order."""
        side = "gt" if order == Order.OLDEST else "lt"
        side += "e" if inclusive else ""
        place = Q(**{f"tree_id__{side}": thread.tree_id})
        if order == Order.LIKED:
            place = Q(likes__lt=thread.likes) | Q(likes=thread.likes) & place
        return self.filter(place).in_order(order)

    def starting_at(self, comment: "Comment") -> Self:
        """From that comment on, in tree order."""
        # The bound by itself tells PostgreSQL where in the index to begin.
        return self.filter(
            Q(tree_id__gt=comment.tree_id) | Q(lft__gte=comment.lft),
            tree_id__gte=comment.tree_id,
        )

    def with_corrections(self) -> Self:
        """Mark what was written before the update it answers was corrected."""
        return self.annotate(is_before_correction=_is_before_correction())

    def above(self, tree_id: int, lft: int) -> Self:
        """What the comment with these numbers answers, from the first one down."""
        return self.filter(tree_id=tree_id, lft__lt=lft, rght__gt=lft)


@cache  # every page asks for both, and they are long to build
def _shown() -> Q:
    below = Comment.objects.published().filter(
        article_id=OuterRef("article_id"),
        tree_id=OuterRef("tree_id"),
        lft__gt=OuterRef("lft"),
        lft__lt=OuterRef("rght"),
    )
    gone = Q(status__in=[Comment.Status.HIDDEN, Comment.Status.WITHDRAWN])
    holds_one_up = Q(Exists(below.order_by()))
    return Q(status=Comment.Status.PUBLISHED) | Q(gone & holds_one_up)


@cache
def _is_before_correction() -> Exists:
    later = Correction.objects.filter(
        update=OuterRef("update_id"), corrected_at__gt=OuterRef("created_at")
    )
    return Exists(later.order_by())


_IS_THREAD_LOCKED = """
SELECT is_locked FROM comments_comment WHERE tree_id = %s AND parent_id IS NULL
"""


class Comment(MPTTModel):
    class Status(models.TextChoices):
        PENDING = "pending", "waits for a moderator"
        PUBLISHED = "published"
        HIDDEN = "hidden", "hidden by a moderator"
        WITHDRAWN = "withdrawn", "withdrawn by its author"

    article = models.ForeignKey(
        "articles.Article",
        models.CASCADE,
        related_name="comments",
        db_index=False,  # comment_in_tree_order serves it
    )
    parent = TreeForeignKey(
        "self",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="replies",
        db_index=False,  # comment_last_reply serves it
    )
    update = models.ForeignKey(
        "articles.Update",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="comments",
        db_index=False,  # comment_on_update serves it
        help_text="The update a thread answers, if it answers one.",
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="comments",
        db_index=False,  # comment_by_author serves it
    )
    name = models.CharField(max_length=60)
    email = models.EmailField(blank=True)
    body = models.TextField()
    html = BakedField("body", render)
    status = models.CharField(max_length=10, choices=Status, default=Status.PUBLISHED)
    hidden_reason = models.CharField(max_length=20, blank=True)
    held_because = models.CharField(
        max_length=200, blank=True, help_text="Why it waits, for moderators."
    )
    is_locked = models.BooleanField(
        "locked", default=False, help_text="No replies below; on any comment."
    )
    is_pick = models.BooleanField("editor's pick", default=False)
    likes = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, editable=False)
    submission = models.UUIDField(
        null=True,
        editable=False,
        help_text="Drawn with the form: a second press is the same comment.",
    )
    source_key = models.CharField(
        max_length=120,
        blank=True,
        editable=False,
        help_text="Its name where it was imported from, so that it comes once.",
    )
    network = models.CharField(
        max_length=64,
        blank=True,
        editable=False,
        help_text="Keyed hash of the sender's network; emptied after some days.",
    )

    # django-mptt would make these 31 bits wide; see comments/tree.py for their use.
    tree_id = models.BigIntegerField(editable=False)
    lft = models.BigIntegerField(editable=False)
    rght = models.BigIntegerField(editable=False)

    objects = TreeManager.from_queryset(CommentQuerySet)()

    class Meta:
        # Each costs every new row its share: all but the first hold few rows.
        indexes = [
            models.Index(
                fields=["article", "tree_id", "lft"], name="comment_in_tree_order"
            ),
            models.Index(
                fields=["parent", "lft"],
                name="comment_last_reply",
                condition=Q(parent__isnull=False),
            ),
            # With these fields, or MPTT adds an index of all rows.
            models.Index(
                fields=["tree_id", "lft"],
                name="comment_locked",
                condition=Q(is_locked=True),
            ),
            models.Index(
                fields=["article", "-likes", "-tree_id"],
                name="comment_thread_by_likes",
                condition=Q(parent__isnull=True),
            ),
            models.Index(
                fields=["update"],
                name="comment_on_update",
                condition=Q(update__isnull=False),
            ),
            models.Index(
                fields=["article", "-created_at"],
                name="comment_pick",
                condition=Q(is_pick=True),
            ),
            models.Index(
                fields=["author", "-created_at"],
                name="comment_by_author",
                condition=Q(author__isnull=False),
            ),
            models.Index(
                fields=["network", "-created_at"],
                name="comment_by_network",
                condition=Q(author__isnull=True, network__gt=""),
            ),
            models.Index(
                fields=["created_at"],
                name="comment_pending",
                condition=Q(status="pending"),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["tree_id"],
                condition=Q(parent__isnull=True),
                name="one_thread_per_tree_id",
            ),
            models.UniqueConstraint(
                fields=["submission"],
                condition=Q(submission__isnull=False),
                name="one_comment_a_submission",
            ),
            models.UniqueConstraint(
                fields=["source_key"],
                condition=~Q(source_key=""),
                name="one_comment_a_source_key",
            ),
            models.CheckConstraint(
                condition=Q(lft__lt=models.F("rght")), name="comment_lft_before_rght"
            ),
        ]
        permissions = [("moderate_comment", "Can hide, restore and approve comments")]

    def __str__(self) -> str:
        return f"{self.name}: {self.body[:60]}"

    def get_absolute_url(self) -> str:
        return reverse("comment", args=[self.pk])

    @property
    def is_published(self) -> bool:
        return self.status == self.Status.PUBLISHED

    def is_in_locked_thread(self) -> bool:
        """Whether the first comment above is locked; asked at every reply."""
        if self.parent_id is None:
            return self.is_locked
        with connection.cursor() as cursor:
            cursor.execute(_IS_THREAD_LOCKED, [self.tree_id])
            return bool(cursor.fetchone()[0])

    def get_descendant_count(self) -> int:
        """Count by rows: numbers in a large thread have gaps (see comments/tree.py)."""
        return self._descendants().count()

    def is_leaf_node(self) -> bool:
        return not self._descendants().exists()

    def get_leafnodes(self, include_self: bool = False) -> CommentQuerySet:
        """The replies below that nobody answered."""
        below = self.get_descendants(include_self=include_self)
        return below.filter(replies__isnull=True)

    def _descendants(self) -> CommentQuerySet:
        return Comment.objects.order_by().filter(
            tree_id=self.tree_id, lft__gt=self.lft, lft__lt=self.rght
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse what would let MPTT number a new row without the thread's lock."""
        if self._state.adding and not self.lft:
            raise RuntimeError("Comments are planted by comments.tree, not by save().")
        super().save(*args, **kwargs)
