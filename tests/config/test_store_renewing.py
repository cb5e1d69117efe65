"""Many want a page that one of them renews."""

import pytest

from tests.config.door import Held, ask, begin


def test_others_get_the_last_good_copy_while_one_asks(store, site, clock):
    held, first = Held(site), []
    clock.now += 1.2
    thread = begin(store, first)
    assert held.entered.wait(10)
    old, site.body = site.body, b"News."

    answers = [ask(store).body for _ in range(20)]

    held.let_go.set()
    thread.join()
    assert answers == [old] * 20
    assert [a.body for a in first] == [b"News."]
    assert len(site.asked) == 1


def test_others_wait_where_the_last_copy_is_too_old(store, site, clock):
    held, answers = Held(site), []
    clock.now += 60
    threads = [begin(store, answers)]
    assert held.entered.wait(10)
    site.body = b"News."
    threads += [begin(store, answers) for _ in range(4)]

    held.let_go.set()
    for thread in threads:
        thread.join()

    assert [a.body for a in answers] == [b"News."] * 5
    assert len(site.asked) == 1


def test_nobody_waits_for_ever(store, site, clock, monkeypatch):
    monkeypatch.setattr("config.store.door.PATIENCE", 0.05)
    held, first = Held(site), []
    clock.now += 60
    thread = begin(store, first)
    assert held.entered.wait(10)

    answer = ask(store)

    held.let_go.set()
    thread.join()
    assert answer.body == site.body


def test_error_of_the_application_lets_the_next_one_try(store, site, clock):
    def broken(environ):
        raise RuntimeError("broken")

    site.hook = broken
    clock.now += 60
    with pytest.raises(RuntimeError):
        ask(store)
    site.hook = None

    assert ask(store).status == 200
