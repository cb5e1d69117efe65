"""What is going on in the newsroom, as each person has to know it."""

from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Max, Q

from articles.models import Article, Update

SHOWN = 20


@dataclass
class Today:
    """Lists of at most SHOWN rows; empty where they are none of this person's."""

    running: list[Article] = field(default_factory=list)
    silent: list[Article] = field(default_factory=list)
    silent_hours: float = 0
    waiting_articles: list[Article] = field(default_factory=list)
    waiting_updates: list[Update] = field(default_factory=list)
    drafts: list[Article] = field(default_factory=list)


def read_today(user: User) -> Today:
    """Return the running stories, what waits for an editor, and the own drafts."""
    today = Today(silent_hours=settings.SILENT_HOURS)
    if not user.has_perm("articles.view_article"):
        return today
    articles = Article.objects.visible_to(user).defer("body", "html", "words")
    seen = Q(updates__in=Update.objects.published().values("pk"))
    running = articles.published().running()
    running = running.annotate(last_stamp=Max("updates__stamped_at", filter=seen))
    today.running = list(running.order_by("-changed_at")[:SHOWN])
    drafts = articles.filter(status=Article.Status.DRAFT, created_by=user)
    today.drafts = list(drafts.order_by("-created_at")[:SHOWN])
    if user.has_perm("articles.publish_article"):
        today.silent = list(articles.silent(settings.SILENT_HOURS)[:SHOWN])
        waiting = articles.waiting().select_related("created_by")
        today.waiting_articles = list(waiting.order_by("created_at")[:SHOWN])
        updates = Update.objects.waiting().select_related("article", "created_by")
        today.waiting_updates = list(updates.order_by("created_at")[:SHOWN])
    return today
