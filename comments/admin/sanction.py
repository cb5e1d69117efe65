"""Sanctions: imposed from a comment or by hand, ended by pressing Lift."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from comments import sanctions
from comments.acts import NotPossible
from comments.forms.sanction import AuthorSanctionForm, SanctionForm
from comments.models import Comment, Sanction

may_sanction = permission_required("comments.add_sanction", raise_exception=True)


def impose(request: HttpRequest, form: SanctionForm) -> bool:
    """Let a valid form's sanction stand; say beside the form why it cannot."""
    clean_up = form.cleaned_data["clean_up"]
    sanction = form.save(commit=False)
    try:
        sanctions.impose(sanction, by=cast(User, request.user), clean_up=clean_up)
    except (NotPossible, ValidationError) as error:
        form.add_error(None, getattr(error, "messages", str(error)))
        return False
    messages.success(request, f"{sanction}: it stands.")
    return True


@may_sanction
@require_http_methods(["GET", "POST"])
def sanction_author(request: HttpRequest, comment_id: int) -> HttpResponse:
    comments = Comment.objects.select_related("author", "article")
    comment = get_object_or_404(comments, pk=comment_id)
    bound = request.POST if request.method == "POST" else None
    form = AuthorSanctionForm(bound, comment=comment)
    if form.is_valid() and impose(request, form):
        return HttpResponseRedirect(reverse("admin:comments_queue"))
    context = admin.site.each_context(request) | {
        "title": f"Sanction {comment.name}",
        "comment": comment,
        "form": form,
    }
    status = 400 if form.errors else 200
    return render(request, "admin/comments/sanction.html", context, status=status)


class StandingFilter(admin.SimpleListFilter):
    title = "standing"
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "standing")]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        return queryset.standing() if self.value() == "yes" else queryset


@admin.register(Sanction)
class SanctionAdmin(admin.ModelAdmin):
    list_display = ["target", "kind", "reason", "until", "stands", "made_by", "made_at"]
    list_filter = [StandingFilter, "kind", "reason"]
    list_select_related = ["account", "made_by"]
    search_fields = ["email", "domain", "address_range", "account__username"]
    actions = ["lift"]
    form = SanctionForm

    @admin.display(boolean=True)
    def stands(self, sanction: Sanction) -> bool:
        return sanction.is_standing

    @admin.action(description="Lift", permissions=["add"])
    def lift(self, request: HttpRequest, queryset: QuerySet[Sanction]) -> None:
        for sanction in queryset.select_related("account", "made_by"):
            try:
                sanctions.lift(sanction, by=cast(User, request.user))
                messages.success(request, f"{sanction}: lifted.")
            except NotPossible as error:
                messages.warning(request, f"{sanction}: {error}")

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """By hand, against an address; an account is reached from its comments."""
        if not self.has_add_permission(request):
            return super().add_view(request, form_url, extra_context)
        bound = request.POST if request.method == "POST" else None
        form = SanctionForm(bound)
        if form.is_valid() and impose(request, form):
            return HttpResponseRedirect(reverse("admin:comments_sanction_changelist"))
        context = self.admin_site.each_context(request) | {
            "title": "Sanction an address",
            "form": form,
        }
        status = 400 if form.errors else 200
        return render(request, "admin/comments/sanction.html", context, status=status)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
