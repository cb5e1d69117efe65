"""The site's settings in production, without what needs another machine or a build."""

from config.settings import *  # noqa: F403
from config.settings import BASE_DIR, COMMENT_LIMITS, STORAGES

ALLOWED_HOSTS = ["testserver", "127.0.0.1"]
ROOT_URLCONF = "benchmarks.comments.urls"
# The crowd of a benchmark posts from one place.
COMMENT_LIMITS = dict.fromkeys(COMMENT_LIMITS, (10**6, 60))
STATIC_ROOT = BASE_DIR / "articles" / "static"  # nothing is collected
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
