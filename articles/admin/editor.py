"""What every admin page with the rich editor needs."""

from collections.abc import Callable
from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from js_asset import Media

from articles import previews, restoring, working_copies
from articles.admin.picture_input import PictureInputAdmin
from articles.models import Article, Update
from articles.versions import EditConflict, Row


class EditorAdmin(PictureInputAdmin):
    """A form whose verbs may refuse: nothing typed is lost, whatever they say."""

    withdraw: Callable[..., object]

    class Media:
        js = ["articles/admin.js"]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Draw the form again, as it was sent, where a verb refused to save it."""
        if object_id and request.method == "POST" and "_withdraw" in request.POST:
            withdrawn = self._withdraw(request, unquote(object_id))
            if withdrawn is not None:
                return withdrawn
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except EditConflict as conflict:
            theirs = conflict.theirs
            request.refusal = ValidationError(  # type: ignore[attr-defined]
                "Somebody saved another text while you wrote. Nothing is lost: look at"
                " both here, take over what you need, and save again."
            )
            request.theirs = theirs  # type: ignore[attr-defined]
        except ValidationError as error:
            request.refusal = error  # type: ignore[attr-defined]
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        """A class of this request's own, that knows why its verb refused."""
        form_class: Any = super().get_form(request, obj, change, **kwargs)
        form_class.refusal = getattr(request, "refusal", None)
        theirs = getattr(request, "theirs", None)
        form_class.refused_version = theirs.version if theirs else None
        form_class.drawn_for = request.user.pk
        if obj is not None and request.method == "GET" and "kept" in request.GET:
            # With the version it began with, so that a save tells of newer texts.
            form_class.kept = working_copies.kept_fields(
                *place_of(obj), by=request.user
            )
        return form_class

    def _withdraw(self, request: HttpRequest, object_id: str) -> HttpResponse | None:
        """Take a row back whatever else is in its form; what was typed is kept."""
        row = self.get_object(request, object_id)
        if row is None or not self.has_change_permission(request, row):
            return None
        form = self.get_form(request, row, change=True)(request.POST, instance=row)
        with transaction.atomic():
            self.withdraw(row, by=request.user)
            keep_unsaved(request, row, form)
        return self.response_change(request, row)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        nonce = str(request.csp_nonce)  # type: ignore[attr-defined]
        context["media"] = Media.from_media(context["media"], nonce=nonce)
        if row := kwargs.get("obj"):
            context |= _at_work(request, row)
            if theirs := getattr(request, "theirs", None):
                mine = context["adminform"].form.instance
                context["theirs"] = theirs
                context["conflict"] = restoring.compare(mine, theirs)
        return super().render_change_form(request, context, *args, **kwargs)


def place_of(row: Row) -> tuple[Article, str]:
    """Return the article and the place of a row's own form."""
    if isinstance(row, Update):
        return row.article, working_copies.place_of(row.pk)
    return row, working_copies.STORY


def keep_unsaved(request: HttpRequest, row: Row, form: ModelForm) -> None:
    """Keep what was typed in a form whose button saves no text."""
    if set(form.changed_data) - {"version", "submission"}:
        fields = working_copies.fields_of(request.POST)
        working_copies.keep(*place_of(row), by=request.user, fields=fields)


def _at_work(request: HttpRequest, row: Row) -> dict[str, Any]:
    """Who else is at it, and what its author left here without sending it."""
    article, place = place_of(row)
    kept = working_copies.kept_fields(article, place, by=request.user)
    return {
        "article": article,
        "place": place,
        "others": working_copies.others_at(article, place, by=request.user),
        "has_kept": bool(kept) and "kept" not in request.GET,
        "preview_path": previews.preview_path(row),
    }
