"""A running text becomes updates: pasted, looked at, published at one press."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from js_asset import Media

from articles import pastes, submissions
from articles.admin.desk.timeline import article_of, desk_url
from articles.forms import PasteForm, PieceFormSet
from articles.forms.paste import initial_of, printed
from articles.models import Article
from articles.pasting import as_html, cut
from articles.roles import may_change
from articles.sanitiser import sanitise

PREFIX = "pieces"


class Paste:
    """The view. Its second page shows what was found; nothing is saved before."""

    def __init__(self, updates: ModelAdmin) -> None:
        self.updates = updates

    def __call__(self, request: HttpRequest, article_id: int) -> HttpResponse:
        article = article_of(request, article_id)
        if not request.user.has_perm("articles.add_update"):
            raise PermissionDenied("No permission to write updates.")
        if request.method != "POST":
            return self._page(request, article, "paste", form=PasteForm())
        if f"{PREFIX}-TOTAL_FORMS" in request.POST:
            return self._publish(request, article)
        form = PasteForm(request.POST)
        if not form.is_valid():
            return self._page(request, article, "paste", form=form, status=400)
        try:
            text = sanitise(as_html(form.cleaned_data["text"]))
        except ValidationError as error:
            form.add_error("text", error)
            return self._page(request, article, "paste", form=form, status=400)
        found = cut(text, now=timezone.now(), day=form.cleaned_data["day"])
        if not found.pieces:
            form.add_error(
                "text",
                "There is no stamp in this text. Begin each update with one on its own"
                " paragraph, such as UPDATE 1800 GMT: or 6 pm:",
            )
            return self._page(request, article, "paste", form=form, status=400)
        pieces = PieceFormSet(prefix=PREFIX, initial=initial_of(found))
        for piece, row in zip(found.pieces, pieces.forms, strict=False):
            row.fault, row.stamp = piece.fault, piece.stamp
        return self._confirm(request, article, pieces, original=found.original)

    def _publish(self, request: HttpRequest, article: Article) -> HttpResponse:
        pieces = PieceFormSet(request.POST, prefix=PREFIX)
        original = request.POST.get("original", "")
        is_draft = "_draft" in request.POST
        refusal = None
        if pieces.is_valid():
            try:
                saved = pastes.publish_pieces(
                    Article.objects.get(pk=article.pk),
                    pieces.wanted,
                    by=request.user,
                    submission=submissions.read(request.POST.get("submission", "")),
                    original=sanitise(original)
                    if "take_original" in request.POST
                    else "",
                    is_draft=is_draft,
                )
            except ValidationError as error:
                refusal = error
            else:
                said = "kept as drafts" if is_draft else "published"
                messages.success(request, f"{len(saved)} updates are {said}.")
                return redirect(desk_url(article.pk))
        return self._confirm(
            request, article, pieces, original=original, refusal=refusal, status=400
        )

    def _confirm(
        self,
        request: HttpRequest,
        article: Article,
        pieces: Any,
        *,
        original: str,
        refusal: ValidationError | None = None,
        status: int = 200,
    ) -> HttpResponse:
        body = Article.objects.values_list("body", flat=True).get(pk=article.pk)
        is_taken = "take_original" in request.POST if pieces.is_bound else not body
        return self._page(
            request,
            article,
            "confirm",
            status=status,
            pieces=pieces,
            original=original,
            original_shown=printed(original),
            has_body=bool(body),
            is_taken=is_taken,
            may_take=may_change(article, request.user),
            refusal=refusal,
            submission=(pieces.is_bound and request.POST.get("submission"))
            or submissions.issue(request.user.pk),
        )

    def _page(
        self,
        request: HttpRequest,
        article: Article,
        name: str,
        *,
        status: int = 200,
        **context: Any,
    ) -> HttpResponse:
        nonce = str(request.csp_nonce)  # type: ignore[attr-defined]
        form = context.get("form")
        media = self.updates.media + form.media if form else self.updates.media
        return TemplateResponse(
            request,
            f"admin/articles/desk/{name}.html",
            {
                **self.updates.admin_site.each_context(request),
                "title": f"Paste to updates: {article.headline}",
                "article": article,
                "opts": Article._meta,
                "media": Media.from_media(media, nonce=nonce),
                "submission": submissions.issue(request.user.pk),
                "may_publish": request.user.has_perm("articles.publish_update"),
                **context,
            },
            status=status,
        )
