"""Who may do what in the newsroom: the groups, and the questions every verb asks."""

from typing import Any

from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied

from articles.models import Article, Update

_WRITE = [
    f"articles.{act}_{kind}"
    for act in ("add", "change", "view")
    for kind in ("article", "update", "image", "recording", "tag", "byline")
] + ["articles.delete_byline"]
_READ = [
    f"articles.view_{kind}" for kind in ("author", "section", "series", "correction")
]
_PUBLISH = [
    *("articles.publish_article", "articles.publish_update"),
    *("articles.add_correction", "articles.delete_image", "articles.delete_recording"),
]
_ARRANGE = [
    f"articles.{act}_{kind}"
    for act in ("add", "change", "delete")
    for kind in ("author", "section", "series")
]

_STAFF = [
    *("auth.view_user", "auth.add_user", "auth.change_user", "auth.view_group"),
    *("redirects.view_redirect", "redirects.add_redirect"),
    *("redirects.change_redirect", "redirects.delete_redirect"),
]

ROLES = {
    "Contributor": _WRITE + _READ,
    "Journalist": _WRITE + _READ + _PUBLISH,
    "Editor": _WRITE + _READ + _PUBLISH + _ARRANGE,
    "Administrator": _WRITE + _READ + _PUBLISH + _ARRANGE + _STAFF,
}

Actor = User | AnonymousUser


def name_of(user: User) -> str:
    """Return how colleagues know each other in the newsroom's own pages."""
    return user.get_full_name() or user.username


def require(by: Actor, permission: str) -> None:
    """Raise PermissionDenied unless `by` has `permission` (`app.codename`)."""
    if not by.has_perm(permission):
        raise PermissionDenied(f"{by} may not: {permission}")


def may_change(row: Article | Update, by: Actor) -> bool:
    """Whether `by` may write on this very row.

    What is or was public belongs to those who may publish; a draft also to whoever
    began it or signs it.
    """
    kind = row._meta.model_name
    if by.has_perm(f"articles.publish_{kind}"):
        return by.has_perm(f"articles.change_{kind}")
    return (
        row.is_unpublished
        and by.has_perm(f"articles.change_{kind}")
        and type(row).objects.visible_to(by).filter(pk=row.pk).exists()
    )


def require_change(row: Article | Update, by: Actor) -> None:
    """Raise PermissionDenied unless `by` may write on this very row."""
    if not may_change(row, by):
        raise PermissionDenied(f"{by} may not change {row._meta.label} {row.pk}")


def require_sight(article: Article, by: Actor) -> None:
    """Raise PermissionDenied unless `by` may know of this article."""
    if not Article.objects.visible_to(by).filter(pk=article.pk).exists():
        raise PermissionDenied(f"{by} may not see article {article.pk}")


def create_roles(apps: Any, roles: dict[str, list[str]]) -> None:
    """Make the groups of `roles` with just those permissions; twice is as once.

    What a role may do in apps that are not named for it stays as it is. `apps` is the
    registry of a migration or of the running site. Permissions are otherwise made only
    after all migrations have run, too late for this one.
    """
    group_model = apps.get_model("auth", "Group")
    permission_model = apps.get_model("auth", "Permission")
    for label in {name.split(".")[0] for names in roles.values() for name in names}:
        app_config = apps.get_app_config(label)
        if not hasattr(app_config, "models_module"):
            app_config.models_module = True  # a migration's stand-in has none
        create_permissions(app_config, apps=apps, verbosity=0)
    for role, names in roles.items():
        group, _ = group_model.objects.get_or_create(name=role)
        labels, codenames = zip(*(name.split(".") for name in names), strict=True)
        elsewhere = group.permissions.exclude(content_type__app_label__in=labels)
        permissions = permission_model.objects.filter(
            codename__in=codenames, content_type__app_label__in=labels
        )
        group.permissions.set([*permissions, *elsewhere])
