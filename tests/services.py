"""Servers that a test starts as its own children, on free ports, and ends."""

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
_PLACES = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])


def find_server(name):
    """Return the program, or skip the test aloud; CI has to have it."""
    found = shutil.which(name, path=_PLACES)
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI needs {name}: see .ci/services")
        pytest.skip(f"NO {name.upper()} FOUND: sh .ci/services installs it")
    return found


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def running(*command, port, env=None, log=subprocess.DEVNULL):
    """Run a server until the block ends; begin when it takes connections."""
    server = subprocess.Popen(
        command, cwd=ROOT, env=env, stdout=log, stderr=subprocess.STDOUT
    )
    try:
        _wait_for(port, server)
        yield server
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def site_env(folder, **more):
    """Settings as in production, on plain HTTP, with what is kept in one folder."""
    return {
        "PATH": _PLACES,
        "HOME": os.environ.get("HOME", "/"),
        "ENV_FILE": os.devnull,
        "DEBUG": "0",
        "HTTPS": "0",
        "SECRET_KEY": "a-secret-of-production-" + "x9Kq" * 10,
        "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3",
        "MEDIA_ROOT": f"{folder}/media",
        "DJANGO_SETTINGS_MODULE": "tests.served",
        **more,
    }


def open_to_others(folder):
    """Let servers that run as another user reach a test's own folder."""
    root = Path(tempfile.gettempdir())
    for place in (folder, *folder.parents):
        if place.is_relative_to(root) and place != root:
            place.chmod(0o755)


def manage(env, *arguments):
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def run_code(env, code):
    """Run lines in the site's shell, beside the server; return what they print."""
    return manage(env, "shell", "-v0", "-c", code)


@contextlib.contextmanager
def serving_site(env, **kwargs):
    """Serve the site as the shipped service does; yield its address."""
    port = free_port()
    shipped = (ROOT / "docs/dateline.service").read_text()
    [line] = re.findall(r"^ExecStart=\S+/granian (.*)", shipped, re.M)
    words = line.replace("--port 8000", f"--port {port}").split()
    with running(sys.executable, "-m", "granian", *words, port=port, env=env, **kwargs):
        yield f"http://127.0.0.1:{port}"


def _wait_for(port, server, seconds=30):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        assert server.poll() is None, f"{server.args[0]} ended: {server.returncode}"
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), 1).close()
            time.sleep(0.2)  # one that could not have the port has ended by now
            assert server.poll() is None, f"{server.args[0]}: is port {port} taken?"
            return
        time.sleep(0.05)
    raise AssertionError(f"{server.args[0]} does not answer")
