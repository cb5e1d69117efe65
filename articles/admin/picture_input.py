"""Choosing a picture in a form: by its number, or from the library in a pop-up."""

from typing import Any

from django.contrib import admin
from django.db.models import Field, ForeignKey
from django.forms import Widget
from django.forms.widgets import TextInput
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from js_asset import Script

from articles.models import Image

UNFIT = "The library has no picture with this number, or it has no alt text yet."


class PictureInput(TextInput):
    """A number; with script also what it looks like and a button to the library."""

    template_name = "admin/articles/picture_input.html"

    class Media:
        css = {"all": ["articles/library.css"]}
        js = [Script("articles/picture_input.js", type="module")]

    def _render(self, template_name: str, context: Any, renderer: Any = None) -> Any:
        """By the site's own engine: the forms' one does not know our templates."""
        return render_to_string(template_name, context)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        attrs = {"inputmode": "numeric", "class": "vForeignKeyRawIdAdminField"} | attrs
        context = super().get_context(name, value, attrs)
        known = str(value or "").isdecimal() and len(str(value)) < 19
        context["image"] = Image.objects.filter(pk=value).first() if known else None
        context["library"] = reverse("admin:articles_image_changelist")
        return context


class PictureInputAdmin(admin.ModelAdmin):
    """Every column that names a picture is chosen so; only described ones are taken."""

    def formfield_for_dbfield(
        self, db_field: Field, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Without Django's icons beside it: the library does what they are for."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.related_model is Image:
            field.widget = getattr(field.widget, "widget", field.widget)
        return field

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.related_model is Image:
            widget: Widget = PictureInput()
            kwargs |= {"widget": widget, "queryset": Image.objects.described()}
            field = super().formfield_for_foreignkey(db_field, request, **kwargs)
            if field is not None:
                field.error_messages["invalid_choice"] = UNFIT
            return field
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
