"""Who may do what in the newsroom: the groups, and the question every verb asks."""

from typing import Any

from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied

_WRITE = [
    f"articles.{act}_{kind}"
    for act in ("add", "change", "view")
    for kind in ("article", "update", "image", "recording", "tag", "byline")
] + ["articles.delete_byline"]
_READ = [
    f"articles.view_{kind}" for kind in ("author", "section", "series", "correction")
]
_PUBLISH = [
    "articles.publish_article",
    "articles.publish_update",
    "articles.add_correction",
]
_ARRANGE = [
    f"articles.{act}_{kind}"
    for act in ("add", "change", "delete")
    for kind in ("author", "section", "series")
]

ROLES = {
    "Contributor": _WRITE + _READ,
    "Journalist": _WRITE + _READ + _PUBLISH,
    "Editor": _WRITE + _READ + _PUBLISH + _ARRANGE,
}

Actor = User | AnonymousUser


def require(by: Actor, permission: str) -> None:
    """Raise PermissionDenied unless `by` has `permission` (`app.codename`)."""
    if not by.has_perm(permission):
        raise PermissionDenied(f"{by} may not: {permission}")


def create_roles(apps: Any, roles: dict[str, list[str]]) -> None:
    """Make the groups of `roles` with just those permissions; twice is as once.

    `apps` is the registry of a migration or of the running site. Permissions are
    otherwise made only after all migrations have run, too late for this one.
    """
    group_model = apps.get_model("auth", "Group")
    permission_model = apps.get_model("auth", "Permission")
    labels = {name.split(".")[0] for names in roles.values() for name in names}
    for label in labels:
        app_config = apps.get_app_config(label)
        if not hasattr(app_config, "models_module"):
            app_config.models_module = True  # a migration's stand-in has none
        create_permissions(app_config, apps=apps, verbosity=0)
    for role, names in roles.items():
        group, _ = group_model.objects.get_or_create(name=role)
        pairs = [name.split(".") for name in names]
        permissions = permission_model.objects.filter(
            codename__in=[codename for _, codename in pairs],
            content_type__app_label__in=labels,
        )
        group.permissions.set(permissions)
