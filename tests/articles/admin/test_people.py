"""An administrator keeps accounts, and makes nobody more than an administrator."""

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse

from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(roles):
    return make_user("Administrator")


def change(user):
    return reverse("admin:auth_user_change", args=[user.pk])


def form(user, **fields):
    return {
        "username": user.username,
        "date_joined_0": "2026-01-01",
        "date_joined_1": "10:00",
        "is_active": "on",
        "is_staff": "on",
        **fields,
    }


def test_administrator_gives_a_role(client, administrator, reader):
    client.force_login(administrator)
    role = Group.objects.get(name="Journalist")

    client.post(change(reader), form(reader, groups=[role.pk]))

    assert list(reader.groups.all()) == [role]
    assert User.objects.get(pk=reader.pk).is_staff


def test_administrator_makes_no_superuser(client, administrator, reader):
    client.force_login(administrator)

    for user in (reader, administrator):
        client.post(change(user), form(user, is_superuser="on", user_permissions=["1"]))

    assert not User.objects.filter(is_superuser=True).exists()
    assert not reader.user_permissions.exists()


@pytest.mark.parametrize("page", ["change/", "password/"])
def test_administrator_never_meets_a_superuser(client, administrator, page):
    superuser = User.objects.create_superuser("root", password="a-password")
    client.force_login(administrator)

    address = change(superuser).replace("change/", page)
    answers = [
        client.get(address),
        client.post(address, {"password1": "mine-now-9", "password2": "mine-now-9"}),
    ]

    assert {answer.status_code for answer in answers} <= {302, 403, 404}
    superuser.refresh_from_db()
    assert superuser.check_password("a-password")


def test_journalist_keeps_no_accounts(client, journalist):
    client.force_login(journalist)

    assert client.get(change(journalist)).status_code == 403
