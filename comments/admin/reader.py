"""A reader as moderators see it: what it said, and all that was done about it."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from comments.admin.moderation_action import ReadOnly
from comments.models import Comment, ModerationAction, Reader, Sanction

_LATEST = 50


@admin.register(Reader)
class ReaderAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["display_name", "created_at"]
    search_fields = ["display_name", "user__email"]
    fields = ("display_name", "created_at")
    readonly_fields = fields
    change_form_template = "admin/comments/reader/change_form.html"
    show_full_result_count = False

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """With the timeline of acts, sanctions and latest comments."""
        reader = self.get_object(request, object_id)
        told: dict[str, Any] = {}
        if reader is not None and self.has_view_permission(request, reader):
            account = reader.user_id
            told = {
                "acts": ModerationAction.objects.about(account).told()[:_LATEST],
                "sanctions": Sanction.objects.of_account(account),
                "latest": Comment.objects.latest_of(account)[:_LATEST],
                "author": f"account-{account}",
            }
        return super().change_view(request, object_id, form_url, told)
