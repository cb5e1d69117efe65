import shutil
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.cache import cache

from articles.roles import ROLES as NEWSROOM_ROLES
from articles.roles import create_roles
from comments.roles import ROLES as COMMENT_ROLES
from tests.factories import make_user


def pytest_configure(config):
    """A file, not memory: threads of one test must see one database."""
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        folder = Path(database["NAME"]).parent
        database["TEST"]["NAME"] = str(folder / "test.sqlite3")


def pytest_unconfigure(config):
    if hasattr(config, "workerinput"):
        return
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


@pytest.fixture(autouse=True)
def _fast_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture
def roles(db):
    """The groups, which a test that empties the tables has lost."""
    if Group.objects.exists():
        return
    create_roles(apps, NEWSROOM_ROLES)
    create_roles(apps, COMMENT_ROLES)


@pytest.fixture
def journalist(roles):
    return make_user("Journalist")


@pytest.fixture
def contributor(roles):
    return make_user("Contributor")


@pytest.fixture
def moderator(roles):
    return make_user("Moderator")


@pytest.fixture
def reader(db):
    return make_user(None, name="reader")
