"""Many pictures at once: taken in first, described after."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.forms import BaseModelFormSet, ModelForm, modelformset_factory
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.urls.resolvers import URLPattern

from articles import library
from articles.models import Image

DESCRIBED_AT_ONCE = 20


class BaseDescriptions(BaseModelFormSet):
    """Pictures nobody has begun to describe may wait."""

    def _construct_form(self, i: int, **kwargs: Any) -> ModelForm:
        form: ModelForm = super()._construct_form(i, **kwargs)  # type: ignore[misc]
        form.empty_permitted = True
        return form


Descriptions = modelformset_factory(
    Image,
    fields=["alt_text", "is_decorative", "caption", "credit"],
    formset=BaseDescriptions,
    extra=0,
)


class UploadingAdmin(admin.ModelAdmin):
    """The library's pages for a whole set of pictures."""

    @property
    def library_path(self) -> str:
        return reverse("admin:articles_image_changelist")

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("upload/", wrap(self.upload), name="articles_image_upload"),
            path("describe/", wrap(self.describe), name="articles_image_describe"),
            path(
                "<int:pk>/thumbnail/",
                wrap(self.thumbnail),
                name="articles_image_thumbnail",
            ),
            *super().get_urls(),
        ]

    def upload(self, request: HttpRequest) -> HttpResponse:
        """Take in each file that can be; say of each other one why it cannot."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        files = request.FILES.getlist("files")
        report = [self._take_in(file, request) for file in files]
        if "application/json" in request.headers.get("Accept", ""):
            return JsonResponse({"files": report})
        kept = [line for line in report if line["kept"]]
        if kept:
            messages.success(request, f"{_pictures(len(kept))} in the library.")
        if kept and len(kept) == len(report):
            return HttpResponseRedirect(reverse("admin:articles_image_describe"))
        context = self._context(request, "Upload pictures", report=report)
        context["is_empty"] = request.method == "POST" and not files
        return TemplateResponse(request, "admin/articles/library/upload.html", context)

    def describe(self, request: HttpRequest) -> HttpResponse:
        """Alt text, caption and credit of what was uploaded, on one page."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            waiting = Image.objects.undescribed()[:DESCRIBED_AT_ONCE]
            formset = Descriptions(queryset=waiting)
        else:
            sent = Image.objects.filter(pk__in=self._sent_ids(request))
            formset = Descriptions(request.POST, queryset=sent)
            if formset.is_valid():
                return self._described(request, formset)
        context = self._context(request, "Describe pictures", formset=formset)
        name = "admin/articles/library/describe.html"
        return TemplateResponse(request, name, context)

    def thumbnail(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Lead to a picture as it is now, for the editor, which knows its number."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(get_object_or_404(Image, pk=pk).url)

    def _take_in(self, file: UploadedFile, request: HttpRequest) -> dict[str, Any]:
        try:
            image = library.take_in(file, by=request.user)
        except ValidationError as error:
            return {
                "name": file.name,
                "kept": None,
                "known": (error.params or {}).get("known"),
                "problem": " ".join(error.messages),
            }
        return {"name": file.name, "kept": image.pk, "known": None, "problem": ""}

    def _described(
        self, request: HttpRequest, formset: BaseModelFormSet
    ) -> HttpResponse:
        with transaction.atomic():
            images = formset.save(commit=False)
            for image in images:
                library.revise(image, by=request.user)
        messages.success(request, f"{_pictures(len(images))} described.")
        if images and Image.objects.undescribed().exists():
            return HttpResponseRedirect(request.path)
        return HttpResponseRedirect(self.library_path)

    def _sent_ids(self, request: HttpRequest) -> list[int]:
        names = [f"form-{number}-id" for number in range(DESCRIBED_AT_ONCE)]
        values = [request.POST.get(name, "") for name in names]
        return [int(v) for v in values if v.isdecimal() and len(v) < 19]

    def _context(self, request: HttpRequest, title: str, **more: Any) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "opts": self.model._meta,
            "title": title,
            "media": self.media,
            **more,
        }


def _pictures(number: int) -> str:
    return "1 picture is" if number == 1 else f"{number} pictures are"
