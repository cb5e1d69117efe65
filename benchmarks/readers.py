"""A thousand open pages in one process: each asks for news when it was told to."""

import asyncio
import json
import random
import re
import time
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from urllib.parse import urlsplit

import brotli

_STATUS = re.compile(rb"HTTP/1\.1 (\d+)")
_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.I)
_ETAG = re.compile(rb"\r\netag: ([^\r]+)", re.I)
_PATIENCE = 30  # seconds
START = 4  # seconds in which all of them open the page


@dataclass
class Diary:
    """What the readers saw, by the clock that all processes share."""

    polls: list[float] = field(default_factory=list)  # ms each took
    pages: list[float] = field(default_factory=list)
    seen: list[tuple[int, float, float]] = field(default_factory=list)
    stalls: list[float] = field(default_factory=list)  # ms this process was late
    refused: int = 0


class Line:
    """One kept connection."""

    def __init__(self, address: str) -> None:
        self.host = urlsplit(address).netloc
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def get(self, path: str, etag: bytes = b"") -> tuple[int, bytes, bytes]:
        """Return the status, the ETag and the body."""
        if self.writer is None or self.writer.is_closing():
            host, _, port = self.host.partition(":")
            self.reader, self.writer = await asyncio.open_connection(host, int(port))
        assert self.reader  # noqa: S101
        asked = f"GET {path} HTTP/1.1\r\nHost: {self.host}\r\nAccept-Encoding: br, gzip"
        if etag:
            asked += f"\r\nIf-None-Match: {etag.decode()}"
        self.writer.write(f"{asked}\r\n\r\n".encode())
        head = await asyncio.wait_for(self.reader.readuntil(b"\r\n\r\n"), _PATIENCE)
        length = _LENGTH.search(head)
        body = await self.reader.readexactly(int(length[1])) if length else b""
        tag, status = _ETAG.search(head), _STATUS.match(head)
        return int(status[1]) if status else 0, tag[1] if tag else b"", body


def read_along(
    pipe: Connection, address: str, url: str, change: int, readers: int, seconds: float
) -> None:
    """Be so many readers for so long, and send their diary."""
    diary = Diary()
    asyncio.run(_crowd(diary, address, url, change, readers, seconds))
    pipe.send(diary)


async def _crowd(
    diary: Diary, address: str, url: str, change: int, readers: int, seconds: float
) -> None:
    until = time.monotonic() + seconds
    tasks = [_poll(diary, address, url, change, until) for _ in range(readers)]
    visits = [_visit(diary, address, url, until) for _ in range(10)]
    await asyncio.gather(*tasks, *visits, _listen(diary, until))


async def _poll(
    diary: Diary, address: str, url: str, change: int, until: float
) -> None:
    """An open page: it asks, takes what is new, and waits as long as it was told."""
    line, etag, pause = Line(address), b"", 2.0
    await asyncio.sleep(random.uniform(0, START))  # noqa: S311
    while time.monotonic() < until:
        started = time.monotonic()
        try:
            path = f"{url}live/{change}/"
            status, etag, body = await line.get(path, etag)
        except (OSError, asyncio.IncompleteReadError, TimeoutError):
            diary.refused, line = diary.refused + 1, Line(address)
            status, body = 0, b""
        ended = time.monotonic()
        diary.polls.append((ended - started) * 1000)
        if status == 200:
            told = json.loads(_unpressed(body))
            for number in range(change + 1, told["change"] + 1):
                diary.seen.append((number, ended, pause))
            if told["change"] != change:
                change, etag = told["change"], b""
            pause = told["next_poll"]
        elif status != 304:
            diary.refused += 1
        await asyncio.sleep(pause * random.uniform(0.9, 1.1))  # noqa: S311


async def _listen(diary: Diary, until: float) -> None:
    """Note how late a timer is that asks nobody: the machine's own part in the rest."""
    while time.monotonic() < until:
        due = time.monotonic() + 0.05
        await asyncio.sleep(0.05)
        diary.stalls.append((time.monotonic() - due) * 1000)


async def _visit(diary: Diary, address: str, url: str, until: float) -> None:
    """One who opens the page again and again; the first time does not count."""
    line = Line(address)
    await line.get(url)
    await asyncio.sleep(START)
    while time.monotonic() < until:
        started = time.monotonic()
        status, _, _ = await line.get(url)
        diary.pages.append((time.monotonic() - started) * 1000)
        diary.refused += status != 200
        await asyncio.sleep(random.uniform(0.3, 0.7))  # noqa: S311


def _unpressed(body: bytes) -> bytes:
    return body if body[:1] == b"{" else brotli.decompress(body)
