"""A small application behind the store, and requests made by hand."""

import io
import threading
from dataclasses import dataclass, field
from urllib.parse import unquote, urlencode

from config.store.door import Store

PUBLIC = "public, max-age=0, s-maxage=1, stale-while-revalidate=1, stale-if-error=300"


@dataclass
class Site:
    """An application that says what it is told to, and keeps what it was asked."""

    body: bytes = b"<p>The sea wall holds.</p>" * 40
    status: str = "200 OK"
    headers: dict = field(default_factory=dict)
    asked: list = field(default_factory=list)
    hook: object = None

    def __call__(self, environ, start_response):
        self.asked.append(dict(environ))
        if self.hook:
            self.hook(environ)
        headers = {
            "Content-Type": "text/html; charset=utf-8",
            "Cache-Control": PUBLIC,
            "Vary": "Cookie",
        } | self.headers
        start_response(self.status, [(k, v) for k, v in headers.items() if v])
        return [self.body]


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


@dataclass
class Answer:
    status: int
    headers: dict
    body: bytes


def environ_of(url="/", method="GET", scheme="http", form=None, **headers):
    path, _, query = url.partition("?")
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": unquote(path, encoding="latin-1"),
        "QUERY_STRING": query,
        "SCRIPT_NAME": "",
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "203.0.113.7",
        "HTTP_HOST": "testserver",
        "wsgi.url_scheme": scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
    }
    if form:
        sent = urlencode(form).encode()
        environ["wsgi.input"] = io.BytesIO(sent)
        environ["CONTENT_LENGTH"] = str(len(sent))
        environ["CONTENT_TYPE"] = "application/x-www-form-urlencoded"
    for name, value in headers.items():
        plain = name in {"CONTENT_LENGTH", "CONTENT_TYPE"}
        environ[name if plain else f"HTTP_{name.upper()}"] = value
    return environ


def ask(application, url="/", method="GET", **headers):
    begun = []
    body = application(
        environ_of(url, method, **headers), lambda *said: begun.append(said)
    )
    data = b"".join(body)
    if hasattr(body, "close"):
        body.close()
    ((status, said, *_),) = begun
    names = [name.lower() for name, _ in said]
    assert len(set(names)) == len(names) or "set-cookie" in names
    return Answer(int(status[:3]), {k.lower(): v for k, v in said}, data)


def at_once(act, *arguments):
    """Do at once what no reader would wait for."""
    act(*arguments)


def kept(site, clock=None):
    """A store in front of the site that already has its front page."""
    store = Store(site, 1024 * 1024, clock or Clock(), at_once)
    ask(store)
    ask(store)
    site.asked.clear()
    return store


class Held:
    """Holds the site's next answer until let go."""

    def __init__(self, site):
        self.entered, self.let_go = threading.Event(), threading.Event()
        site.hook = self

    def __call__(self, environ):
        self.entered.set()
        assert self.let_go.wait(10)


def begin(store, answers, **headers):
    thread = threading.Thread(target=lambda: answers.append(ask(store, **headers)))
    thread.start()
    return thread


def shown(site, url, **headers):
    """The page a reader gets, as text."""
    return ask(site, url, **headers).body.decode()
