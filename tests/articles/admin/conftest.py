"""A journalist and an editor signed in, and a folder of its own for files."""

import pytest

from tests.factories import make_user


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def desk(client, journalist):
    client.force_login(journalist)
    return client


@pytest.fixture
def ida(roles):
    return make_user("Editor", first_name="Ida", last_name="Holm")


@pytest.fixture
def room(client, ida):
    client.force_login(ida)
    return client
