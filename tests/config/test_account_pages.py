"""The pages and mails of accounts: ours, and with nothing left behind."""

import re

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from comments.readers import reader_for
from tests.config.signing import LOGIN, sign_in
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db


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
