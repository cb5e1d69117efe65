"""The moderator's list: read, approve, hide with a reason, restore."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from comments import moderation
from comments.models import Comment, ModerationAction, Reason, Report


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


class ActionInline(admin.TabularInline):
    model = ModerationAction
    extra = 0
    can_delete = False
    readonly_fields = ["acted_at", "acted_by", "act", "reason", "note"]
    fields = tuple(readonly_fields)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReportInline(admin.TabularInline):
    model = Report
    extra = 0
    can_delete = False
    readonly_fields = ["reported_at", "reason", "note", "resolved_at"]
    fields = tuple(readonly_fields)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


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
        "article",
        "name",
        "email",
        "status",
        "hidden_reason",
        "held_because",
        "created_at",
        "text",
        "on_the_page",
    ]
    fields = tuple(readonly_fields)
    inlines = [ReportInline, ActionInline]

    class Media:
        css = {"all": ["comments/admin.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Comment]:
        waiting = Count("reports", filter=Q(reports__resolved_at=None))
        return super().get_queryset(request).annotate(waiting=waiting)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="comment")
    def excerpt(self, comment: Comment) -> str:
        return comment.body[:120]

    @admin.display(description="article", ordering="article")
    def story(self, comment: Comment) -> str:
        return Truncator(comment.article.headline).chars(36)

    @admin.display(description="open reports", ordering="waiting")
    def open_reports(self, comment: Comment) -> int:
        return comment.waiting

    @admin.display(description="text")
    def text(self, comment: Comment) -> str:
        return comment.html

    @admin.display(description="on the page")
    def on_the_page(self, comment: Comment) -> SafeString:
        return format_html('<a href="{}">Show</a>', comment.get_absolute_url())

    @admin.action(description="Approve", permissions=["moderate"])
    def approve(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        _decide(self, request, queryset, moderation.approve)

    @admin.action(description="Hide, for the reason beside", permissions=["moderate"])
    def hide(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        reason = request.POST.get("reason", "")
        if reason not in Reason.values:
            messages.error(request, "Choose the reason to hide for; nothing was done.")
            return
        _decide(self, request, queryset, moderation.hide, reason=reason)

    @admin.action(description="Restore", permissions=["moderate"])
    def restore(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        _decide(self, request, queryset, moderation.restore)

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("comments.moderate_comment")


def _decide(
    model_admin: CommentAdmin,
    request: HttpRequest,
    comments: QuerySet[Comment],
    verb: Callable[..., Comment],
    **details: str,
) -> None:
    """Do one act to each; say how many, and of each refusal why."""
    done = 0
    for comment in comments:
        try:
            verb(comment, by=request.user, **details)
            done += 1
        except moderation.NotPossible as error:
            messages.warning(request, f"“{comment}”: {error}")
    if done:
        messages.success(request, f"{verb.__name__.title()}: {done} done.")
