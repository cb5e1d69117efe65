"""The log: read by moderators, changed by nobody, administrators included."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from comments.cards import headline_of
from comments.models import ModerationAction


def undo_link(action: ModerationAction) -> SafeString | str:
    """Lead to the page that undoes all that was done with it."""
    if action.is_undone:
        return "undone"
    url = reverse("admin:comments_undo", args=[action.group])
    return format_html('<a href="{}">Undo</a>', url)


class ReadOnly:
    """Neither added to, changed nor deleted here, whoever asks."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(ModerationAction)
class ModerationActionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["acted_at", "who", "act", "reason", "what", "note", "undo"]
    list_filter = ["act", "reason", ("acted_at", admin.DateFieldListFilter)]
    list_select_related = [
        *("acted_by", "article", "comment", "sanction__account", "undone_by")
    ]
    list_per_page = 50
    show_full_result_count = False

    @admin.display(description="who", ordering="acted_by")
    def who(self, action: ModerationAction) -> str:
        return action.who

    @admin.display(description="what")
    def what(self, action: ModerationAction) -> SafeString | str:
        if action.article is not None:
            return headline_of(action.article, may_read=False)
        if action.comment_id is None:
            return str(action.sanction or "")
        url = reverse("admin:comments_comment_change", args=[action.comment_id])
        return format_html('<a href="{}">{}</a>', url, str(action.comment)[:80])

    @admin.display(description="undo")
    def undo(self, action: ModerationAction) -> SafeString | str:
        return undo_link(action)
