"""Publishing an update: one short form, one button, and the next empty form."""

from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from articles import live
from articles.admin.editor import EditorAdmin
from articles.models import Author, Update
from articles.stamps import wire_stamp


class UpdateForm(ModelForm):
    """A stamp left empty is the moment of saving, not of opening the form."""

    class Meta:
        model = Update
        fields = "__all__"  # noqa: DJ007  (the admin names them)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stamp = self.fields.get("stamped_at")
        if stamp is not None:
            stamp.required = False
            stamp.help_text = "Empty: now. In the future: it waits until then."
            if self.instance.pk is None:
                self.initial["stamped_at"] = None

    def clean_stamped_at(self) -> datetime:
        return self.cleaned_data["stamped_at"] or timezone.now()


@admin.register(Update)
class UpdateAdmin(EditorAdmin):
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
    search_fields = ["headline", "article__headline"]
    autocomplete_fields = ["article", "image"]
    fields = [
        "article",
        "stamped_at",
        "headline",
        "body",
        ("is_key_event", "is_pinned"),
        "image",
        "author",
    ]

    form = UpdateForm

    @admin.display(description="stamp", ordering="stamped_at")
    def stamp(self, update: Update) -> str:
        return wire_stamp(update.stamped_at)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The story comes from the address, the byline from the account."""
        article = request.GET.get("article", "")
        own = Author.objects.filter(user=request.user.pk).first()
        is_id = article.isascii() and article.isdigit() and len(article) < 19
        return {"author": own, "article": article if is_id else None}

    def get_readonly_fields(
        self, request: HttpRequest, obj: Update | None = None
    ) -> list[str]:
        return ["article"] if obj else []

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["may_publish"] = request.user.has_perm("articles.publish_update")
        return super().render_change_form(request, context, *args, **kwargs)

    def has_change_permission(
        self, request: HttpRequest, obj: Update | None = None
    ) -> bool:
        """What the public reads is changed only by those who may publish."""
        allowed = super().has_change_permission(request, obj)
        if obj is None or obj.status == Update.Status.DRAFT:
            return allowed
        return allowed and request.user.has_perm("articles.publish_update")

    def save_model(
        self, request: HttpRequest, obj: Update, form: ModelForm, change: bool
    ) -> None:
        """Let the pressed button name the verb."""
        if "_publish" in request.POST:
            live.publish_update(obj, by=request.user)
        elif "_withdraw" in request.POST:
            live.withdraw_update(obj, by=request.user)
        elif change:
            live.revise_update(obj, by=request.user)
        else:
            live.save_draft(obj, by=request.user)

    def response_add(
        self, request: HttpRequest, obj: Update, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Back to an empty form for the same story, with a link to what is out."""
        if "_publish" not in request.POST:
            return super().response_add(request, obj, post_url_continue)
        self._say_published(request, obj)
        form = reverse("admin:articles_update_add")
        return HttpResponseRedirect(f"{form}?article={obj.article_id}")

    def response_change(self, request: HttpRequest, obj: Update) -> HttpResponse:
        if "_publish" in request.POST:
            self._say_published(request, obj)
        else:
            messages.success(
                request, f"“{obj}” is {obj.get_status_display().lower()} now."
            )
        return HttpResponseRedirect(
            reverse("admin:articles_article_change", args=[obj.article_id])
        )

    def _say_published(self, request: HttpRequest, update: Update) -> None:
        messages.success(
            request,
            format_html(
                '{} is {}. <a href="{}">See it on the page</a>',
                update,
                update.get_status_display().lower(),
                update.get_absolute_url(),
            ),
        )
