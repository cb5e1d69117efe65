"""What readers do at the doors of accounts."""

import re

from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse

LOGIN = "/account/login/"


def verified(user, email):
    user.email = email
    user.save()
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


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
