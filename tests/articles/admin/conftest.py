"""A picture desk: a journalist signed in, and a folder of its own for files."""

import pytest


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def desk(client, journalist):
    client.force_login(journalist)
    return client
