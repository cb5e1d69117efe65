"""Against a real server that speaks Akismet's protocol."""

import runpy
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest
from django.core.exceptions import ImproperlyConfigured

from comments.akismet import is_spam

COMMENT = {
    "text": "Cheap pills – größer & besser\n100%",
    "name": "Zoë Marsh",
    "email": "zoe@reader.example",
    "address": "198.51.100.9",
    "user_agent": "Mozilla/5.0 (X11)",
    "permalink": "https://news.example/2026/11/22/storm/",
}


class Server(ThreadingHTTPServer):
    status, body, headers, delay_seconds = 200, b"false", {}, 0
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked = []


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        length = int(self.headers["Content-Length"])
        form = parse_qs(self.rfile.read(length).decode("ascii"), strict_parsing=True)
        self.server.asked.append((self.path, dict(self.headers), form))
        time.sleep(self.server.delay_seconds)
        try:
            self.send_response(self.server.status)
            for name, value in self.server.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(self.server.body)
        except OSError:
            pass  # the client has hung up

    def log_message(self, *args):
        pass


@pytest.fixture
def server(settings):
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.01])
        thread.start()
        settings.AKISMET_KEY = "k3y"
        settings.AKISMET_BLOG = "https://news.example/"
        settings.AKISMET_URL = (
            f"http://127.0.0.1:{server.server_port}/1.1/comment-check"
        )
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def quiet(caplog):
    """What is logged holds nothing of the comment, nor the key."""
    yield caplog
    assert not [
        secret
        for secret in [*COMMENT.values(), "k3y"]
        if secret in caplog.text or secret in repr([r.args for r in caplog.records])
    ]


def test_it_asks_as_documented(server, quiet):
    assert is_spam(**COMMENT) is False

    [(path, headers, form)] = server.asked
    assert path == "/1.1/comment-check"
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert headers["User-Agent"] == "Dateline/1.0"
    assert form == {
        "api_key": ["k3y"],
        "blog": ["https://news.example/"],
        "blog_charset": ["UTF-8"],
        "user_ip": ["198.51.100.9"],
        "user_agent": ["Mozilla/5.0 (X11)"],
        "permalink": ["https://news.example/2026/11/22/storm/"],
        "comment_type": ["comment"],
        "comment_author": ["Zoë Marsh"],
        "comment_author_email": ["zoe@reader.example"],
        "comment_content": ["Cheap pills – größer & besser\n100%"],
    }
    assert quiet.records == []


@pytest.mark.parametrize(
    ("body", "headers", "answer"),
    [
        (b"true", {}, True),
        (b"true\n", {}, True),
        (b"true", {"X-akismet-pro-tip": "discard"}, True),
        (b"false", {}, False),
        (b"invalid", {"X-akismet-debug-help": "Empty blog value"}, None),
        (b"", {}, None),
        (b"TRUE or so", {}, None),
        (b"true" + b" " * 5_000_000 + b"x", {}, True),
        (b"truetrue" * 1_000_000, {}, None),
        (b"\xff\xfe", {}, None),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_only_true_and_false_are_answers(server, quiet, body, headers, answer):
    server.body, server.headers = body, headers

    assert is_spam(**COMMENT) is answer
    assert len(quiet.records) == (answer is None)


@pytest.mark.parametrize("status", [404, 429, 500, 503])
def test_an_error_is_no_answer(server, quiet, status):
    server.status, server.body = status, b"true"

    assert is_spam(**COMMENT) is None
    assert quiet.messages == ["Akismet gave no answer: HTTPError."]


def test_a_redirect_takes_nothing_of_the_comment_along(server, quiet):
    server.status, server.headers = 302, {"Location": "http://127.0.0.1:1/"}

    assert is_spam(**COMMENT) is None
    assert len(server.asked) == 1


def test_a_slow_answer_is_not_waited_for(server, quiet, settings):
    server.delay_seconds, settings.AKISMET_TIMEOUT = 2, 0.1
    start = time.monotonic()

    assert is_spam(**COMMENT) is None
    assert time.monotonic() - start < 1.5
    assert len(quiet.records) == 1


def test_a_refused_connection_is_no_answer(server, quiet, settings):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, not listening
        settings.AKISMET_URL = f"http://127.0.0.1:{taken.getsockname()[1]}/"

        assert is_spam(**COMMENT) is None
    assert len(quiet.records) == 1


@pytest.mark.parametrize("url", ["", "nonsense", "http://[", "http://a b/"])
def test_a_broken_address_of_the_service_is_no_answer(server, quiet, settings, url):
    settings.AKISMET_URL = url

    assert is_spam(**COMMENT) is None


def test_half_characters_do_not_raise(server):
    assert is_spam(**COMMENT | {"text": "\ud800 \x00"}) is False


def test_without_a_key_nobody_is_asked(server, settings):
    settings.AKISMET_KEY = ""

    assert is_spam(**COMMENT) is None
    assert server.asked == []


def test_without_the_senders_address_nobody_is_asked(server):
    assert is_spam(**COMMENT | {"address": ""}) is None
    assert server.asked == []


@pytest.mark.parametrize("blog", ["", "news.example"])
def test_a_key_without_our_address_is_refused_at_the_start(monkeypatch, blog):
    monkeypatch.setenv("AKISMET_KEY", "k3y")
    monkeypatch.setenv("AKISMET_BLOG", blog)

    with pytest.raises(ImproperlyConfigured, match="AKISMET_BLOG"):
        runpy.run_path("config/settings.py")
