"""One story, live or not."""

from typing import Self

from django.db import models
from django.urls import reverse
from django.utils import timezone

from articles.models.author import Author, Byline
from articles.models.fields import BakedField, BodyField
from articles.models.figures import bake
from articles.models.taxonomy import Tag


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self) -> Self:
        """What the public may read now; a scheduled article comes by itself."""
        return self.filter(
            status__in=[Article.Status.PUBLISHED, Article.Status.SCHEDULED],
            published_at__lte=timezone.now(),
        )

    def running(self) -> Self:
        """Live stories, paused ones included."""
        return self.filter(
            coverage__in=[Article.Coverage.LIVE, Article.Coverage.PAUSED]
        )

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-pk")

    def with_card(self) -> Self:
        """All that a card on a list page prints."""
        return self.select_related("section", "lead_image").defer("body", "html")


class Article(models.Model):  # type: ignore[django-manager-missing]
    class Status(models.TextChoices):
        DRAFT = "draft"
        SCHEDULED = "scheduled"
        PUBLISHED = "published"
        WITHDRAWN = "withdrawn"

    class Coverage(models.TextChoices):
        NONE = "none", "not a live story"
        LIVE = "live"
        PAUSED = "paused"
        CLOSED = "closed"

    class CommentPolicy(models.TextChoices):
        OPEN = "open", "open to all"
        ACCOUNTS = "accounts", "accounts only"
        PREMODERATED = "premoderated", "read by a moderator first"
        CLOSED = "closed"

    headline = models.CharField(max_length=200)
    slug = models.SlugField(
        max_length=120,
        unique=True,
        help_text="The last part of the address. A changed one leaves a redirect.",
    )
    kicker = models.CharField(
        max_length=80, blank=True, help_text="The small line above the headline."
    )
    standfirst = models.TextField(max_length=500, blank=True)
    body = BodyField(
        blank=True, help_text="On a live story this is printed as ORIGINAL ENTRY."
    )
    html = BakedField("body", bake)
    lead_image = models.ForeignKey(
        "Image", models.PROTECT, null=True, blank=True, related_name="leads"
    )
    section = models.ForeignKey("Section", models.PROTECT, related_name="articles")
    series = models.ForeignKey(
        "Series", models.SET_NULL, null=True, blank=True, related_name="articles"
    )
    series_number = models.PositiveSmallIntegerField(null=True, blank=True)
    tags = models.ManyToManyField(Tag, blank=True, related_name="articles")
    authors = models.ManyToManyField(
        Author, through=Byline, blank=True, related_name="articles"
    )
    see_also = models.ManyToManyField("self", symmetrical=False, blank=True)

    status = models.CharField(
        max_length=10, choices=Status, default=Status.DRAFT, editable=False
    )
    coverage = models.CharField(max_length=10, choices=Coverage, default=Coverage.NONE)
    comment_policy = models.CharField(
        max_length=15, choices=CommentPolicy, default=CommentPolicy.OPEN
    )
    comments_close_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="Empty: as long after publication as the site allows.",
    )
    published_at = models.DateTimeField(
        "published at",
        null=True,
        blank=True,
        help_text="Empty: the moment you publish. In the future: it waits until then.",
    )
    change = models.PositiveBigIntegerField(
        default=0, editable=False, help_text="Raised by every change readers can see."
    )
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        permissions = [("publish_article", "Can publish and withdraw articles")]
        indexes = [
            models.Index(fields=["status", "-published_at"], name="article_newest"),
            models.Index(
                fields=["coverage"],
                name="article_running",
                condition=models.Q(coverage__in=["live", "paused"]),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(published_at__isnull=False)
                | models.Q(status__in=["draft", "withdrawn"]),
                name="published_article_has_moment",
            ),
            models.UniqueConstraint(
                fields=["series", "series_number"],
                name="series_number_once",
                violation_error_message="The series has an article with this number.",
            ),
        ]

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        day = timezone.localtime(self.published_at or self.created_at)
        return reverse(
            "article",
            args=[f"{day:%Y}", f"{day:%m}", f"{day:%d}", self.slug],
        )

    @property
    def is_public(self) -> bool:
        """The same rule as `published()`, for a row in hand."""
        return (
            self.status in {self.Status.PUBLISHED, self.Status.SCHEDULED}
            and self.published_at is not None
            and self.published_at <= timezone.now()
        )

    @property
    def has_updates(self) -> bool:
        return self.coverage != self.Coverage.NONE
