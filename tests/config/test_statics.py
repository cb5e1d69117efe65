"""What a page of production loads beside itself."""

import gzip
import re

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import override_settings

from tests.factories import make_live_article

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.thorough,
    pytest.mark.look,
    pytest.mark.xdist_group("statics"),
]
IMPORTED = [
    "articles/base",
    "articles/article",
    "articles/updates",
    "comments/comments",
]


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    root = tmp_path_factory.mktemp("static")
    whole = {"BACKEND": "config.statics.WholeStaticFilesStorage"}
    storages = settings.STORAGES | {"staticfiles": whole}
    with override_settings(STATIC_ROOT=root, STORAGES=storages):
        call_command("collectstatic", "--no-input", verbosity=0)
        yield root


def test_live_story_loads_four_small_files(client, collected):
    page = client.get(make_live_article().get_absolute_url()).content.decode()

    sheets = re.findall(r'rel="stylesheet" href="/static/([^"]+)"', page)
    scripts = re.findall(r'<script[^>]* src="/static/([^"]+)"', page)
    loaded = [
        gzip.compress((collected / name).read_bytes()) for name in sheets + scripts
    ]
    assert len(sheets) == 1
    assert len(loaded) <= 4
    assert sum(map(len, loaded)) <= 30 * 1024


def test_sheet_holds_what_it_imports_in_that_order(collected):
    name = staticfiles_storage.stored_name("comments/story.css")
    sheet = (collected / name).read_text()

    parts = [(collected / f"{part}.css").read_text() for part in IMPORTED]
    assert "@import" not in sheet
    assert sorted(parts, key=sheet.index) == parts


def test_what_a_script_imports_is_named_by_its_content_too(collected):
    name = staticfiles_storage.stored_name("articles/article.js")

    imported = re.findall(r'import\("\./([^"]+)"\)', (collected / name).read_text())

    gallery = staticfiles_storage.stored_name("articles/gallery.js")
    assert imported == [gallery.removeprefix("articles/")]
    assert re.fullmatch(r"articles/gallery\.[0-9a-f]{12}\.js", gallery)
