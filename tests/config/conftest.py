"""The store in front of a small application, a clock turned by hand, and a reader."""

import pytest

from tests.config.door import Clock, Site, kept
from tests.config.signing import verified
from tests.factories import make_user


@pytest.fixture
def site():
    return Site()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(site, clock):
    return kept(site, clock)


@pytest.fixture
def nell(db):
    return verified(make_user(None, name="nell-1"), "nell@example.org")
