"""A contribution of a reader; with a parent it is a reply."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from mptt.managers import TreeManager
from mptt.models import MPTTModel, TreeForeignKey

from articles.models.fields import BakedField
from comments.markup import render
from comments.models.comment_queryset import CommentQuerySet
from comments.models.moderation_action import Reason
from comments.models.status import Status


class Comment(MPTTModel):
    Status = Status

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
    hidden_reason = models.CharField(max_length=20, choices=Reason, blank=True)
    hidden_note = models.CharField(
        max_length=300, blank=True, help_text="Stands on the tombstone."
    )
    held_because = models.CharField(
        max_length=200, blank=True, help_text="Why it waits, for moderators."
    )
    is_locked = models.BooleanField(
        "locked", default=False, help_text="No replies below; on any comment."
    )
    is_pick = models.BooleanField("editor's pick", default=False)
    slow_until = models.DateTimeField(
        null=True, editable=False, help_text="A heated thread takes replies slowly."
    )
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

    is_thread_calm = False  # told of a row in hand, see `read_thread`
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
                fields=["article", "-tree_id"],
                name="comment_thread_by_age",
                condition=Q(parent__isnull=True),
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
    def is_slow(self) -> bool:
        """Whether the thread it begins takes replies slowly just now."""
        return self.slow_until is not None and self.slow_until > timezone.now()

    @property
    def is_published(self) -> bool:
        return self.status == self.Status.PUBLISHED

    def read_thread(self) -> tuple[bool, datetime | None]:
        """Whether the first comment above is locked, and until when it is slow.

        One query, unless `check_standing` has told that it is neither.
        """
        if self.parent_id is None:
            return self.is_locked, self.slow_until
        if self.is_thread_calm:
            return False, None
        first = Comment.objects.order_by().get(tree_id=self.tree_id, parent=None)
        return first.is_locked, first.slow_until

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
