"""One time-stamped entry of a live article."""

from html import unescape
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.text import Truncator

from articles.models.fields import BakedField, BodyField
from articles.models.figures import bake
from articles.stamps import wire_stamp


class UpdateQuerySet(models.QuerySet["Update"]):
    def published(self) -> Self:
        return self.filter(
            status__in=[Update.Status.PUBLISHED, Update.Status.SCHEDULED],
            stamped_at__lte=timezone.now(),
        )

    def newest_first(self) -> Self:
        return self.order_by("-stamped_at", "-pk")

    def key_events(self) -> Self:
        return self.filter(is_key_event=True)

    def until(self, update: "Update") -> Self:
        """That update and all older ones; equal stamps keep the order of saving."""
        return self.filter(
            Q(stamped_at__lt=update.stamped_at)
            | Q(stamped_at=update.stamped_at, pk__lte=update.pk)
        )

    def since(self, change: int) -> Self:
        """What changed after the article's change number was `change`."""
        return self.filter(change__gt=change)

    def with_page(self) -> Self:
        """All that the article page prints of each."""
        return self.select_related("image", "author").defer("body")


class Update(models.Model):  # type: ignore[django-manager-missing]
    class Status(models.TextChoices):
        DRAFT = "draft"
        SCHEDULED = "scheduled"
        PUBLISHED = "published"
        WITHDRAWN = "withdrawn"

    article = models.ForeignKey("Article", models.CASCADE, related_name="updates")
    stamped_at = models.DateTimeField(
        "stamp", default=timezone.now, help_text="The moment printed on the update."
    )
    headline = models.CharField(max_length=200, blank=True)
    body = BodyField()
    html = BakedField("body", bake)
    image = models.ForeignKey(
        "Image", models.PROTECT, null=True, blank=True, related_name="updates"
    )
    author = models.ForeignKey(
        "Author",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="updates",
        verbose_name="byline",
    )
    is_key_event = models.BooleanField("key event", default=False)
    is_pinned = models.BooleanField("pinned", default=False)
    status = models.CharField(
        max_length=10, choices=Status, default=Status.DRAFT, editable=False
    )
    change = models.PositiveBigIntegerField(
        default=0,
        editable=False,
        help_text="The article's change number when this last changed.",
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    edited_at = models.DateTimeField(null=True, editable=False)

    objects = UpdateQuerySet.as_manager()

    class Meta:
        ordering = ["-stamped_at", "-pk"]
        permissions = [("publish_update", "Can publish and withdraw updates")]
        indexes = [
            models.Index(
                fields=["article", "-stamped_at", "-id"], name="update_timeline"
            ),
            models.Index(fields=["article", "change"], name="update_change"),
            models.Index(
                fields=["article"],
                name="update_key_event",
                condition=Q(is_key_event=True),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["article"],
                condition=Q(is_pinned=True),
                name="one_pinned_update",
            )
        ]

    def __str__(self) -> str:
        return f"{wire_stamp(self.stamped_at)}: {self.summary}"

    def get_absolute_url(self) -> str:
        return f"{self.article.get_absolute_url()}updates/{self.pk}/"

    @property
    def summary(self) -> str:
        """Its headline or first words, for lists."""
        text = self.headline or unescape(strip_tags(self.html.replace("</p>", " ")))
        return Truncator(text.strip()).chars(90)
