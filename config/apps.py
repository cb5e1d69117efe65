"""The newsroom's admin takes the place of Django's own."""

from django.contrib.admin.apps import AdminConfig


class NewsroomAdminConfig(AdminConfig):
    default_site = "config.admin.NewsroomAdminSite"
