"""Settings come from the environment; production refuses what is not safe."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

pytestmark = pytest.mark.services
ROOT = Path(__file__).parent.parent.parent
LONG = "a-secret-of-production-" + "x9Kq" * 10


def manage(*arguments, **environment):
    names = {"PATH", "HOME", "ENV_FILE"} & os.environ.keys()
    kept = {name: os.environ[name] for name in names}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=kept | environment,
        capture_output=True,
        text=True,
    )


def test_no_variable_is_needed_to_begin():
    assert manage("check").returncode == 0


def test_production_without_a_secret_refuses_and_says_what_to_set():
    result = manage("check", DEBUG="0")

    assert result.returncode != 0
    assert "Set SECRET_KEY to 50 or more random characters" in result.stderr


def test_production_passes_djangos_own_check():
    result = manage(
        "check", "--deploy", "--fail-level", "WARNING", DEBUG="0", SECRET_KEY=LONG
    )

    assert result.returncode == 0
    assert "no issues (0 silenced)" in result.stdout + result.stderr


@pytest.mark.parametrize(
    ("variable", "value", "expression", "printed"),
    [
        ("ALLOWED_HOSTS", "a.example,b.example", "s.ALLOWED_HOSTS[1]", "b.example"),
        ("TIME_ZONE", "Europe/London", "s.TIME_ZONE", "Europe/London"),
        (
            "DATABASE_URL",
            "postgresql://u:p@db.example:5433/news",
            "s.DATABASES['default']['ENGINE'], s.DATABASES['default']['PORT']",
            "django.db.backends.postgresql 5433",
        ),
        (
            "DATABASE_URL",
            "postgresql://db.example/news?connect_timeout=2",
            "[s.DATABASES['default']['OPTIONS'][name] for name in"
            " ('connect_timeout', 'tcp_user_timeout')]",
            "[2, 5000]",
        ),
        (
            "CACHE_URL",
            "rediscache://cache.example:6379/1",
            "s.CACHES['default']['BACKEND']",
            "config.caches.SteadyCache",
        ),
        (
            "EMAIL_URL",
            "smtp+tls://u:p@mail.example:587",
            "s.EMAIL_HOST, s.EMAIL_USE_TLS",
            "mail.example True",
        ),
        ("STORE_MEGABYTES", "16", "s.STORE_MEGABYTES", "16"),
        ("STALE_IF_ERROR", "0", "s.STALE_IF_ERROR", "0"),
        ("MEDIA_ROOT", "/srv/media", "str(s.MEDIA_ROOT)", "/srv/media"),
        ("NEWSROOM_NAME", "The Tide", "s.NEWSROOM_NAME", "The Tide"),
        (
            "NEWSROOM_ADDRESS",
            "https://news.example/",
            "s.NEWSROOM_ADDRESS",
            "https://news.example",
        ),
        ("COMMENT_LIMIT_THREAD", "3/20", "s.COMMENT_LIMITS['thread']", "(3, 20)"),
    ],
)
def test_setting_is_read_from_its_variable(variable, value, expression, printed):
    code = f"from django.conf import settings as s; print({expression})"

    result = manage("shell", "-v0", "-c", code, **{variable: value})

    assert result.stdout.strip() == printed


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("NEWSROOM_ADDRESS", "news.example", "say where the site answers"),
        ("ALLOWED_HOSTS", ".news.example", "NEWSROOM_ADDRESS is"),
        ("COMMENT_LIMIT_THREAD", "6", 'say posts/seconds, both above 0, as in "6/60"'),
    ],
)
def test_setting_that_cannot_be_meant_is_refused(variable, value, says):
    result = manage("check", **{variable: value})

    assert result.returncode != 0
    assert says in result.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({}, "31536000 True True"),
        ({"HSTS_SECONDS": "60", "HSTS_SUBDOMAINS": "0"}, "60 False False"),
        ({"HTTPS": "0", "HSTS_SECONDS": "60"}, "0 False False"),
    ],
)
def test_how_long_browsers_insist_on_https_is_for_ops_to_say(environment, told):
    code = (
        "from django.conf import settings as s; print(s.SECURE_HSTS_SECONDS,"
        " s.SECURE_HSTS_INCLUDE_SUBDOMAINS, s.SECURE_HSTS_PRELOAD)"
    )
    production = {"DEBUG": "0", "SECRET_KEY": LONG}

    result = manage("shell", "-v0", "-c", code, **production, **environment)

    assert result.stdout.strip() == told


def test_sqlite_waits_for_its_lock_and_keeps_a_log():
    code = "from django.conf import settings as s; print(s.DATABASES['default'])"

    printed = manage("shell", "-v0", "-c", code).stdout

    assert "'transaction_mode': 'IMMEDIATE'" in printed
    assert "journal_mode=WAL" in printed


@pytest.mark.skipif(connection.vendor != "postgresql", reason="asks its driver")
def test_postgresql_that_is_gone_without_a_word_is_given_up_in_seconds(db):
    connection.ensure_connection()

    told = connection.connection.info.dsn_parameters

    assert (told["connect_timeout"], told["tcp_user_timeout"]) == ("5", "5000")
    assert (told["keepalives_idle"], told["keepalives_interval"]) == ("5", "2")
