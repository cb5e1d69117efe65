"""Static files as production serves them: named by content, pressed, and whole."""

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

_IMPORT = re.compile(r'^@import "([^"]+)";$', re.MULTILINE)
Paths = dict[str, tuple[Storage, str]]


class WholeStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Writes into a style sheet what it imports, so that a page waits for one file.

    An import stands on a line of its own, `@import "../articles/base.css";`, and a
    sheet that is imported has no `url()`, which is relative to where it stands.
    """

    support_js_module_import_aggregation = True

    def post_process(
        self, paths: Paths, dry_run: bool = False, **options: Any
    ) -> Iterator[tuple[str, str, bool]]:
        """Yield each file's name, its name by content, and whether it was changed.

        `paths` has the storage and path of every collected file, by name.
        """
        whole = InMemoryStorage()
        for name in [name for name in paths if name.endswith(".css")]:
            text = _read(paths, name)
            if _IMPORT.search(text):
                whole.save(name, ContentFile(_filled(paths, name, text).encode()))
                paths[name] = whole, name
        yield from super().post_process(paths, dry_run, **options)


def _read(paths: Paths, name: str) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        return file.read().decode()


def _filled(paths: Paths, name: str, text: str) -> str:
    """Return a sheet with what it imports, and what that imports, in their places."""

    def imported(found: re.Match[str]) -> str:
        other = posixpath.normpath(posixpath.join(posixpath.dirname(name), found[1]))
        return _filled(paths, other, _read(paths, other))

    return _IMPORT.sub(imported, text)
