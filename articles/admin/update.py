"""An update's own form, to mend or correct it; new ones begin on the desk."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html

from articles import corrections, live, marks, working_copies
from articles.admin.desk.timeline import desk_url
from articles.admin.editor import EditorAdmin, place_of
from articles.admin.history import HistoryAdmin
from articles.forms import UpdateForm
from articles.models import Update
from articles.roles import may_change
from articles.stamps import wire_stamp

VERBS: dict[str, Callable[..., Update]] = {
    "_publish": live.publish_update,
    "_schedule": live.schedule_update,
    "_submit": live.submit_update,
}


@admin.register(Update)
class UpdateAdmin(HistoryAdmin, EditorAdmin):
    list_display = [
        "stamp",
        "summary",
        "article",
        "status",
        "is_key_event",
        "is_pinned",
        "created_by",
    ]
    list_display_links = ["stamp", "summary"]
    list_filter = ["status", "is_key_event"]
    list_select_related = ["article", "created_by"]
    search_fields = ["headline", "article__headline", "words__finds"]
    fields = ["stamped_at", "headline", "body", "image", "author"]
    form = UpdateForm
    withdraw = staticmethod(marks.withdraw)

    @admin.display(description="stamp", ordering="stamped_at")
    def stamp(self, update: Update) -> str:
        return wire_stamp(update.stamped_at)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Update]:
        return Update.objects.visible_to(request.user).select_related("article")

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """An update is written on its story's desk: lead there, or to the stories."""
        article = request.GET.get("article", "")
        if article.isascii() and article.isdigit() and len(article) < 19:
            return HttpResponseRedirect(desk_url(int(article)))
        messages.info(request, "Open the desk of a story to write an update.")
        stories = reverse("admin:articles_article_changelist")
        return HttpResponseRedirect(f"{stories}?coverage__exact=live")

    def get_fields(self, request: HttpRequest, obj: Update | None = None) -> Any:
        """A correction is for what readers have seen."""
        fields = list(super().get_fields(request, obj))
        may_correct = request.user.has_perm("articles.add_correction")
        if obj and not obj.is_unpublished and may_correct:
            fields.append("correction")
        return fields

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["may_publish"] = request.user.has_perm("articles.publish_update")
        return super().render_change_form(request, context, *args, **kwargs)

    def has_change_permission(
        self, request: HttpRequest, obj: Update | None = None
    ) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or may_change(obj, request.user))

    def has_delete_permission(
        self, request: HttpRequest, obj: Update | None = None
    ) -> bool:
        """Updates are withdrawn: their address says so, and their history stays."""
        return False

    @transaction.atomic
    def save_model(
        self, request: HttpRequest, obj: Update, form: ModelForm, change: bool
    ) -> None:
        """Let the pressed button name the verb."""
        said, by = form.cleaned_data, request.user
        pressed = (VERBS[name] for name in VERBS if name in request.POST)
        verb = next(pressed, live.revise_update)
        verb(obj, by=by, version=said.get("version"))
        if reason := said.get("correction"):
            corrections.correct(obj.article, by=by, reason=reason, update=obj)
        working_copies.drop(*place_of(obj), by=by)

    def response_change(self, request: HttpRequest, obj: Update) -> HttpResponse:
        said = format_html(
            '{} is saved. It is {}. <a href="{}">See it on the page</a>',
            obj,
            obj.get_status_display().lower(),
            obj.get_absolute_url(),
        )
        messages.success(request, said)
        return HttpResponseRedirect(desk_url(obj.article_id))
