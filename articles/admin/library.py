"""The picture library."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.models import Image


@admin.register(Image)
class ImageAdmin(admin.ModelAdmin):
    list_display = ["preview", "caption", "credit", "alt_text", "size", "created_at"]
    list_display_links = ["preview", "caption"]
    search_fields = ["caption", "credit", "alt_text"]
    fields = ["file", "preview", "alt_text", "is_decorative", "caption", "credit"]
    readonly_fields = ["preview"]

    class Media:
        css = {"all": ["articles/admin.css"]}

    @admin.display(description="picture")
    def preview(self, image: Image) -> SafeString | str:
        if not image.file:
            return "Shown here once it is saved."
        return format_html(
            '<img class="preview" src="{}" alt="" loading="lazy">', image.file.url
        )

    @admin.display(description="size")
    def size(self, image: Image) -> str:
        return f"{image.width} × {image.height}"
