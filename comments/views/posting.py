"""The pages on which readers write. None of them is shared or cached."""

from typing import Any

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    QueryDict,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from articles.models import Article, Update
from articles.sanitiser import trusted
from comments import akismet, mending, posting, traps
from comments.addresses import client_address, network_key
from comments.forms import CommentForm, EditForm, GuestForm
from comments.limits import TooFast, spelled
from comments.markup import render as render_markup
from comments.models import Comment
from comments.refusals import PostingRefused
from comments.standing import Sender, check_standing

_PARENTS = Comment.objects.to_answer()  # built once, asked for every reply


@never_cache
@require_http_methods(["GET", "POST"])
def new_comment(request: HttpRequest, article_id: int) -> HttpResponse:
    """Begin a thread, about the article or about one `?update=` of it."""
    article = get_object_or_404(Article.objects.published(), pk=article_id)
    return _write(request, article, update=_update(request, article))


@never_cache
@require_http_methods(["GET", "POST"])
def reply(request: HttpRequest, comment_id: int) -> HttpResponse:
    try:
        parent = _PARENTS.get(pk=comment_id)
    except Comment.DoesNotExist:
        parent = None
    if parent is None or not parent.article.is_public:
        context = {"draft": request.POST.get("body", "")}
        return render(request, "comments/gone.html", context, status=404)
    return _write(request, parent.article, parent=parent)


@never_cache
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Mend one's own words while the time for it lasts."""
    comment = own_comment(request, comment_id)
    form = EditForm(sent(request), initial={"body": comment.body})
    context: dict[str, Any] = {"form": form, "comment": comment, "refusal": ""}
    status = 200
    try:
        if request.method == "POST" and form.is_valid():
            body, sender = form.cleaned_data["body"], sender_of(request)
            mending.edit(comment, by=request.user, body=body, sender=sender)
            return redirect(place(comment))
        if not mending.may_edit(comment, by=request.user):
            raise PostingRefused("The time to change this comment is over.")
    except PostingRefused as error:
        context["refusal"], status = str(error), 409
    except TooFast as error:
        context["refusal"], status = str(error), 429
    status = 400 if form.errors else status
    return render(request, "comments/edit.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Take one's own words back."""
    comment = own_comment(request, comment_id)
    context = {"comment": comment, "refusal": ""}
    if request.method == "POST":
        try:
            mending.withdraw(comment, by=request.user)
        except PostingRefused as error:
            context["refusal"] = str(error)
        else:
            return redirect(f"{comment.article.get_absolute_url()}#comments")
    return render(request, "comments/withdraw.html", context)


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: a POST that holds nothing is a mistake to be told."""
    return request.POST if request.method == "POST" else None


def place(comment: Comment) -> str:
    """Where on its article's page a comment stands."""
    url = comment.article.get_absolute_url()
    return f"{url}?comments={comment.pk}#comment-{comment.pk}"


def own_comment(request: HttpRequest, comment_id: int) -> Comment:
    """Raises Http404 for a comment that is not the reader's own."""
    own = Comment.objects.with_article().filter(author_id=request.user.pk or 0)
    return get_object_or_404(own, pk=comment_id)


def _update(request: HttpRequest, article: Article) -> Update | None:
    number = request.GET.get("update")
    if number is None:
        return None
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        raise Http404("No such update.")
    return get_object_or_404(article.updates.published(), pk=number)


def _write(
    request: HttpRequest,
    article: Article,
    *,
    parent: Comment | None = None,
    update: Update | None = None,
) -> HttpResponse:
    """Show the form, its preview, or post what it holds; a refusal keeps every word."""
    kind = CommentForm if request.user.is_authenticated else GuestForm
    form = kind(sent(request), label_suffix="")
    context: dict[str, Any] = {
        "form": form,
        "article": article,
        "parent": parent if parent and parent.is_published else None,
        "update": update,
        "pace": spelled(settings.COMMENT_SLOW_SECONDS),
        "action": f"{request.path}?update={update.pk}" if update else request.path,
    }
    status = 200
    try:
        if form.is_bound and form.is_valid() and "preview" not in request.POST:
            return _post(request, article, form, parent=parent, update=update)
        by = request.user
        check_standing(by, sender=sender_of(request), article=article, parent=parent)
        context["slow_until"] = posting.check_open(article, by=by, parent=parent)
        if form.is_bound and not form.errors:
            context["preview"] = trusted(render_markup(form.cleaned_data["body"]))
    except PostingRefused as error:
        context["refusal"], status = _told(form, error), 409
    except TooFast as error:
        form.add_error(None, str(error))
        status = 429
    status = 400 if form.errors and status == 200 else status
    is_fragment = "fragment" in request.GET
    template = "comments/_form.html" if is_fragment else "comments/write.html"
    return render(request, template, context, status=status)


def _told(form: CommentForm, error: PostingRefused) -> PostingRefused | None:
    """Say it beside its field; return what no change of the form would mend."""
    if not error.field:
        return error
    form.add_error(error.field if error.field in form.fields else None, str(error))
    return None


def _post(
    request: HttpRequest,
    article: Article,
    form: CommentForm,
    *,
    parent: Comment | None,
    update: Update | None,
) -> HttpResponse:
    said = form.cleaned_data
    posted, verdict = posting.post(
        article,
        by=request.user,
        body=said["body"],
        name=said.get("name", ""),
        email=said.get("email", ""),
        parent=parent,
        update=update,
        submission=traps.read(said["form_token"]).submission,
        sender=_sender(request, said, article),
    )
    if posted.is_published:
        return HttpResponseRedirect(place(posted))
    context = {"article": article, "sentence": verdict.sentence, "comment": posted}
    return render(request, "comments/held.html", context)


def sender_of(request: HttpRequest) -> Sender:
    """Where a request comes from."""
    address = client_address(request)
    return Sender(network=network_key(address), address=address)


def _sender(request: HttpRequest, said: dict[str, Any], article: Article) -> Sender:
    """Accounts are known by their mail; only guests may be machines."""
    address = client_address(request)
    is_guest = not request.user.is_authenticated
    is_spam = None
    if akismet.is_switched_on():
        is_spam = akismet.is_spam(
            text=said["body"],
            name=said.get("name", ""),
            email=said.get("email", ""),
            address=address,
            user_agent=request.headers.get("User-Agent", ""),
            permalink=request.build_absolute_uri(article.get_absolute_url()),
        )
    automatic = traps.looks_automatic(request.POST) if is_guest else []
    return Sender(network_key(address), address, tuple(automatic), is_spam)
