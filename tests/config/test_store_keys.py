"""Nobody's request decides what others see: the key, and what is asked for it."""

import re
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from config.store.door import Store
from config.store.keys import asked_plainly, key_of, known_query, proxy_header
from tests.config.door import Clock, Site, ask, environ_of, kept

KNOWN = ["comments", "only", "order", "page", "past", "q", "sort", "updates"]
words = st.text(max_size=12)
pairs = st.lists(st.tuples(st.sampled_from([*KNOWN, "utm_source", "Page", ""]), words))


# --- Parameters -----------------------------------------------------------


@given(pairs, st.randoms())
def test_order_and_unknown_parameters_make_no_other_key(pairs, random):
    known = list(
        {name: (name, value) for name, value in pairs if name in KNOWN}.values()
    )
    strange = [(f"x{name}", value) for name, value in pairs][:10]
    mixed = known + strange
    random.shuffle(mixed)

    assert known_query(urlencode(mixed)) == known_query(urlencode(known))


@given(pairs)
def test_view_reads_from_the_key_what_it_would_have_read_itself(pairs):
    asked = urlencode(list(dict(pairs).items()))
    key = known_query(asked)

    before, after = QueryDict(asked), QueryDict(key)
    assert {n: before.getlist(n) for n in KNOWN} == {n: after.getlist(n) for n in KNOWN}
    assert set(after) <= set(KNOWN)


@given(st.text(alphabet="page=1&;+%2fé\xff#?/ ", max_size=60))
def test_any_query_has_a_key_that_is_its_own_or_none(asked):
    key = known_query(asked)

    assert key is None or known_query(key) == key


@given(st.dictionaries(st.sampled_from(KNOWN), words, min_size=1), st.data())
def test_other_values_are_another_key(values, data):
    name = data.draw(st.sampled_from(sorted(values)))
    other = values | {name: values[name] + "x"}

    assert known_query(urlencode(values)) != known_query(urlencode(other))


def test_every_parameter_of_a_public_page_is_known():
    """Else everybody would get the page that knows nothing of it."""
    root = Path(__file__).parent.parent.parent
    read = re.compile(
        r"""(?:GET|query)(?:\.get\(|\[|,\s*)["'](\w+)["']"""
        r"""|["'](\w+)["'] in request\.GET"""
    )
    linked = re.compile(r"""(?:\?|&amp;)([a-z_]+)=""")
    found = set()
    for app in ("articles", "comments"):
        for path in (root / app).rglob("*.py"):
            if "admin" not in path.parts:
                found |= {
                    name for pair in read.findall(path.read_text()) for name in pair
                }
    for path in (root / "templates").rglob("*.html"):
        if not {"admin", "account", "allauth", "mfa"} & set(path.parts):
            found |= set(linked.findall(path.read_text()))
    # Read by forms and the pages around them, which are never kept.
    forms = {"", "fragment", "next", "update"}
    assert found - forms == set(KNOWN) == settings.STORE_PARAMETERS


# --- The rest of the key --------------------------------------------------


@pytest.mark.parametrize(
    "other",
    [
        {"url": "/b/"},
        {"url": "/A/"},
        {"url": "/a//"},
        {"url": "//a/"},
        {"url": "/a/?page=2"},
        {"host": "other.example"},
        {"host": "testserver:8000"},
        {"scheme": "https"},
    ],
    ids=str,
)
def test_another_address_is_another_key(other):
    assert key_of(environ_of(**{"url": "/a/"} | other)) != key_of(environ_of("/a/"))


@pytest.fixture
def believed(settings):
    """A proxy that is believed, as behind HTTPS."""
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    proxy_header.cache_clear()
    yield
    proxy_header.cache_clear()


def test_scheme_is_not_believed_of_a_stranger():
    assert key_of(environ_of(x_forwarded_proto="https")).scheme == "http"


def test_scheme_is_believed_of_a_proxy_where_django_believes_it(believed):
    https = environ_of(x_forwarded_proto="https")

    assert key_of(https).scheme == "https"
    assert key_of(environ_of(x_forwarded_proto="https, http")).scheme == "https"
    assert key_of(environ_of(x_forwarded_proto="gopher")).scheme == "http"
    assert key_of(environ_of()).scheme == "http"
    plain = asked_plainly(https, key_of(https), "")
    assert plain["HTTP_X_FORWARDED_PROTO"] == "https"


def test_path_is_the_one_django_reads():
    assert key_of(environ_of("/a%2Fb/")) == key_of(environ_of("/a/b/"))


# --- Poison ---------------------------------------------------------------

POISON = {
    "x_forwarded_host": "evil.example",
    "x_forwarded_proto": "https",
    "x_forwarded_for": "1.2.3.4",
    "x_forwarded_port": "4711",
    "x_forwarded_prefix": "/evil",
    "forwarded": "host=evil.example",
    "x_original_url": "/evil/",
    "x_rewrite_url": "/evil/",
    "x_http_method_override": "DELETE",
    "x_method_override": "DELETE",
    "connection": "close, x-forwarded-host",
    "te": "trailers",
    "referer": "https://evil.example/",
    "user_agent": "<script>",
    "accept_language": "xx",
    "origin": "https://evil.example",
    "cookie": "csrftoken=evil; theme=evil",
    "accept": "evil/evil",
    "CONTENT_TYPE": "text/html; charset=utf-7",
    "x_anything": "evil",
}


class Mirror(Site):
    """The most gullible application: its page prints all it was asked with."""

    def __call__(self, environ, start_response):
        told = {k: v for k, v in environ.items() if not k.startswith("wsgi.")}
        self.body = repr(told).encode()
        return super().__call__(environ, start_response)


@pytest.mark.parametrize("name", POISON)
def test_header_of_one_reader_reaches_no_other(name):
    store = Store(Mirror(), 1024 * 1024, Clock())

    for _ in range(3):
        ask(store, **{name: POISON[name]})

    assert POISON[name].encode() not in ask(store).body


@pytest.mark.parametrize(
    "url", ["/?evil=evil", "/?page=1&evil=evil", "/?evil", "/?%65vil=evil", "/?;evil=1"]
)
def test_unknown_parameter_of_one_reader_reaches_no_other(url):
    store = Store(Mirror(), 1024 * 1024, Clock())

    for _ in range(3):
        ask(store, url)

    plain = "/?page=1" if "page" in url else "/"
    assert b"evil" not in ask(store, plain).body


def test_unknown_parameters_fill_no_memory():
    store = kept(Site())

    for number in range(500):
        ask(store, f"/?utm={number}")

    assert len(store.shelf) == 1


def test_signed_in_readers_page_is_neither_kept_nor_served_to_others():
    site, clock = Mirror(), Clock()
    store = Store(site, 1024 * 1024, clock)

    for _ in range(3):
        mine = ask(store, cookie="sessionid=mine")
    theirs = [ask(store) for _ in range(3)]

    assert b"sessionid=mine" in mine.body
    assert not any(b"mine" in answer.body for answer in theirs)
