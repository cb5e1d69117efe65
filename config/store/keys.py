"""Which requests are the same: scheme, host, path and the parameters our pages know."""

from functools import cache, lru_cache
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode
from wsgiref.types import WSGIEnvironment

from django.conf import settings

MAX_LENGTH = 1024  # of path and parameters together
MAX_PARAMETERS = 20
# The mark by which a view can tell that the answer is for the store. No header sets it.
FOR_STORE = "dateline.for_store"
_READING = frozenset({"GET", "HEAD"})
SAFE = _READING | {"OPTIONS", "TRACE"}  # RFC 9110, 9.2.1
# Who sends one of these wants something else than the page as it stands.
_ODD = frozenset(
    {
        "HTTP_AUTHORIZATION",
        "HTTP_RANGE",
        "HTTP_IF_RANGE",
        "HTTP_IF_MATCH",
        "HTTP_IF_MODIFIED_SINCE",
        "HTTP_IF_UNMODIFIED_SINCE",
        "HTTP_EXPECT",
        "HTTP_UPGRADE",
        "HTTP_TRANSFER_ENCODING",
        "CONTENT_LENGTH",
    }
)
# Set by the server, not by whoever asks.
_OF_SERVER = ("SERVER_", "wsgi.", "GATEWAY_", "SCRIPT_NAME")
_MESSAGES_COOKIE = "messages"


class Key(NamedTuple):
    """All that a kept answer may depend on."""

    scheme: str
    host: str
    path: str
    query: str


def key_of(environ: WSGIEnvironment) -> Key | None:
    """Return what a GET or HEAD asks for, or None for what is not to be shared."""
    if environ["REQUEST_METHOD"] not in _READING:
        return None
    if not environ.keys().isdisjoint(_ODD) and _is_odd(environ):
        return None
    cookie = environ.get("HTTP_COOKIE")
    if cookie is not None and is_personal(cookie):
        return None
    return target_of(environ)


def target_of(environ: WSGIEnvironment) -> Key | None:
    """Return the key of an address, whatever is done to it."""
    host = environ.get("HTTP_HOST", "")
    path = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
    asked = environ.get("QUERY_STRING", "")
    if len(host) + len(path) + len(asked) > MAX_LENGTH:
        return None
    return _key(_scheme(environ), host, path, asked)


def is_personal(cookie: str) -> bool:
    """Whether a Cookie header may name a person or bring a message for one.

    A name within another name counts as well: rather one page too many from Django.
    """
    return settings.SESSION_COOKIE_NAME in cookie or _MESSAGES_COOKIE in cookie


@lru_cache(maxsize=2048)
def _key(scheme: str, host: str, path: str, asked: str) -> Key | None:
    query = known_query(asked)
    if not host or query is None:
        return None
    return Key(scheme, host.lower(), path, query)


def known_query(asked: str) -> str | None:
    """Return the parameters our pages know, sorted; None for what no page asks.

    The rest, as campaigns and social networks add them, makes no other page.
    """
    try:
        pairs = parse_qsl(
            asked.encode("latin-1").decode(errors="replace"),
            keep_blank_values=True,
            max_num_fields=MAX_PARAMETERS,
        )
    except ValueError:
        return None
    known = [pair for pair in pairs if pair[0] in settings.STORE_PARAMETERS]
    query = urlencode(sorted(known))
    if len(dict(known)) < len(known) or len(query) > MAX_LENGTH:
        return None
    return query


def asked_plainly(environ: WSGIEnvironment, key: Key, etag: str) -> WSGIEnvironment:
    """Return a GET for the key that carries nothing of whoever asked."""
    script_name = environ.get("SCRIPT_NAME", "")
    plain: WSGIEnvironment = {
        name: value for name, value in environ.items() if name.startswith(_OF_SERVER)
    } | {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": key.path.removeprefix(script_name),
        "QUERY_STRING": key.query,
        "HTTP_HOST": key.host,
        "REMOTE_ADDR": "",
        FOR_STORE: True,
    }
    name, secure = proxy_header()
    if name:
        plain[name] = secure if key.scheme == "https" else "http"
    if etag:
        plain["HTTP_IF_NONE_MATCH"] = etag
    return plain


def _is_odd(environ: WSGIEnvironment) -> bool:
    return environ.get("CONTENT_LENGTH") not in ("", "0") or any(
        name in environ for name in _ODD - {"CONTENT_LENGTH"}
    )


def _scheme(environ: WSGIEnvironment) -> str:
    """Read it where Django does, so that both always mean the same."""
    name, secure = proxy_header()
    told = environ.get(name)
    if told is None:
        return environ["wsgi.url_scheme"]
    return "https" if told.split(",", 1)[0].strip() == secure else "http"


@cache
def proxy_header() -> tuple[str, str]:
    """Return which header of a proxy tells the scheme, and its word for https."""
    return settings.SECURE_PROXY_SSL_HEADER or ("", "")
