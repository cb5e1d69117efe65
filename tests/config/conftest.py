"""The store before a small application, or the whole site; a clock, and a reader."""

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from config.store.door import Store
from tests.config.door import Clock, Site, ask, at_once, kept
from tests.config.signing import verified
from tests.factories import make_live_article, make_user


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


@pytest.fixture
def newsroom(clock):
    """The whole site behind its store; the test's transaction outlives each request."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield Store(WSGIHandler(), 8 * 1024 * 1024, clock, at_once)
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.fixture
def story(db):
    return make_live_article(headline="Sea wall holds")


@pytest.fixture
def url(newsroom, story):
    """The story's address, whose page is kept."""
    url = story.get_absolute_url()
    ask(newsroom, url)
    assert "age" in ask(newsroom, url).headers
    return url
