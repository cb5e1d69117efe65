"""What production says on its standard error, and what it keeps to itself."""

import sys

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection

from config.logs import Discreet
from tests.config.test_settings import LONG, manage

FAIL = """
from django.conf import settings
from django.db import connection
from django.test import Client
settings.ALLOWED_HOSTS.append("testserver")
client = Client(raise_request_exception=False)
client.get("/nothing.txt")
client.get("/", headers={"host": "other.example"})
print(client.get("/").status_code)
"""


@pytest.mark.services
def test_failure_is_told_with_its_traceback_and_no_more():
    """The database has no tables."""
    result = manage(
        *("shell", "-v0", "-c", FAIL),
        DJANGO_SETTINGS_MODULE="tests.served",
        DATABASE_URL="sqlite://:memory:",
        DEBUG="0",
        HTTPS="0",
        SECRET_KEY=LONG,
    )

    assert result.stdout.strip() == "503"
    assert "ERROR django.request: Service Unavailable: /\nTrace" in result.stderr
    assert "no such table" in result.stderr
    assert "other.example" not in result.stderr


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite tells no values")
def test_traceback_does_not_tell_what_a_row_holds(db):
    name = "nell\n\nof the quay"
    User.objects.create(username=name)
    try:
        User.objects.create(username=name)
    except IntegrityError:
        told = Discreet().formatException(sys.exc_info())

    assert "duplicate key value" in told
    assert "The above exception was the direct cause" in told
    assert "nell" not in told
    assert "quay" not in told
