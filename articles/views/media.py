"""Uploads, where no web server in front serves them."""

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve


@require_safe
def media(request: HttpRequest, name: str) -> HttpResponseBase:
    """Serve a stored file. Names are never used twice, so it may be kept for ever."""
    try:
        response = serve(request, name, document_root=settings.MEDIA_ROOT)
    except (OSError, SuspiciousFileOperation) as error:
        raise Http404("No such file.") from error
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
