"""The composer: an update goes out, and an empty form is left with the cursor in it."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from js_asset import Media

from articles import live, marks, previews, submissions, working_copies
from articles.admin.desk.acts import answer, remember
from articles.admin.desk.timeline import UNDO, article_of, desk_url, timeline_context
from articles.forms import ComposerForm
from articles.models import Article, Author, Update
from articles.working_copies import DESK

FIELDS = [
    "stamped_at",
    "headline",
    "body",
    "is_key_event",
    "is_pinned",
    "image",
    "author",
]


class Press(NamedTuple):
    """What a button of the composer does, and what is said then."""

    verb: Callable[..., Update]
    said: str


PRESSES = {
    "_publish": Press(live.publish_update, "published"),
    "_schedule": Press(live.schedule_update, "scheduled"),
    "_submit": Press(live.submit_update, "handed in to the editors"),
    "_draft": Press(live.save_draft, "kept as a draft"),
}


class Desk:
    """The view; its form is drawn by the admin of updates, widgets and all."""

    def __init__(self, updates: ModelAdmin) -> None:
        self.updates = updates

    def __call__(self, request: HttpRequest, article_id: int) -> HttpResponse:
        article = article_of(request, article_id)
        if request.method != "POST" and _is_scripted(request):
            return answer(request, article)
        if request.method != "POST":
            return self._page(request, article, self._form(request, article))
        if not request.user.has_perm("articles.add_update"):
            raise PermissionDenied("No permission to write updates.")
        if "_discard" in request.POST:
            working_copies.drop(article, DESK, by=request.user)
            return redirect(desk_url(article.pk))
        if "_preview" in request.POST:
            return self._preview(request, article)
        return self._send(request, article)

    def _send(self, request: HttpRequest, article: Article) -> HttpResponse:
        form = self._form(request, article)
        press = next((PRESSES[name] for name in PRESSES if name in request.POST), None)
        if press is None:
            form.add_error(None, "Press Publish, Schedule or Save draft.")
        elif form.is_valid():
            try:
                update = press.verb(form.instance, by=request.user)
            except ValidationError as error:
                form.tell(error)
            else:
                return self._sent(request, article, update, press.said)
        if _is_scripted(request):
            return JsonResponse({"errors": form.errors}, status=400)
        return self._page(request, article, form, status=400)

    def _preview(self, request: HttpRequest, article: Article) -> HttpResponse:
        """Show what is in the composer on the real page, by a link to pass on."""
        fields = working_copies.fields_of(request.POST)
        try:
            copy = working_copies.keep(article, DESK, by=request.user, fields=fields)
        except ValidationError as error:
            form = self._form(request, article)
            form.add_error(None, error)
            return self._page(request, article, form, status=400)
        return redirect(previews.preview_path(copy))

    def _sent(
        self, request: HttpRequest, article: Article, update: Update, said: str
    ) -> HttpResponse:
        """Say what happened, and offer to take it back."""
        if update.status == Update.Status.DRAFT:
            request.session.pop(UNDO, None)
            messages.success(request, f"{said.capitalize()}: {update}")
        else:
            remember(request, update, marks.sent(update, what=said))
        working_copies.drop(article, DESK, by=request.user)
        if not _is_scripted(request):
            return redirect(desk_url(article.pk))
        context = timeline_context(request, article)
        template = "admin/articles/desk/_timeline.html"
        return JsonResponse(
            {
                "timeline": render_to_string(template, context, request),
                "submission": submissions.issue(request.user.pk),
            }
        )

    def _form(self, request: HttpRequest, article: Article) -> ComposerForm:
        form_class: Any = self.updates.get_form(
            request, None, form=ComposerForm, fields=FIELDS
        )
        if request.method == "POST":
            return form_class(request.POST, article=article)
        kept = working_copies.kept_fields(article, DESK, by=request.user)
        for key in ("image", "author"):
            if not kept.get(key, "").isdecimal():
                kept.pop(key, None)
        kept.pop(submissions.FIELD, None)  # another form has another name
        own = Author.objects.filter(user=request.user.pk).first()
        initial = {"author": own and own.pk, **kept}
        return form_class(initial=initial, article=article)

    def _page(
        self,
        request: HttpRequest,
        article: Article,
        form: ComposerForm,
        status: int = 200,
    ) -> HttpResponse:
        nonce = str(request.csp_nonce)  # type: ignore[attr-defined]
        media = self.updates.media + form.media
        context: dict[str, Any] = {
            **self.updates.admin_site.each_context(request),
            **timeline_context(request, article),
            "title": f"Desk: {article.headline}",
            "form": form,
            "media": Media.from_media(media, nonce=nonce),
            "opts": Article._meta,
            "others": working_copies.others_at(article, DESK, by=request.user),
            "may_write": request.user.has_perm("articles.add_update"),
            "coverages": [c for c in Article.Coverage if c != Article.Coverage.NONE],
            "preview_path": previews.preview_path(article),
        }
        template = "admin/articles/desk/desk.html"
        return TemplateResponse(request, template, context, status=status)


def _is_scripted(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")
