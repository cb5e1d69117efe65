"""The store in front of a small application, and a clock that is turned by hand."""

import pytest

from tests.config.door import Clock, Site, kept


@pytest.fixture
def site():
    return Site()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(site, clock):
    return kept(site, clock)
