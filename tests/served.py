"""The site's settings in production, without what needs a build step first."""

from config.settings import *  # noqa: F403
from config.settings import BASE_DIR, STORAGES

STATIC_ROOT = BASE_DIR / "articles" / "static"
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
