"""docs/nginx.conf in a real nginx before the real site: who is served from where."""

import json
import socket
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

import pytest

from articles import recordings
from tests.config.test_store_served import SEED, WITHDRAW, get, seconds_until
from tests.services import (
    ROOT,
    find_server,
    free_port,
    manage,
    open_to_others,
    run_code,
    running,
    serving_site,
    site_env,
)

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("served")]
SIGN_IN = """
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from tests.factories import make_user
user, session = make_user(None, name="nell"), SessionStore()
session[SESSION_KEY], session[HASH_SESSION_KEY] = user.pk, user.get_session_auth_hash()
session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
session.save()
print(session.session_key)
"""
PICTURE = """
import json
from tests.factories import make_image
image = make_image()
print(json.dumps([image.pk, image.file.url]))
"""
REMOVE = """
from articles import library
from articles.models import Image
from tests.factories import make_user
library.remove_now(Image.objects.get(pk={pk}), by=make_user("Journalist"))
"""
MAIN = """
pid {folder}/nginx.pid;
daemon off;
error_log {folder}/error.log warn;
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  include {folder}/dateline.conf;
}}
"""


@contextmanager
def nginx_before(site, folder):
    """Run the shipped configuration, with our ports and folders; yield its address."""
    program, port = find_server("nginx"), free_port()
    assert Path("/var/lib/nginx").is_dir()  # nginx makes no more than its last folder
    conf = (ROOT / "docs/nginx.conf").read_text()
    for shipped, here in {
        "127.0.0.1:8000": site.removeprefix("http://"),
        "listen 80;": f"listen 127.0.0.1:{port};",
        "listen [::]:80;": "",
        "/var/lib/nginx/dateline": f"{folder}/cache",
    }.items():
        assert conf.count(shipped) == 1
        conf = conf.replace(shipped, here)
    (folder / "dateline.conf").write_text(conf)
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder))
    open_to_others(folder)
    command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf")]
    with running(*command, port=port):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def behind_nginx(tmp_path_factory):
    find_server("nginx")
    folder = tmp_path_factory.mktemp("nginx")
    env = site_env(folder, BEHIND_PROXY="1", TRUSTED_PROXIES="127.0.0.1")
    manage(env, "migrate", "-v0")
    seed = json.loads(run_code(env, SEED))
    with serving_site(env) as site, nginx_before(site, folder) as nginx:
        yield env, nginx, seed


@pytest.fixture
def story(behind_nginx):
    """The story's address, whose page nginx has."""
    _, nginx, seed = behind_nginx
    for _ in range(3):
        answer = get(nginx + seed["url"])
    assert answer.status == 200
    return nginx + seed["url"]


def cached(url, **headers):
    return get(url, **headers).headers["x-cache"]


def test_second_reader_is_served_by_nginx(story):
    assert cached(story) == "HIT"


@pytest.mark.parametrize("cookie", ["csrftoken=x", "theme=dark; a=b"])
def test_cookies_that_name_nobody_share_the_page(story, cookie):
    cached(story)

    assert cached(story, Cookie=cookie) in {"HIT", "REVALIDATED", "EXPIRED"}
    assert cached(story, Cookie=cookie) == "HIT"


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_each_encoding_is_kept_for_itself(story, encoding):
    for _ in range(2):
        answer = get(story, Accept_Encoding=f"{encoding}, deflate")
    assert answer.headers["content-encoding"] == encoding
    assert answer.headers["x-cache"] == "HIT"

    assert "content-encoding" not in get(story, Accept_Encoding="br;q=0").headers


def test_signed_in_reader_passes_by_nginx_and_leaves_nothing(behind_nginx, story):
    env, _, _ = behind_nginx
    cookie = f"sessionid={run_code(env, SIGN_IN)}"

    own = [get(story, Cookie=cookie) for _ in range(3)]
    others = [get(story) for _ in range(3)]

    assert {answer.headers["x-cache"] for answer in own} == {"BYPASS"}
    assert {answer.headers["cache-control"] for answer in own} == {"private, no-cache"}
    assert all(b"Sign out" in answer.body for answer in own)
    assert not any(b"Sign out" in answer.body for answer in others)


@pytest.mark.parametrize(
    "headers", [{"Authorization": "Basic eA=="}, {"Range": "bytes=0-9"}], ids=str
)
def test_odd_requests_pass_by(story, headers):
    assert cached(story, **headers) == "BYPASS"


def test_page_that_sets_a_cookie_is_never_kept(behind_nginx):
    _, nginx, _ = behind_nginx
    answers = [get(f"{nginx}/account/login/") for _ in range(3)]

    assert {answer.headers["x-cache"] for answer in answers} == {"MISS"}
    assert len({answer.headers["set-cookie"] for answer in answers}) == 3


def test_no_kept_page_sets_a_cookie(story):
    assert "set-cookie" not in get(story).headers


@pytest.mark.parametrize(
    "headers",
    [
        {"X_Forwarded_Host": "evil.example"},
        {"X_Forwarded_Proto": "https"},
        {"X_Original_URL": "/evil/"},
        {"Accept_Language": "evil"},
    ],
    ids=str,
)
def test_nobody_poisons_the_page_of_others(behind_nginx, headers):
    _, nginx, _ = behind_nginx
    url = f"{nginx}/2026/?poison={'-'.join(headers)}"
    for _ in range(3):
        get(url, **headers)

    assert b"evil" not in get(url).body
    assert b"https://127" not in get(url).body


def test_post_goes_through(behind_nginx):
    _, nginx, _ = behind_nginx
    request = Request(f"{nginx}/account/login/", urlencode({"login": "a"}).encode())

    with pytest.raises(OSError, match="403"):  # no token
        urlopen(request, timeout=10)


def test_who_sends_slowly_holds_nobody_up(behind_nginx, story):
    """More of them than the site has threads; nginx takes in what they send first."""
    address = urlsplit(story)
    head = (
        f"POST /account/login/ HTTP/1.1\r\nHost: {address.netloc}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        "Content-Length: 9000\r\n\r\n"
    )
    with ExitStack() as senders:
        for _ in range(8):
            place = (address.hostname, address.port)
            sender = senders.enter_context(socket.create_connection(place))
            sender.sendall(head.encode() + b"login=")
        time.sleep(0.5)

        answer = get(story, Cookie="sessionid=x", Accept_Encoding="identity")

    assert (answer.status, answer.headers["x-cache"]) == (200, "BYPASS")


@pytest.mark.parametrize(
    ("path", "size", "answer"),
    [
        ("/admin/articles/recording/add/", recordings.MAX_BYTES + 10_000, "100"),
        ("/account/login/", 2_000_000, "413"),
    ],
)
def test_only_the_newsroom_may_send_much(behind_nginx, path, size, answer):
    address = urlsplit(behind_nginx[1])
    with socket.create_connection((address.hostname, address.port), 10) as sender:
        sender.sendall(
            f"POST {path} HTTP/1.1\r\nHost: {address.netloc}\r\n"
            f"Content-Length: {size}\r\nExpect: 100-continue\r\n\r\n".encode()
        )

        assert sender.recv(12).decode() == f"HTTP/1.1 {answer}"


def test_takedown_is_through_nginx_in_five_seconds(behind_nginx, story):
    env, _, seed = behind_nginx
    assert b"water is rising" in get(story).body
    committed = float(
        run_code(env, WITHDRAW.format(**seed) + "import time; print(time.time())")
    )

    seconds_until(lambda: b"water is rising" not in get(story).body)

    assert time.time() - committed <= 5
    assert [b"water is rising" in get(story).body for _ in range(20)] == [False] * 20


def test_removed_picture_is_gone_from_nginx_in_ten_seconds(behind_nginx):
    env, nginx, _ = behind_nginx
    pk, address = json.loads(run_code(env, PICTURE))
    before = [get(nginx + address) for _ in range(2)]

    run_code(env, REMOVE.format(pk=pk))

    assert [answer.status for answer in before] == [200, 200]
    assert [answer.headers["x-cache"] for answer in before] == ["MISS", "HIT"]
    assert seconds_until(lambda: get(nginx + address).status == 404) < 10


def test_site_that_is_away_is_told_with_a_time_to_come_back(tmp_path):
    with nginx_before(f"http://127.0.0.1:{free_port()}", tmp_path) as nginx:
        answer = get(nginx)

    assert (answer.status, answer.headers["retry-after"]) == (503, "10")
    assert b"We will be back in a moment" in answer.body
