"""Accounts, for an administrator who is not to make himself more than that."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest

admin.site.unregister(User)


@admin.register(User)
class PeopleAdmin(UserAdmin):
    """Only a superuser meets superusers, and gives single permissions."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        people = User.objects.all()
        return (
            people if request.user.is_superuser else people.filter(is_superuser=False)
        )

    def get_readonly_fields(
        self, request: HttpRequest, obj: User | None = None
    ) -> list[str]:
        fields = list(super().get_readonly_fields(request, obj))
        if request.user.is_superuser:
            return fields
        return [*fields, "is_superuser", "user_permissions"]
