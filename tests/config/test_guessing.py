"""Nobody learns who has an account, or gets in by trying."""

import re
from ipaddress import ip_network

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.config.signing import sign_in, sign_up

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("account_request_login_code", {}),
        ("account_reset_password", {}),
        ("account_signup", {"display_name": "Zoë", "password1": "a-long-pass-word"}),
    ],
)
def test_known_and_unknown_address_read_the_same(nell, name, fields):
    pages = []
    for email in ("nell@example.org", "some@example.org"):
        client = Client()
        answer = client.post(reverse(name), {"email": email, **fields}, follow=True)
        page = answer.content.decode().replace(email, "")
        pages.append(re.sub(r'value="\w{64}"', "", page))

    assert pages[0] == pages[1]
    assert [m.to for m in mail.outbox] == [["nell@example.org"], ["some@example.org"]]


@pytest.fixture
def hashings(monkeypatch):
    """Count how often a password is hashed: that is what takes the time."""
    counted = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher,
        "encode",
        lambda self, *a, **k: counted.append(1) or encode(self, *a, **k),
    )
    return counted


@pytest.mark.parametrize(
    ("known", "unknown"),
    [("nell@example.org", "some@example.org"), ("nell-1", "some-1")],
)
def test_wrong_password_says_and_costs_the_same_for_all(nell, hashings, known, unknown):
    answers = []
    for login in (known, unknown):
        hashings.clear()
        page = sign_in(Client(), login, "wrong").content.decode()
        said = re.search(r'role="alert">(.+?)<', page)[1]
        answers.append((said, len(hashings)))

    assert answers[0] == answers[1]
    assert answers[0][0].endswith("do not go together.")
    assert answers[0][1] == 1


def test_sign_up_costs_the_same_for_all(nell, hashings):
    costs = []
    for email in ("nell@example.org", "some@example.org"):
        hashings.clear()
        sign_up(Client(), email, password="a-long-pass-word")
        costs.append(len(hashings))

    assert costs == [1, 1]


def test_after_five_wrong_passwords_the_right_one_waits_too(nell):
    for _ in range(5):
        sign_in(Client(), "nell-1", "wrong")

    answer = sign_in(Client(), "nell-1")

    assert "Too many attempts." in answer.content.decode()


def test_too_many_requests_get_our_own_page(client):
    for _ in range(20):
        sign_up(client, email="no address")

    answer = sign_up(client)

    assert answer.status_code == 429
    assert "Wait a few minutes" in answer.content.decode()


def test_limits_count_by_the_readers_address_behind_a_proxy(client, settings):
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.1/32")]
    url, bad = reverse("account_signup"), {"email": "no address"}
    for _ in range(20):
        client.post(url, bad, headers={"x-forwarded-for": "203.0.113.7"})

    same = client.post(url, bad, headers={"x-forwarded-for": "203.0.113.7"})
    other = client.post(url, bad, headers={"x-forwarded-for": "203.0.113.8"})

    assert (same.status_code, other.status_code) == (429, 200)
