"""Signing up, in and out: one door for readers and the newsroom."""

import re
from ipaddress import ip_network

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from django.urls import reverse

from comments.models import Reader
from comments.readers import reader_for
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db
LOGIN = "/account/login/"


def verified(user, email):
    user.email = email
    user.save()
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


@pytest.fixture
def nell(db):
    return verified(make_user(None, name="nell-1"), "nell@example.org")


def code():
    """The code in the last mail."""
    return re.search(r"\b\d{4}-\d{4}\b", mail.outbox[-1].body)[0]


def sign_in(client, login, password="a-password", **more):
    return client.post(LOGIN, {"login": login, "password": password, **more})


def is_signed_in(client):
    return client.get("/account/").status_code == 200


def sign_up(client, email="sam@example.org", name="Sam", password=""):
    fields = {"email": email, "display_name": name, "password1": password}
    return client.post(reverse("account_signup"), fields)


# --- Signing up -----------------------------------------------------------


def test_reader_signs_up_with_an_address_and_the_code_sent_to_it(client):
    answer = sign_up(client)
    assert not is_signed_in(client)

    client.post(answer.headers["Location"], {"code": code()})

    user = User.objects.get()
    assert is_signed_in(client)
    assert Reader.objects.get().display_name == "Sam"
    assert EmailAddress.objects.get(user=user).verified
    assert not user.has_usable_password()
    assert "sam" not in user.username


def test_password_at_sign_up_is_taken_and_must_be_good(client):
    weak = sign_up(client, password="password")
    sign_up(client, password="a-long-pass-word")

    assert "too common" in weak.content.decode()
    assert User.objects.get().check_password("a-long-pass-word")


def test_wrong_code_lets_nobody_in_and_the_third_ends_it(client):
    place = sign_up(client).headers["Location"]

    first = client.post(place, {"code": "0000-0000"})
    client.post(place, {"code": "0000-0000"})
    third = client.post(place, {"code": "0000-0000"})

    assert "That is not the code we sent." in first.content.decode()
    assert third.headers["Location"] == LOGIN
    assert not is_signed_in(client)


@pytest.mark.parametrize("name", ["The editor", "Dateline", "NeII"])
def test_sign_up_refuses_the_newsrooms_names_and_those_of_others(client, nell, name):
    nell.first_name = "Nell"
    reader_for(nell)

    answer = sign_up(client, name=name)

    assert 'id="id_display_name_error"' in answer.content.decode()
    assert User.objects.count() == 1
    assert mail.outbox == []


# --- Signing in -----------------------------------------------------------


@pytest.mark.parametrize("login", ["nell-1", "nell@example.org", "NELL@example.org"])
def test_reader_signs_in_by_address_or_username(client, nell, login):
    answer = sign_in(client, login)

    assert answer.headers["Location"] == "/"
    assert is_signed_in(client)


def test_reader_signs_in_by_a_code(client, nell):
    url = reverse("account_request_login_code")
    place = client.post(url, {"email": "nell@example.org"}).headers["Location"]

    client.post(place, {"code": code().replace("-", " ")})

    assert is_signed_in(client)
    assert mail.outbox[0].subject == "Dateline: your code to sign in"


def test_address_never_verified_is_verified_at_the_door(client):
    make_user(None, name="old", email="old@example.org")

    answer = sign_in(client, "old")
    assert not is_signed_in(client)
    client.post(answer.headers["Location"], {"code": code()})

    assert is_signed_in(client)


def test_account_made_on_the_server_without_an_address_gets_in(client, journalist):
    sign_in(client, journalist.username)

    assert is_signed_in(client)


def test_session_is_another_after_signing_in(client, nell):
    session = client.session
    session["before"] = True
    session.save()
    before = client.cookies["sessionid"].value

    sign_in(client, "nell-1")

    assert client.cookies["sessionid"].value != before


def test_sign_out_takes_a_post(client, nell):
    client.force_login(nell)

    asked = client.get(reverse("logout"))
    assert "Sign out?" in asked.content.decode()
    assert is_signed_in(client)

    client.post(reverse("logout"))
    assert not is_signed_in(client)


HOSTILE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "http:///evil.example",
    "\t//evil.example",
    "javascript:alert(1)",
    "https://testserver@evil.example/",
    "https:evil.example",
    "//evil.example\\@testserver/",
]


@pytest.mark.parametrize("goal", HOSTILE)
@pytest.mark.parametrize("place", ["login", "logout"])
def test_nobody_is_sent_to_another_site(client, nell, place, goal):
    if place == "login":
        answer = sign_in(client, "nell-1", next=goal)
    else:
        answer = client.post(reverse("logout"), {"next": goal})

    assert answer.headers["Location"] == "/"


def test_reader_comes_back_to_where_signing_in_was_asked(client, nell):
    article = make_article()

    answer = sign_in(client, "nell-1", next=article.get_absolute_url())

    assert answer.headers["Location"] == article.get_absolute_url()


# --- Passwords ------------------------------------------------------------


def test_forgotten_password_is_replaced_with_a_code(client, nell):
    place = client.post(
        reverse("account_reset_password"), {"email": "nell@example.org"}
    ).headers["Location"]
    place = client.post(place, {"code": code()}).headers["Location"]

    new = {"password1": "another-pass", "password2": "another-pass"}
    client.post(place, new)

    assert is_signed_in(client)
    assert mail.outbox[-1].subject == "Dateline: your password was changed"
    assert sign_in(Client(), "nell-1", "another-pass").status_code == 302


def test_new_address_counts_once_its_code_is_typed(client, nell):
    sign_in(client, "nell-1")
    client.post(reverse("account_reauthenticate"), {"password": "a-password"})
    new = {"email": "new@example.org", "action_add": ""}
    place = client.post(reverse("account_email"), new).headers["Location"]
    assert User.objects.get().email == "nell@example.org"

    client.post(place, {"code": code()})

    assert User.objects.get().email == "new@example.org"
    assert [a.email for a in EmailAddress.objects.all()] == ["new@example.org"]
    told = mail.outbox[-1]
    assert (told.to, "new@example.org" in told.body) == (["nell@example.org"], True)


# --- Nobody learns who has an account -------------------------------------


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


# --- Guessing -------------------------------------------------------------


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


# --- The newsroom ---------------------------------------------------------


def test_newsroom_signs_in_at_the_readers_door(client, journalist):
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0] == f"{LOGIN}?next=%2Fadmin%2F"

    sign_in(client, journalist.username)

    assert client.get("/admin/").status_code == 200


def test_admin_has_no_door_of_its_own(client, journalist):
    fields = {"username": journalist.username, "password": "a-password"}

    answer = client.post("/admin/login/", fields)

    assert answer.headers["Location"].startswith(LOGIN)
    assert client.get("/admin/").status_code == 302


def test_reader_does_not_get_into_the_newsroom(client, nell):
    client.force_login(nell)

    assert client.get("/admin/login/?next=/admin/").status_code == 403


def test_second_step_guards_the_newsroom_as_well(client, journalist):
    TOTP.activate(journalist, generate_totp_secret())

    answer = sign_in(client, journalist.username, next="/admin/")

    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert client.get("/admin/").status_code == 302
    assert not is_signed_in(client)


# --- Headers --------------------------------------------------------------


@pytest.mark.parametrize("name", ["login", "account_signup", "account_reset_password"])
def test_account_pages_run_only_our_own_scripts(client, db, name):
    answer = client.get(reverse(name))

    policy = answer.headers["Content-Security-Policy"].split("; ")
    assert "script-src 'self'" in policy
    inline = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", answer.content.decode())
    assert inline == []


def test_public_pages_set_no_cookie(client):
    article = make_article()
    reader = reader_for(make_user(None))

    for url in ("/", article.get_absolute_url(), reader.get_absolute_url()):
        assert client.get(url).cookies == {}


def test_signing_in_and_out_leaves_no_message_behind(client, nell):
    sign_in(client, "nell-1")
    client.post(reverse("logout"))

    assert "messages" not in client.cookies or not client.cookies["messages"].value


def test_stale_form_gets_our_own_page(db):
    answer = Client(enforce_csrf_checks=True).post(LOGIN, {})

    assert answer.status_code == 403
    assert "That form is out of date" in answer.content.decode()


def test_mails_are_ours_and_say_what_to_do(client, nell):
    client.post(reverse("account_request_login_code"), {"email": "some@example.org"})

    sent = mail.outbox[0]
    assert sent.subject == "Dateline: there is no account with this address"
    assert "http://testserver/account/signup/" in sent.body
    assert sent.body.endswith("Dateline\nhttp://testserver/")
    assert sent.from_email == settings.DEFAULT_FROM_EMAIL
