"""One story, live or not."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords

from articles.models.author import Author, Byline
from articles.models.fields import BakedField, BodyField
from articles.models.figures import bake
from articles.models.taxonomy import Tag
from articles.models.update import Update
from articles.models.words import WordsField
from articles.prepared import Slot
from articles.routes import path_to
from articles.stamps import here

HOT = timedelta(minutes=1)  # after a change the next one may be near
HOT_SECONDS, CALM_SECONDS, PAUSED_SECONDS = 2, 10, 30  # between an open page's polls


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self, now: datetime | Slot | None = None) -> Self:
        """What the public may read now; a scheduled article comes by itself."""
        return self.filter(
            status__in=[Article.Status.PUBLISHED, Article.Status.SCHEDULED],
            published_at__lte=now or timezone.now(),
        )

    def running(self) -> Self:
        """Live stories, paused ones included."""
        return self.filter(
            coverage__in=[Article.Coverage.LIVE, Article.Coverage.PAUSED]
        )

    def silent(self, hours: float) -> Self:
        """Live stories that began, and said nothing, so many hours ago."""
        since = timezone.now() - timedelta(hours=hours)
        has_begun = models.Q(coverage_starts_at=None, published_at__lte=since)
        has_begun |= models.Q(coverage_starts_at__lte=since)
        return self.published().filter(
            has_begun,
            ~models.Exists(
                Update.objects.published().filter(
                    article=models.OuterRef("pk"), stamped_at__gt=since
                )
            ),
            coverage=Article.Coverage.LIVE,
        )

    def waiting(self) -> Self:
        """Written, handed in, and not yet read by an editor."""
        return self.filter(status=Article.Status.SUBMITTED)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """What is public; all that they may publish; their own drafts."""
        if user.has_perm("articles.publish_article"):
            return self
        public = models.Q(pk__in=self.model.objects.published().values("pk"))
        if not user.has_perm("articles.view_article"):
            return self.filter(public)
        signed = Byline.objects.filter(author__user=user.pk).values("article")
        return self.filter(
            public | models.Q(created_by=user.pk) | models.Q(pk__in=signed)
        )

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-pk")

    def with_poll(self) -> Self:
        """What an open page asks for, and whether an update has come due meanwhile."""
        due = Update.objects.due().filter(article=models.OuterRef("pk"))
        told = (
            "slug",
            "headline",
            "status",
            "coverage",
            "coverage_starts_at",
            "change",
        )
        moments = ("published_at", "changed_at", "created_at", "comments_close_at")
        found = self.only(*told, *moments, "comment_policy")
        return found.annotate(has_due=models.Exists(due))

    def with_card(self) -> Self:
        """All that a card on a list page prints."""
        return self.select_related("section", "lead_image").defer(
            "body", "html", "words"
        )


class Article(models.Model):  # type: ignore[django-manager-missing]
    class Status(models.TextChoices):
        DRAFT = "draft"
        SUBMITTED = "submitted", "waits for an editor"
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
    words = WordsField("headline", "kicker", "standfirst", "body")
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
    coverage_starts_at = models.DateTimeField(
        "coverage starts at",
        null=True,
        blank=True,
        help_text="Until then the page says when live coverage begins.",
    )
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
        help_text="Empty: the moment you publish. To come: press Schedule.",
    )
    embargo_until = models.DateTimeField(
        null=True,
        blank=True,
        help_text="Nobody can publish it before. Empty: no embargo.",
    )
    change = models.PositiveBigIntegerField(
        default=0, editable=False, help_text="Raised by every change readers can see."
    )
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(
        default=0, editable=False, help_text="Raised whenever its text is saved."
    )
    submission = models.UUIDField(
        null=True,
        editable=False,
        help_text="Drawn with the form: a second press is the same article.",
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    history = HistoricalRecords(
        excluded_fields=[
            *("html", "words", "change", "changed_at", "version", "submission"),
            "created_at",
        ],
        m2m_fields=[tags, see_also],
    )
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
                | models.Q(status__in=["draft", "submitted", "withdrawn"]),
                name="published_article_has_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(embargo_until=None)
                | models.Q(published_at__gte=models.F("embargo_until"))
                | models.Q(status__in=["draft", "submitted", "withdrawn"]),
                name="no_article_breaks_its_embargo",
            ),
            models.UniqueConstraint(
                fields=["submission"],
                condition=models.Q(submission__isnull=False),
                name="one_article_a_submission",
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
        day = here(self.published_at or self.created_at)
        date = (day.year, f"{day.month:02}", f"{day.day:02}")
        return path_to("article", *date, self.slug)

    @property
    def is_public(self) -> bool:
        """The same rule as `published()`, for a row in hand."""
        return (
            self.status in {self.Status.PUBLISHED, self.Status.SCHEDULED}
            and self.published_at is not None
            and self.published_at <= timezone.now()
        )

    @property
    def is_unpublished(self) -> bool:
        """Nobody outside the newsroom has seen it, or will by itself."""
        return self.status in {self.Status.DRAFT, self.Status.SUBMITTED}

    @property
    def has_updates(self) -> bool:
        return self.coverage != self.Coverage.NONE

    @property
    def next_poll(self) -> int:
        """In how many seconds an open page asks for news again; 0 is never."""
        if self.coverage == self.Coverage.PAUSED or self.is_to_start:
            return PAUSED_SECONDS
        if self.coverage != self.Coverage.LIVE:
            return 0
        is_hot = timezone.now() - self.changed_at < HOT
        return HOT_SECONDS if is_hot else CALM_SECONDS

    @property
    def is_to_start(self) -> bool:
        """Live coverage is announced, for a moment to come."""
        return (
            self.coverage == self.Coverage.LIVE
            and self.coverage_starts_at is not None
            and self.coverage_starts_at > timezone.now()
        )

    @property
    def has_begun_unchanged(self) -> bool:
        """The announced moment has passed, and no change has told readers so."""
        return (
            self.coverage_starts_at is not None
            and self.changed_at < self.coverage_starts_at <= timezone.now()
        )
