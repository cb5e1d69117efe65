"""A real Chromium against a real server; both are the machine's own."""

import os
import shutil
import threading
import time

import pytest
from django.core.signals import request_finished, request_started
from django.test import Client
from playwright.sync_api import expect

from tests.factories import make_live_article
from tests.presses import desk, editor

NAMES = (
    *("chromium-headless-shell", "chromium", "chromium-browser"),
    *("google-chrome", "google-chrome-stable"),
)
BROWSER = next(filter(None, map(shutil.which, NAMES)), None)


def pytest_collection_modifyitems(items):
    """Mark every journey, and skip it aloud where no browser is found."""
    for item in items:
        if "tests/pages/" not in item.path.as_posix():
            continue
        item.add_marker(pytest.mark.browser)
        item.add_marker(pytest.mark.django_db(transaction=True))
        if BROWSER is None:
            if os.environ.get("CI") == "true":
                raise pytest.UsageError("CI needs Chromium: see .ci/browser")
            item.add_marker(pytest.mark.skip(reason="NO CHROMIUM FOUND"))


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {
        "executable_path": BROWSER,
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@pytest.fixture(autouse=True)
def _all_answered(live_server):
    """Empty no table that a request is still at work in, of whatever window."""
    at_work = set()

    def begin(environ, **_):
        at_work.add(threading.get_ident())

    def end(**_):
        at_work.discard(threading.get_ident())

    request_started.connect(begin)
    request_finished.connect(end)
    yield
    for _ in range(250):
        if not at_work:
            break
        time.sleep(0.02)
    request_started.disconnect(begin)
    request_finished.disconnect(end)


@pytest.fixture
def page(page, live_server):
    """A page that fails its test on any script error or breach of the policy."""
    complaints, under_way = [], set()
    page.on("request", lambda request: under_way.add(request))
    page.on("requestfinished", lambda request: under_way.discard(request))
    page.on("requestfailed", lambda request: under_way.discard(request))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda message: (
            complaints.append(message.text)
            if message.type == "error" and "Failed to load resource" not in message.text
            else None
        ),
    )
    yield page
    for _ in range(100):  # the database is emptied next
        if not under_way or page.is_closed():
            break
        page.wait_for_timeout(20)
    assert complaints == []


@pytest.fixture
def sign_in(page, live_server):
    """Open a page as somebody who has signed in before."""

    def enter(user, then="/"):
        client = Client()
        client.force_login(user)
        key = client.cookies["sessionid"].value
        page.context.clear_cookies()
        page.context.add_cookies(
            [{"name": "sessionid", "value": key, "url": live_server.url}]
        )
        page.goto(live_server.url + then, wait_until="commit")

    return enter


@pytest.fixture
def intercept(page):
    """Take requests of a page that is open: Chromium says yes before it does so."""

    def take(url, handler):
        page.route(url, handler)
        page.route("**/taken/", lambda route: route.fulfill(status=204))
        for _ in range(100):
            if page.evaluate("async () => (await fetch('/taken/')).status") == 204:
                return
        raise AssertionError(f"{url} is not taken")

    return take


@pytest.fixture(autouse=True)
def _quick_typists(settings):
    """A driven browser types faster than the forms' time trap allows a guest."""
    settings.COMMENT_MIN_SECONDS = 0


@pytest.fixture
def article(db):
    return make_live_article(headline="Sea wall breached", body="")


@pytest.fixture
def at_desk(page, sign_in, journalist, article):
    """The desk of `article`, open, with the cursor in the editor."""
    sign_in(journalist, then=desk(article))
    expect(editor(page)).to_be_focused()
    page.wait_for_load_state("load")  # the desk's own script is there
    return page
