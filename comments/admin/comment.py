"""The moderator's list: read, approve, hide with a reason, restore."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db.models import Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from comments import bulk
from comments.admin import queue
from comments.admin.appeal import appeals_page
from comments.admin.figures import figures
from comments.admin.moderation_action import ReadOnly, undo_link
from comments.admin.sanction import sanction_author
from comments.admin.thread import thread
from comments.admin.undo import undo
from comments.cards import headline_of
from comments.models import (
    Comment,
    CommentRevision,
    ModerationAction,
    Reason,
    Report,
)
from comments.moderation import LAST_ACTION, spelled_version


class ReasonActionForm(ActionForm):
    """The reason stands beside the action it belongs to."""

    reason = forms.ChoiceField(
        required=False, choices=[("", "reason to hide…"), *Reason.choices]
    )


class ReportedFilter(admin.SimpleListFilter):
    title = "reports"
    parameter_name = "reports"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("open", "open")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() != "open":
            return queryset
        waiting = Report.objects.filter(resolved_at=None).values("comment_id")
        return queryset.filter(pk__in=waiting)


class ActionInline(ReadOnly, admin.TabularInline):
    model = ModerationAction
    verbose_name_plural = "timeline"
    extra = 0
    fields = ("acted_at", "who", "act", "reason", "note", "change", "undo")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[ModerationAction]:
        log = super().get_queryset(request)
        return log.select_related("acted_by", "undone_by").order_by("-pk")

    def who(self, action: ModerationAction) -> str:
        return action.who

    def change(self, action: ModerationAction) -> str:
        """What it was and became, where that changed."""
        return action.change

    def undo(self, action: ModerationAction) -> SafeString | str:
        return undo_link(action)


class ReportInline(ReadOnly, admin.TabularInline):
    model = Report
    extra = 0
    fields = ("reported_at", "reason", "note", "outcome", "resolved_at")
    readonly_fields = fields


class RevisionInline(ReadOnly, admin.TabularInline):
    model = CommentRevision
    verbose_name_plural = "earlier words"
    extra = 0
    fields = ("replaced_at", "body")
    readonly_fields = fields


@admin.register(Comment)
class CommentAdmin(admin.ModelAdmin):
    list_display = [
        "excerpt",
        "name",
        "status",
        "open_reports",
        "hidden_reason",
        "story",
        "created_at",
        "on_the_page",
    ]
    list_filter = ["status", ReportedFilter, "hidden_reason", "created_at"]
    list_select_related = ["article"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["body", "name"]
    ordering = ["-pk"]
    actions = ["approve", "hide", "restore"]
    action_form = ReasonActionForm
    readonly_fields = [
        "story",
        "name",
        "email",
        "status",
        "hidden_reason",
        "hidden_note",
        "held_because",
        "created_at",
        "text",
        "on_the_page",
    ]
    fields = tuple(readonly_fields)
    inlines = [ReportInline, ActionInline, RevisionInline]
    change_list_template = "admin/comments/comment/change_list.html"

    class Media:
        css = {"all": ["comments/admin.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Comment]:
        reports = Report.objects.open().order_by().filter(comment=OuterRef("pk"))
        counted = reports.values("comment").annotate(n=Count("pk")).values("n")
        return (
            super()
            .get_queryset(request)
            .annotate(
                waiting=Coalesce(Subquery(counted), 0),
                may_read=Value(request.user.has_perm("articles.view_article")),
                last_action=LAST_ACTION,
            )
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def action_checkbox(self, obj: Comment) -> SafeString:
        """With the version that is on the page, so that no other is decided upon."""
        version = spelled_version(obj.last_action, obj.edited_at)
        box = super().action_checkbox(obj)
        hidden = '{}<input type="hidden" name="version" value="{}:{}">'
        return format_html(hidden, box, obj.pk, version)

    @admin.display(description="comment")
    def excerpt(self, comment: Comment) -> str:
        return comment.body[:120]

    @admin.display(description="article", ordering="article")
    def story(self, comment: Comment) -> str:
        headline = headline_of(comment.article, may_read=comment.may_read)
        return Truncator(headline).chars(36)

    @admin.display(description="open reports", ordering="waiting")
    def open_reports(self, comment: Comment) -> int:
        return comment.waiting

    @admin.display(description="text")
    def text(self, comment: Comment) -> str:
        return comment.html

    @admin.display(description="on the page")
    def on_the_page(self, comment: Comment) -> SafeString:
        return format_html('<a href="{}">Show</a>', comment.get_absolute_url())

    def get_urls(self) -> list[URLPattern]:
        """The queue's pages stand beside the list."""
        guard, one = self.admin_site.admin_view, "<int:comment_id>/"
        pages = [
            path("queue/", guard(queue.queue), name="comments_queue"),
            path("queue/decide/", guard(queue.decide), name="comments_decide"),
            path("queue/news/", guard(queue.news), name="comments_news"),
            path("appeals/", guard(appeals_page), name="comments_appeals"),
            path("figures/", guard(figures), name="comments_figures"),
            path("undo/<uuid:group>/", guard(undo), name="comments_undo"),
            path(f"{one}thread/", guard(thread), name="comments_thread"),
            path(f"{one}sanction/", guard(sanction_author), name="comments_sanction"),
        ]
        return pages + super().get_urls()

    @admin.action(description="Approve", permissions=["moderate"])
    def approve(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        _say(request, "Approve", queryset, bulk.approve_many)

    @admin.action(description="Hide, for the reason beside", permissions=["moderate"])
    def hide(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        reason = request.POST.get("reason", "")
        if reason not in Reason.values:
            messages.error(request, "Choose the reason to hide for; nothing was done.")
            return
        _say(request, "Hide", queryset, bulk.hide_many, reason=reason)

    @admin.action(description="Restore", permissions=["moderate"])
    def restore(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        _say(request, "Restore", queryset, bulk.restore_many)

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("comments.moderate_comment")


def _say(
    request: HttpRequest,
    what: str,
    comments: QuerySet[Comment],
    verb: Callable[..., tuple[UUID, int]],
    **details: str,
) -> None:
    """Do one act to all, say to how many, and offer to undo it."""
    chosen = list(comments.order_by().values_list("pk", flat=True))
    rows, seen = Comment.objects.with_ids(chosen), queue.seen_of(request, "version")
    group, done = verb(rows, by=request.user, seen=seen, **details)
    if left := queue.left_alone(chosen, group):
        messages.warning(request, left)
    if done:
        url = reverse("admin:comments_undo", args=[group])
        said = '{}: {} done. <a href="{}">Undo</a>'
        messages.success(request, format_html(said, what, done, url))
