"""The variables that ops may change: the process's own, and those of a file."""

import io
import os
import re
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

_LINE = re.compile(r"\s*(#.*)?|(export )?[A-Za-z_0-9]+=.*")


def read_environment(file: Path) -> environ.Env:
    """Return all variables; those of the process outdo those of the file.

    `ENV_FILE` names another file, which has to be there.

    Raises ImproperlyConfigured for a file that cannot be read, or not in whole: without
    its variables this would be a site for development.
    """
    named = os.environ.get("ENV_FILE")
    file = Path(named) if named else file
    if named or file.exists():
        try:
            text = file.read_text()
        except (OSError, UnicodeError) as error:
            raise ImproperlyConfigured(f"The settings of {file}: {error}.") from error
        for number, line in enumerate(text.splitlines(), start=1):
            if not _LINE.fullmatch(line):
                raise ImproperlyConfigured(
                    f"Line {number} of {file} is not NAME=value, without a space"
                    " before the equals sign."
                )
        environ.Env.read_env(io.StringIO(text))
    return environ.Env()


def read_limit(env: environ.Env, name: str, default: str) -> tuple[int, int]:
    """Return how many posts pass in how many seconds, as in "10/60".

    Raises ImproperlyConfigured.
    """
    text = env.str(name, default)
    posts, _, seconds = text.partition("/")
    if not (posts.isdecimal() and seconds.isdecimal() and int(posts) and int(seconds)):
        raise ImproperlyConfigured(
            f'{name} is "{text}"; say posts/seconds, both above 0, as in "{default}".'
        )
    return int(posts), int(seconds)


def read_origin(env: environ.Env, name: str, default: str) -> str:
    """Return where a site answers, as in "https://news.example".

    Raises ImproperlyConfigured.
    """
    text = env.str(name, default).rstrip("/")
    if not re.match(r"https?://[^./*][^/]*$", text):
        raise ImproperlyConfigured(
            f'{name} is "{text}"; say where the site answers, without a path, as in'
            ' "https://news.example".'
        )
    return text
