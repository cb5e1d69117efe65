"""The library: the grid of pictures, one picture's page, and the recordings."""

from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.forms import ModelForm, Textarea
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from js_asset import Script

from articles import library
from articles.admin.picture_input import PictureInputAdmin
from articles.admin.uploading import UploadingAdmin
from articles.models import Image, Recording
from articles.models.image import ImageQuerySet
from articles.uses import find_uses

PAGES = "admin/articles/library"


class DescriptionFilter(admin.SimpleListFilter):
    title = "alt text"
    parameter_name = "description"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("missing", "Still to be described"), ("there", "Described")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "missing":
            return queryset.undescribed()
        return queryset.described() if self.value() == "there" else queryset


class ImageForm(ModelForm):
    class Meta:
        model = Image
        fields = "__all__"  # noqa: DJ007  (the admin names them)
        widgets = {
            "alt_text": Textarea(attrs={"rows": 3}),
            "caption": Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"focus_x", "focus_y"} & self.fields.keys():
            self.fields[name].required = False

    def clean_focus_x(self) -> int:
        """Left empty it stays where it was."""
        told = self.cleaned_data["focus_x"]
        return self.instance.focus_x if told is None else told

    def clean_focus_y(self) -> int:
        told = self.cleaned_data["focus_y"]
        return self.instance.focus_y if told is None else told

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if "file" in self.changed_data:
            library.refuse_same(file, but=self.instance)
        return file


class LibraryAdmin(admin.ModelAdmin):
    """A grid to browse, and in a pop-up to pick from; nothing in use is deleted."""

    list_per_page = 48
    list_max_show_all = 48
    change_list_template = f"{PAGES}/change_list.html"
    change_form_template = f"{PAGES}/change_form.html"

    class Media:
        css = {"all": ["articles/library.css"]}
        js = [
            Script("articles/library.js", type="module"),
            Script("articles/focus.js", type="module"),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        what = self.opts.verbose_name_plural
        title = f"Pick from the {what}" if "_popup" in request.GET else f"All {what}"
        return super().changelist_view(
            request, {"title": title, **(extra_context or {})}
        )

    def get_list_filter(self, request: HttpRequest) -> Any:
        return [] if "_popup" in request.GET else super().get_list_filter(request)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.remove_now)
        name = f"articles_{self.opts.model_name}_remove_now"
        return [path("<int:pk>/remove-now/", view, name=name), *super().get_urls()]

    def remove_now(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say what would lose it; then take it out of everything at once."""
        kept = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_delete_permission(request, kept):
            raise PermissionDenied
        said = str(kept)
        if request.method == "POST":
            with transaction.atomic():
                self.log_deletions(request, self.model.objects.filter(pk=pk))
                library.remove_now(kept, by=request.user)
            messages.success(request, f"“{said}” is removed from every page.")
            name = f"admin:articles_{self.opts.model_name}_changelist"
            return HttpResponseRedirect(reverse(name))
        context = {
            **self.admin_site.each_context(request),
            "title": f"Remove now: {said}",
            "opts": self.opts,
            "kept": kept,
            "uses": find_uses(kept),
            "media": self.media,
        }
        return TemplateResponse(request, f"{PAGES}/remove_now.html", context)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or library.may_revise(obj, by=request.user))

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        kept = super().get_object(request, *args, **kwargs)
        if kept is not None:
            kept.seen_by = request.user
        return kept

    @admin.display(description="where it is used")
    def uses(self, kept: Any) -> str:
        """As far as who looks may know of it."""
        by = getattr(kept, "seen_by", None)  # nobody has seen a new one
        context = {
            "uses": by and find_uses(kept, seen_by=by),
            "sees_all": by is None or by.has_perm("articles.publish_article"),
        }
        return render_to_string(f"{PAGES}/_uses.html", context)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        library.remove(obj, by=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for kept in queryset:
            library.remove(kept, by=request.user)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Name what still shows them, as Django does for rows that protect."""
        found, counts, missing, protected = super().get_deleted_objects(objs, request)
        for kept in objs:
            uses = find_uses(kept)
            shown = [*uses.articles, *uses.updates]
            protected += [f"“{kept}” is shown in: {page}" for page in shown]
        return found, counts, missing, protected


@admin.register(Image)
class ImageAdmin(UploadingAdmin, LibraryAdmin):
    form = ImageForm
    search_fields = ["caption", "credit", "alt_text"]
    list_filter = [DescriptionFilter, "is_decorative"]
    date_hierarchy = "created_at"
    fields = [
        "file",
        "preview",
        ("focus_x", "focus_y"),
        "alt_text",
        "is_decorative",
        "caption",
        "credit",
        "uses",
    ]
    readonly_fields = ["preview", "uses"]

    def get_queryset(self, request: HttpRequest) -> ImageQuerySet:
        """In the pop-up only what may be printed is picked from."""
        images = cast(ImageQuerySet, super().get_queryset(request))
        is_picking = request.path == self.library_path and "_popup" in request.GET
        return images.described() if is_picking else images

    @admin.display(description="picture")
    def preview(self, image: Image) -> str:
        if not image.file:
            return "Shown here once it is saved."
        return render_to_string(f"{PAGES}/_focus.html", {"image": image})

    def save_model(
        self, request: HttpRequest, obj: Image, form: ModelForm, change: bool
    ) -> None:
        library.revise(obj, by=request.user)


@admin.register(Recording)
class RecordingAdmin(PictureInputAdmin, LibraryAdmin):
    list_display = ["title", "media_type"]
    search_fields = ["title", "caption", "credit", "transcript"]
    fields = [
        "title",
        "file",
        "poster",
        ("captions", "captions_language"),
        "transcript",
        "caption",
        "credit",
        "uses",
    ]
    readonly_fields = ["uses"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Recording]:
        return super().get_queryset(request).select_related("poster")

    def save_model(
        self, request: HttpRequest, obj: Recording, form: ModelForm, change: bool
    ) -> None:
        library.revise_recording(obj, by=request.user)
