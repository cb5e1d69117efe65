"""The history page of an article or an update: who, when, what, and the way back."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from articles import restoring


class HistoryAdmin(admin.ModelAdmin):
    """Puts our record of every save where Django's log of the admin stood."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404("Nothing by that number.")
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied("No permission to see this.")
        if request.method == "POST":
            return self._restore(request, row)
        number = request.GET.get("page", "1")
        page = int(number) if number.isdecimal() and len(number) < 6 else 1
        entries, has_older = restoring.read_history(row, page=max(1, page))
        context = {
            **self.admin_site.each_context(request),
            "title": f"History: {row}",
            "opts": self.opts,
            "original": row,
            "entries": entries,
            "older": page + 1 if has_older else None,
            "may_restore": self.has_change_permission(request, row),
            "media": self.media,
        }
        return TemplateResponse(request, "admin/articles/history.html", context)

    def _restore(self, request: HttpRequest, row: Any) -> HttpResponse:
        number = request.POST.get("entry", "")
        if not (number.isascii() and number.isdigit() and len(number) < 10):
            raise Http404("No such entry.")
        try:
            restoring.restore(row, int(number), by=request.user)
        except ObjectDoesNotExist as error:
            raise Http404("No such entry.") from error
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, "The earlier text is back. It is a new entry.")
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_history"
        return HttpResponseRedirect(reverse(name, args=[row.pk]))
