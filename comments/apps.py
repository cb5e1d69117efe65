"""The readers' half of the site."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CommentsConfig(AppConfig):
    name = "comments"

    def ready(self) -> None:
        from comments.standing import lay_function

        post_migrate.connect(lay_function, sender=self)
