"""Signing up, in and out: one door for readers and the newsroom."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from django.urls import reverse

from comments.models import Reader
from comments.readers import reader_for
from tests.config.signing import LOGIN, code, is_signed_in, sign_in, sign_up
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db


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
