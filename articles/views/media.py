"""Uploads, where no web server in front serves them."""

import re
from collections.abc import Iterator
from typing import IO

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve

from articles.uploads import MEDIA_TYPES

CHUNK = 64 * 1024
SHARED_SECONDS = 5
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


@require_safe
def media(request: HttpRequest, name: str) -> HttpResponseBase:
    """Serve a stored file. Names are never used twice: who has it may keep it for ever.

    Caches in between ask again every SHARED_SECONDS: it may have been taken down. Its
    type is the one its extension has in our table, never a guess.
    """
    media_type = MEDIA_TYPES.get(name.rpartition(".")[2])
    if media_type is None:
        raise Http404("No such file.")
    try:
        response: HttpResponseBase = serve(
            request, name, document_root=settings.MEDIA_ROOT
        )
    except (OSError, SuspiciousFileOperation, ValueError) as error:
        raise Http404("No such file.") from error
    if isinstance(response, FileResponse):
        response = _part(response, request.headers.get("Range", ""))
        response.headers["Content-Type"] = media_type
        response.headers["Accept-Ranges"] = "bytes"
    response.headers["Cache-Control"] = (
        f"public, max-age=31536000, s-maxage={SHARED_SECONDS}, immutable"
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _part(response: FileResponse, asked: str) -> HttpResponseBase:
    """Answer with the one range asked for: players skip, and some play nothing else."""
    found = _RANGE.fullmatch(asked)
    if not found or found.groups() == ("", ""):
        return response
    file: IO[bytes] = response.file_to_stream  # type: ignore[assignment]
    size = int(response.headers["Content-Length"])
    first, last = found.groups()
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last), size - 1) if first and last else size - 1
    if start > end:
        response.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    file.seek(start)
    response.status_code = 206
    response.streaming_content = _read(file, end - start + 1)
    response.headers["Content-Length"] = str(end - start + 1)
    response.headers["Content-Range"] = f"bytes {start}-{end}/{size}"
    return response


def _read(file: IO[bytes], length: int) -> Iterator[bytes]:
    while length > 0 and (chunk := file.read(min(length, CHUNK))):
        length -= len(chunk)
        yield chunk
