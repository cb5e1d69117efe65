"""Sections, series, tags and authors: the lists editors keep."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from articles.models import Article, Author, Section, Series, Tag


@admin.register(Section)
class SectionAdmin(admin.ModelAdmin):
    list_display = ["name", "slug", "position"]
    list_editable = ["position"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Series)
class SeriesAdmin(admin.ModelAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Author)
class AuthorAdmin(admin.ModelAdmin):
    list_display = ["name", "role", "user"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    raw_id_fields = ["user"]

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Name the articles that keep an author from being deleted."""
        *found, protected = super().get_deleted_objects(objs, request)
        stories = Article.objects.filter(bylines__author__in=objs).distinct()
        return *found, [str(story) for story in stories] if protected else []
