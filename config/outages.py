"""What is answered while the database cannot be reached."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles.views import errors

RETRY_AFTER = "10"  # seconds


def server_error(request: HttpRequest) -> HttpResponse:
    """Ask readers and caches to come back where the database is gone or too busy."""
    if not isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        return errors.server_error(request)
    response = render(None, "503.html", status=503)
    response.headers["Retry-After"] = RETRY_AFTER
    response.headers["Cache-Control"] = "no-store"
    return response
