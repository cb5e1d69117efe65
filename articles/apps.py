"""The newsroom's half of the site."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ArticlesConfig(AppConfig):
    name = "articles"

    def ready(self) -> None:
        from articles.search_index import lay_index

        post_migrate.connect(lay_index, sender=self)
