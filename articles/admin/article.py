"""An article's page in the admin: its text, its state, its updates in brief."""

from typing import Any

from django.contrib import admin, messages
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from articles import publishing
from articles.admin.editor import EditorAdmin
from articles.models import Article, Byline, Correction

UPDATES_SHOWN = 20


class BylineInline(admin.TabularInline):
    model = Byline
    extra = 0
    autocomplete_fields = ["author"]
    verbose_name = "author"
    verbose_name_plural = "byline"


class CorrectionInline(admin.TabularInline):
    model = Correction
    extra = 0
    fields = ["reason", "corrected_at", "corrected_by"]
    readonly_fields = ["corrected_by"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Article)
class ArticleAdmin(EditorAdmin):
    list_display = [
        "headline",
        "section",
        "status",
        "coverage",
        "published_at",
        "changed_at",
    ]
    list_filter = ["status", "coverage", "section", "series"]
    list_select_related = ["section"]
    search_fields = ["headline", "slug", "kicker"]
    date_hierarchy = "published_at"
    prepopulated_fields = {"slug": ["headline"]}
    autocomplete_fields = ["lead_image", "series", "tags", "see_also"]
    inlines = [BylineInline, CorrectionInline]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "kicker",
                    "headline",
                    "slug",
                    "standfirst",
                    "body",
                    "lead_image",
                ]
            },
        ),
        (
            "Where it belongs",
            {"fields": ["section", ("series", "series_number"), "tags", "see_also"]},
        ),
        (
            "Live and comments",
            {
                "fields": [
                    ("coverage", "comment_policy"),
                    "published_at",
                    "comments_close_at",
                ]
            },
        ),
    ]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Nothing from the address: mangled values there would break the widgets."""
        return {}

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["may_publish"] = request.user.has_perm("articles.publish_article")
        if article := kwargs.get("obj"):
            updates = article.updates.select_related("author")
            context["updates"] = updates[:UPDATES_SHOWN]
            context["update_total"] = updates.count()
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: Article, form: ModelForm, change: bool
    ) -> None:
        """Let the pressed button name the verb."""
        if "_publish" in request.POST:
            publishing.publish(obj, by=request.user)
        elif "_withdraw" in request.POST:
            publishing.withdraw(obj, by=request.user)
        else:
            publishing.revise(obj, by=request.user)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        if {"_publish", "_withdraw"} & request.POST.keys():
            messages.success(
                request, f"“{obj}” is {obj.get_status_display().lower()} now."
            )
            return HttpResponseRedirect(request.path)
        return super().response_change(request, obj)

    def has_change_permission(
        self, request: HttpRequest, obj: Article | None = None
    ) -> bool:
        """What the public reads is changed only by those who may publish."""
        allowed = super().has_change_permission(request, obj)
        if obj is None or obj.status == Article.Status.DRAFT:
            return allowed
        return allowed and request.user.has_perm("articles.publish_article")
