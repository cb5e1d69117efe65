"""Redis, and what happens when it goes while the site is at work."""

import threading
import time

import pytest
from django.core.cache import caches

from config.caches import SteadyCache
from tests.factories import guest_form, make_article
from tests.services import find_server, free_port, running

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("redis")]


@pytest.fixture
def port():
    return free_port()


@pytest.fixture
def start_redis(port, tmp_path):
    program = find_server("redis-server")

    def start(*more):
        return running(
            program,
            *("--port", str(port), "--bind", "127.0.0.1", "--save", ""),
            *("--appendonly", "no", "--dir", str(tmp_path), *more),
            port=port,
        )

    return start


@pytest.fixture(autouse=True)
def _well(monkeypatch):
    monkeypatch.setattr(SteadyCache, "away_until", 0.0)
    monkeypatch.setattr(SteadyCache, "is_away", False)
    monkeypatch.setattr("config.caches.RETRY_SECONDS", 0.2)


@pytest.fixture
def cache(port):
    cache = SteadyCache(f"redis://127.0.0.1:{port}/1", {})
    yield cache
    cache.local.clear()


@pytest.fixture
def site_on_redis(port, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "config.caches.SteadyCache",
            "LOCATION": f"redis://127.0.0.1:{port}/1",
        }
    }
    yield
    caches["default"].local.clear()


def said(caplog):
    return [
        r.getMessage().partition(":")[0] for r in caplog.records if "Redis" in r.msg
    ]


def test_values_are_kept_in_redis(start_redis, cache, port):
    with start_redis():
        cache.set("a", [1], 60)
        other_process = SteadyCache(f"redis://127.0.0.1:{port}/1", {})

        assert other_process.get("a") == [1]
        assert cache.local.get("a") is None


def test_memory_of_the_process_takes_over_when_redis_goes(start_redis, cache, caplog):
    with start_redis():
        cache.set("a", 1, 60)
        assert cache.incr("a") == 2

    assert cache.get("a", "none") == "none"
    assert cache.add("a", 5, 60)
    assert cache.incr("a") == 6
    assert cache.get_many(["a", "b"]) == {"a": 6}
    assert cache.has_key("a")  # noqa: W601
    cache.set_many({"b": 1, "c": 2})
    cache.touch("b", 5)
    cache.delete_many(["b", "c"])
    cache.delete("a")
    assert cache.get("a") is None
    cache.clear()
    assert said(caplog) == ["Redis is away, memory of this process instead"]


def test_redis_is_used_again_without_a_hand(start_redis, cache, caplog):
    with start_redis():
        cache.set("a", 1)
    cache.set("a", 2)
    with start_redis():
        time.sleep(0.3)
        cache.set("a", 3)

        assert cache.get("a") == 3
        assert cache.local.get("a") == 2
    assert said(caplog) == [
        "Redis is away, memory of this process instead",
        "Redis is back.",
    ]


def test_count_that_was_begun_in_redis_goes_on_from_nothing(start_redis, cache):
    with start_redis():
        cache.add("count", 0, 60)

    assert cache.incr("count") == 1


def test_redis_that_never_was_is_no_error(cache):
    started = time.monotonic()

    for number in range(100):
        cache.set(f"a{number}", number)

    assert cache.get("a99") == 99
    assert time.monotonic() - started < 5


def test_full_redis_is_as_good_as_none(start_redis, cache):
    with start_redis("--maxmemory", "1mb", "--maxmemory-policy", "noeviction"):
        for number in range(40):
            cache.set(f"a{number}", "x" * 50_000, 60)

        assert cache.get("a39") == "x" * 50_000


@pytest.mark.django_db
def test_reader_can_read_and_write_while_redis_goes(
    start_redis, site_on_redis, client, caplog
):
    article = make_article()
    form = f"/comments/{article.pk}/new/"
    with start_redis() as server:
        assert client.get(article.get_absolute_url()).status_code == 200
        assert client.post(form, guest_form(body="Before.")).status_code == 302
        server.kill()
        server.wait()

        page = client.get(article.get_absolute_url())
        sent = client.post(form, guest_form(body="After."))

    assert (page.status_code, sent.status_code) == (200, 302)
    assert said(caplog) == ["Redis is away, memory of this process instead"]


def test_all_threads_lose_redis_once(start_redis, port, caplog):
    with start_redis():
        pass
    url, errors = f"redis://127.0.0.1:{port}/1", []

    def work():
        own = SteadyCache(url, {})
        try:
            for number in range(50):
                own.set(f"t{number}", 1)
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    assert len(said(caplog)) == 1
