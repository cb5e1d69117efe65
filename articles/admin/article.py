"""An article's own form in the admin: its text, where it belongs, its state."""

from typing import Any

from django.contrib import admin, messages
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles import corrections, publishing, submissions, working_copies
from articles.admin.desk.urls import desk_urls
from articles.admin.editor import EditorAdmin, place_of
from articles.admin.history import HistoryAdmin
from articles.forms import ArticleForm
from articles.models import Article, Byline, Correction, Update
from articles.roles import may_change

VERBS = {
    "_publish": publishing.publish,
    "_schedule": publishing.schedule,
    "_submit": publishing.submit,
    "_send_back": publishing.send_back,
}


class BylineInline(admin.TabularInline):
    model = Byline
    extra = 0
    autocomplete_fields = ["author"]
    verbose_name = "author"
    verbose_name_plural = "byline"


class CorrectionInline(admin.TabularInline):
    """The corrections so far. New ones are written in a form's own box."""

    model = Correction
    extra = 0
    readonly_fields = ["corrected_at", "reason", "update", "corrected_by"]
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Correction]:
        related = ["update__article", "corrected_by"]
        return super().get_queryset(request).select_related(*related)


@admin.register(Article)
class ArticleAdmin(HistoryAdmin, EditorAdmin):
    form = ArticleForm
    withdraw = staticmethod(publishing.withdraw)
    list_display = [
        "headline",
        "desk",
        "section",
        "status",
        "coverage",
        "published_at",
    ]
    list_filter = ["status", "coverage", "section", "series"]
    list_select_related = ["section"]
    search_fields = ["headline", "slug", "words__finds"]
    date_hierarchy = "published_at"
    prepopulated_fields = {"slug": ["headline"]}
    autocomplete_fields = ["series", "tags", "see_also"]
    inlines = [BylineInline, CorrectionInline]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    *("kicker", "headline", "slug", "standfirst", "body"),
                    "lead_image",
                ]
            },
        ),
        (
            "Where it belongs",
            {"fields": ["section", ("series", "series_number"), "tags", "see_also"]},
        ),
        ("When", {"fields": [("published_at", "embargo_until")]}),
        (
            "Live and comments",
            {
                "fields": [
                    ("coverage", "coverage_starts_at"),
                    ("comment_policy", "comments_close_at"),
                ]
            },
        ),
    ]

    @admin.display(description="desk")
    def desk(self, article: Article) -> SafeString | str:
        if not article.has_updates:
            return ""
        url = reverse("admin:articles_article_desk", args=[article.pk])
        return format_html('<a href="{}">Desk</a>', url)

    def get_urls(self) -> list[URLPattern]:
        return [
            *desk_urls(self.admin_site.get_model_admin(Update)),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        return Article.objects.visible_to(request.user)

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        """A correction is for what readers have seen."""
        fieldsets = list(super().get_fieldsets(request, obj))
        may_correct = request.user.has_perm("articles.add_correction")
        if obj and not obj.is_unpublished and may_correct:
            fieldsets.insert(1, ("Correction", {"fields": ["correction"]}))
        return fieldsets

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Nothing from the address: mangled values there would break the widgets."""
        return {}

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["may_publish"] = request.user.has_perm("articles.publish_article")
        return super().render_change_form(request, context, *args, **kwargs)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """A second press of one form leads to what the first one has saved."""
        try:
            answer = super().add_view(request, form_url, extra_context)
        except IntegrityError:  # both were pressed at once
            if saved := self._sent(request):
                return self._saved(request, saved)
            raise
        saved = self._sent(request) if answer.status_code == 200 else None
        return self._saved(request, saved) if saved else answer

    def _sent(self, request: HttpRequest) -> Article | None:
        token = submissions.read(request.POST.get(submissions.FIELD, ""))
        if token is None:
            return None
        return self.get_queryset(request).filter(submission=token).first()

    @transaction.atomic
    def save_model(
        self, request: HttpRequest, obj: Article, form: ModelForm, change: bool
    ) -> None:
        """Let the pressed button name the verb."""
        said, by = form.cleaned_data, request.user
        version = said.get("version") if change else None
        if not change:
            obj.submission = submissions.read(said.get("submission", ""))
        pressed = (VERBS[name] for name in VERBS if name in request.POST)
        verb = next(pressed, publishing.revise)
        verb(obj, by=by, version=version)
        if reason := said.get("correction"):
            corrections.correct(obj, by=by, reason=reason)
        working_copies.drop(*place_of(obj), by=by)

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Any, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        if any(rows.model is Byline and rows.has_changed() for rows in formsets):
            publishing.note_byline(form.instance, by=request.user)

    def response_add(
        self, request: HttpRequest, obj: Article, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self._saved(request, obj)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        return self._saved(request, obj)

    def _saved(self, request: HttpRequest, article: Article) -> HttpResponse:
        """A new live story leads to its desk, anything else back to the form."""
        state = article.get_status_display().lower()
        messages.success(request, f"“{article}” is saved. It is {state}.")
        is_begun = "_publish" in request.POST and article.has_updates
        name = "desk" if is_begun else "change"
        return HttpResponseRedirect(
            reverse(f"admin:articles_article_{name}", args=[article.pk])
        )

    def has_change_permission(
        self, request: HttpRequest, obj: Article | None = None
    ) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or may_change(obj, request.user))

    def has_delete_permission(
        self, request: HttpRequest, obj: Article | None = None
    ) -> bool:
        """Articles are withdrawn: their comments and their history stay."""
        return False
