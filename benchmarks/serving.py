"""Servers of a benchmark's own, and what they cost while somebody asks them."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

_PLACES = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])
_TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")
CONNECTIONS = 32  # with few, a fast server waits for who asks
NGINX = """
pid {folder}/nginx.pid; daemon off; error_log {folder}/error.log;
user {user}; worker_processes 1;
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;
  default_type text/html;
  server {{ listen 127.0.0.1:{port}; root {folder}/files; }}
}}
"""


class Server(NamedTuple):
    address: str
    pid: int


class Load(NamedTuple):
    """What a server did under full load."""

    rate: float
    cpu_ms: float  # of all its processes, a request


def tool(name: str) -> str:
    found = shutil.which(name, path=_PLACES)
    if found is None:
        sys.exit(f"This section needs {name}: sh .ci/services installs it.")
    return found


@contextmanager
def granian(application: str) -> Iterator[Server]:
    """Serve an application as the README does, by one process with three threads."""
    port = _free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    command += ["--blocking-threads", "3", "--log-level", "error", application]
    with _running(command, port) as server:
        yield server


@contextmanager
def nginx(folder: Path) -> Iterator[Server]:
    """Serve the files in `folder`/files by one worker."""
    port = _free_port()
    text = NGINX.format(folder=folder, port=port, user="root" if _is_root() else "")
    if not _is_root():
        text = text.replace("user ;", "")
    (folder / "nginx.conf").write_text(text)
    command = [tool("nginx"), "-p", str(folder), "-c", str(folder / "nginx.conf")]
    with _running(command, port) as server:
        yield server


def load(server: Server, path: str, seconds: float, *headers: str) -> Load:
    """Ask as fast as it answers, over a few kept connections."""
    command = [tool("wrk"), "-t1", f"-c{CONNECTIONS}", f"-d{seconds:.0f}s"]
    for header in headers:
        command += ["-H", header]
    before = cpu_ms(server.pid)
    done = subprocess.run(  # noqa: S603
        [*command, server.address + path], capture_output=True, text=True, check=True
    )
    used = cpu_ms(server.pid) - before
    said = done.stdout
    if "Non-2xx" in said or "Socket errors" in said:
        sys.exit(f"{path} was not answered as it should be:\n{said}")
    count = int(re.search(r"(\d+) requests in", said)[1])  # type: ignore[index]
    rate = float(re.search(r"Requests/sec:\s*([\d.]+)", said)[1])  # type: ignore[index]
    return Load(rate, used / max(count, 1))


def cpu_ms(pid: int) -> float:
    """Return the CPU that a process and all below it have used."""
    return sum(_stat(one)[1] for one in _family(pid))


def memory_mb(pid: int) -> float:
    """Return the memory of a process and all below it, shared parts counted once."""
    kb = 0
    for one in _family(pid):
        with suppress(OSError):
            told = Path(f"/proc/{one}/smaps_rollup").read_text()
            kb += int(re.search(r"^Pss:\s+(\d+)", told, re.M)[1])  # type: ignore[index]
    return kb / 1024


def _family(pid: int) -> list[int]:
    parents = {}
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            with suppress(OSError):
                parents[int(place.name)] = _stat(int(place.name))[0]
    family = [pid]
    for one in family:
        family += [child for child, parent in parents.items() if parent == one]
    return family


def _stat(pid: int) -> tuple[int, float]:
    """Return a process's parent and its CPU; what follows the name in brackets."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[1]), (int(fields[11]) + int(fields[12])) * _TICK_MS


def _is_root() -> bool:
    return os.geteuid() == 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def _running(command: list[str], port: int) -> Iterator[Server]:
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603
    try:
        for _ in range(600):
            if server.poll() is not None:
                sys.exit(f"{command[0]} ended with {server.returncode}.")
            with suppress(OSError):
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            time.sleep(0.05)
        yield Server(f"http://127.0.0.1:{port}", server.pid)
    finally:
        server.terminate()
        server.wait()
