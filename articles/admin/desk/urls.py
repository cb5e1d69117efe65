"""The desk's addresses, below its article's in the admin."""

from django.contrib.admin import ModelAdmin
from django.urls import URLPattern, path

from articles.admin.desk import acts, composer, keeping, paste


def desk_urls(updates: ModelAdmin) -> list[URLPattern]:
    """Return the paths; `updates` is the admin whose form and site they use."""
    guard = updates.admin_site.admin_view
    desk = "<int:article_id>/desk/"
    return [
        path(desk, guard(composer.Desk(updates)), name="articles_article_desk"),
        path(f"{desk}keep/", guard(keeping.keep), name="articles_article_keep"),
        path(f"{desk}undo/", guard(acts.undo), name="articles_article_undo"),
        path(
            f"{desk}coverage/", guard(acts.coverage), name="articles_article_coverage"
        ),
        path(
            f"{desk}<int:update_id>/<slug:act>/",
            guard(acts.mark),
            name="articles_article_mark",
        ),
        path(
            "<int:article_id>/paste/",
            guard(paste.Paste(updates)),
            name="articles_article_paste",
        ),
    ]
