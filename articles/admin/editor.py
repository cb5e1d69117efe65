"""What every admin page with the rich editor needs."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from js_asset import Media

from articles.admin.picture_input import PictureInputAdmin


class EditorAdmin(PictureInputAdmin):
    """Gives the editor's import map, an inline script, the page's CSP nonce."""

    class Media:
        css = {"all": ["articles/admin.css"]}
        js = ["articles/admin.js"]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        nonce = str(request.csp_nonce)  # type: ignore[attr-defined]
        context["media"] = Media.from_media(context["media"], nonce=nonce)
        return super().render_change_form(request, context, *args, **kwargs)
