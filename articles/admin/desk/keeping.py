"""An open form tells every few seconds that it is open, and what is in it."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from articles import submissions, working_copies
from articles.admin.desk.timeline import article_of


@require_POST
def keep(request: HttpRequest, article_id: int) -> HttpResponse:
    """Keep a form's fields, where they are sent; tell who else has it open.

    Answers with `others` (names), the `version` of the text by now, the article's
    `change`, by which the page knows that it is behind, and whether the form `is_sent`.
    """
    article = article_of(request, article_id)
    place = request.POST.get("place", "")
    version = None
    if place == working_copies.STORY:
        version = article.version
    elif place.startswith("update-"):
        number = place.removeprefix("update-")
        if not (number.isascii() and number.isdigit() and len(number) < 19):
            raise Http404("No such form.")
        updates = article.updates.visible_to(request.user)
        version = get_object_or_404(updates, pk=number).version
    elif place != working_copies.DESK:
        raise Http404("No such form.")
    submission = submissions.read(request.POST.get(submissions.FIELD, ""))
    is_sent = article.updates.sent_as(submission).still_there().exists()
    has_fields = "is_changed" in request.POST and not is_sent
    fields = working_copies.fields_of(request.POST) if has_fields else None
    try:
        working_copies.keep(article, place, by=request.user, fields=fields)
    except ValidationError as error:
        return JsonResponse({"errors": error.messages}, status=400)
    return JsonResponse(
        {
            "others": working_copies.others_at(article, place, by=request.user),
            "version": version,
            "change": article.change,
            "is_sent": is_sent,
        }
    )
