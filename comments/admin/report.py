"""Reports as they came in; they are answered on the comment."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from comments.models import Report


@admin.register(Report)
class ReportAdmin(admin.ModelAdmin):
    list_display = ["reason", "note", "comment", "reported_at", "resolved_at"]
    list_filter = ["reason", ("resolved_at", admin.EmptyFieldListFilter)]
    list_select_related = ["comment"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
