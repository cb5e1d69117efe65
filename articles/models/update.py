"""One time-stamped entry of a live article."""

from datetime import datetime
from functools import lru_cache
from html import unescape
from typing import Any, Self
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.text import Truncator
from simple_history.models import HistoricalRecords

from articles.models.fields import BakedField, BodyField
from articles.models.figures import bake
from articles.models.image import Image
from articles.models.words import WordsField
from articles.prepared import Slot
from articles.stamps import wire_stamp


class UpdateQuerySet(models.QuerySet["Update"]):
    def published(self, now: datetime | Slot | None = None) -> Self:
        return self.filter(
            status__in=[Update.Status.PUBLISHED, Update.Status.SCHEDULED],
            stamped_at__lte=now or timezone.now(),
        )

    def due(self) -> Self:
        """Scheduled, and readers see it by now though nobody was told of it yet."""
        return self.filter(
            status=Update.Status.SCHEDULED, stamped_at__lte=timezone.now()
        )

    def awaited(self) -> Self:
        """Scheduled, and no reader has seen it."""
        return self.filter(
            status=Update.Status.SCHEDULED, stamped_at__gt=timezone.now()
        )

    def waiting(self) -> Self:
        """Written, handed in, and not yet read by an editor."""
        return self.filter(status=Update.Status.SUBMITTED)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """What is public; all that they may publish; whatever is their own."""
        if user.has_perm("articles.publish_update"):
            return self
        own = Q(created_by=user.pk) | Q(author__user=user.pk)
        public = Q(pk__in=self.model.objects.published().values("pk"))
        stories: Any = self.model._meta.get_field("article").related_model
        seen = stories.objects.visible_to(user).values("pk")
        return self.filter(own | public & Q(article__in=seen))

    def sent_as(self, submission: UUID | None) -> Self:
        """The one that was sent with this form, if it has arrived."""
        return self.filter(submission=submission) if submission else self.none()

    def still_there(self) -> Self:
        """Nobody has taken them down."""
        return self.exclude(status__in=Update.TAKEN_DOWN)

    def with_desk(self) -> Self:
        """All that the desk prints of each."""
        related = ["image", "author", "created_by", "edited_by"]
        return self.select_related(*related).defer("body", "words")

    def newest_first(self) -> Self:
        return self.order_by("-stamped_at", "-pk")

    def pinned(self) -> Self:
        """What readers see on top; a pin on what is not out yet waits."""
        return self.published().filter(is_pinned=True)

    def key_events(self) -> Self:
        return self.filter(is_key_event=True)

    def in_order(self, is_oldest_first: bool = False) -> Self:
        """By stamp; equal ones keep the order of saving."""
        if is_oldest_first:
            return self.order_by("stamped_at", "pk")
        return self.newest_first()

    def starting_at(
        self,
        pk: int | Slot,
        stamped_at: datetime | Slot,
        is_oldest_first: bool = False,
    ) -> Self:
        """The update with these and all that follow it in the order."""
        side = "gt" if is_oldest_first else "lt"
        later = Q(**{f"stamped_at__{side}": stamped_at})
        same = Q(stamped_at=stamped_at, **{f"pk__{side}e": pk})
        return self.filter(later | same)

    def since(self, change: int) -> Self:
        """What changed after the article's change number was `change`."""
        return self.filter(change__gt=change)

    def with_page(self) -> Self:
        """All that the article page prints of each."""
        return self.select_related("image", "author").only(
            *("article", "stamped_at", "headline", "html", "status", "edited_at"),
            *("is_key_event", "is_pinned", "author__name", "author__slug"),
            *(f"image__{name}" for name in Image.PRINTED),
        )


class Update(models.Model):  # type: ignore[django-manager-missing]
    class Status(models.TextChoices):
        DRAFT = "draft"
        SUBMITTED = "submitted", "waits for an editor"
        SCHEDULED = "scheduled"
        PUBLISHED = "published"
        HIDDEN = "hidden", "hidden from readers"
        WITHDRAWN = "withdrawn"

    TAKEN_DOWN = frozenset({Status.HIDDEN, Status.WITHDRAWN})

    article = models.ForeignKey("Article", models.CASCADE, related_name="updates")
    stamped_at = models.DateTimeField(
        "stamp", default=timezone.now, help_text="The moment printed on the update."
    )
    is_stamp_set = models.BooleanField(
        default=False,
        editable=False,
        help_text="Written by hand; a draft without gets the moment it is published.",
    )
    headline = models.CharField(max_length=200, blank=True)
    body = BodyField()
    html = BakedField("body", bake)
    words = WordsField("headline", "body")
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
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    edited_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(
        default=0, editable=False, help_text="Raised whenever its text is saved."
    )
    submission = models.UUIDField(
        null=True,
        editable=False,
        help_text="Drawn with the form: a second press is the same update.",
    )

    history = HistoricalRecords(
        excluded_fields=[
            *("html", "words", "change", "version", "submission", "created_at")
        ],
    )
    objects = UpdateQuerySet.as_manager()

    class Meta:
        ordering = ["-stamped_at", "-pk"]
        permissions = [("publish_update", "Can publish and withdraw updates")]
        indexes = [
            models.Index(
                fields=["article", "-stamped_at", "-id"], name="update_timeline"
            ),
            models.Index(fields=["-stamped_at", "-id"], name="update_newest"),
            models.Index(fields=["article", "change"], name="update_change"),
            models.Index(
                fields=["article"],
                name="update_key_event",
                condition=Q(is_key_event=True),
            ),
            models.Index(
                fields=["article", "-stamped_at", "-id"],
                name="update_mark",
                condition=Q(is_key_event=True) | Q(is_pinned=True),
            ),
            models.Index(
                fields=["created_at"],
                name="update_waiting",
                condition=Q(status="submitted"),
            ),
            models.Index(
                fields=["article", "stamped_at"],
                name="update_scheduled",
                condition=Q(status="scheduled"),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["article"],
                condition=Q(is_pinned=True, status="published"),
                name="one_pinned_update",
            ),
            models.UniqueConstraint(
                fields=["submission"],
                condition=Q(submission__isnull=False),
                name="one_update_a_submission",
            ),
        ]

    def __str__(self) -> str:
        return f"{wire_stamp(self.stamped_at)}: {self.summary}"

    def get_absolute_url(self) -> str:
        return f"{self.article.get_absolute_url()}updates/{self.pk}/"

    @property
    def is_unpublished(self) -> bool:
        """Nobody outside the newsroom has seen it, or will by itself."""
        return self.status in {self.Status.DRAFT, self.Status.SUBMITTED}

    @property
    def is_public(self) -> bool:
        """The same rule as `published()`, for a row in hand."""
        return (
            self.status in {self.Status.PUBLISHED, self.Status.SCHEDULED}
            and self.stamped_at <= timezone.now()
        )

    @property
    def summary(self) -> str:
        """Its headline or first words, for lists."""
        return _summary(self.headline, self.html)


@lru_cache(maxsize=1000)  # most updates stand on the page before too
def _summary(headline: str, html: str) -> str:
    text = headline or unescape(strip_tags(html.replace("</p>", " ")))
    return Truncator(text.strip()).chars(90)
