"""Django's admin under our name and with the editor's looser content policy."""

from collections.abc import Callable
from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib import admin
from django.http import HttpResponseBase

from articles.unsent import keeping_unsent, offering_unsent
from config.csp import ADMIN_POLICY


class NewsroomAdminSite(admin.AdminSite):
    site_header = f"{settings.NEWSROOM_NAME} newsroom"
    site_title = f"{settings.NEWSROOM_NAME} newsroom"
    index_title = "Newsroom"

    def admin_view(
        self, view: Callable[..., HttpResponseBase], cacheable: bool = False
    ) -> Any:
        """Guard a view as Django does, lose nothing that is sent to it after its
        author's session has ended, and let the editor's styles in."""
        guarded = super().admin_view(offering_unsent(view), cacheable)
        return csp_replace(ADMIN_POLICY)(keeping_unsent(guarded))
