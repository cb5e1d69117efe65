"""A moderator at the queue."""

import pytest


@pytest.fixture
def desk(client, moderator):
    client.force_login(moderator)
    return client
