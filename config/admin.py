"""Django's admin under our name and with the editor's looser content policy."""

from collections.abc import Callable
from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib import admin
from django.http import HttpResponseBase

from config.csp import ADMIN_POLICY


class NewsroomAdminSite(admin.AdminSite):
    site_header = f"{settings.NEWSROOM_NAME} newsroom"
    site_title = f"{settings.NEWSROOM_NAME} newsroom"
    index_title = "Newsroom"

    def admin_view(
        self, view: Callable[..., HttpResponseBase], cacheable: bool = False
    ) -> Any:
        """Guard a view as Django does and let the editor's styles in."""
        return csp_replace(ADMIN_POLICY)(super().admin_view(view, cacheable))
