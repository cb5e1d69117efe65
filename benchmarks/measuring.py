"""Time and CPU of calls, taken side by side so that a busy machine slows all alike."""

import gzip
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import log
from pathlib import Path
from statistics import fmean, median, quantiles

from django.db import connection
from django.test.utils import CaptureQueriesContext

Act = Callable[[], object]
_TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


@dataclass
class Sample:
    """Calls of one kind: ms by the clock, and of CPU in all processes at work."""

    clock: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    @property
    def ms(self) -> float:
        return median(self.clock)

    @property
    def p95_ms(self) -> float:
        return quantiles(self.clock, n=20, method="inclusive")[-1]

    @property
    def cpu_ms(self) -> float:
        return median(self.cpu)

    @property
    def mean_ms(self) -> float:
        return fmean(self.clock)

    @property
    def mean_cpu_ms(self) -> float:
        return fmean(self.cpu)

    @property
    def columns(self) -> dict[str, float]:
        """What a table tells of the calls."""
        return {"ms": self.ms, "p95 ms": self.p95_ms, "CPU ms": self.cpu_ms}

    def time(self, act: Act) -> None:
        """Call once and keep what it took."""
        served, own = server_cpu_ms(), time.process_time()
        started = time.perf_counter()
        act()
        self.clock.append((time.perf_counter() - started) * 1000)
        own = (time.process_time() - own) * 1000
        self.cpu.append(own + server_cpu_ms() - served)


def growth(ratio: float, larger: float) -> dict[str, float]:
    """Return the exponent by which a cost grows, as a column: 0 for not at all.

    The cost is `ratio` times that of the first size, this one `larger` times it.
    """
    return {"growth": log(ratio) / log(larger)} if larger != 1 else {}


def size_in(name: str) -> int:
    """Return the number a case is named by: `1,000 updates`."""
    return int(name.partition(" ")[0].replace(",", ""))


def server_cpu_ms() -> float:
    """Return the CPU that PostgreSQL's process for our connection has used, in ms.

    0 for SQLite, which runs in our own, and where the system does not tell.
    """
    if connection.vendor != "postgresql" or connection.connection is None:
        return 0
    path = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    try:
        return int(path.read_text().split()[0]) / 1e6
    except OSError:
        return 0


def analyse() -> None:
    """Let PostgreSQL look at its tables now, as it does by itself within a minute."""
    if connection.vendor == "postgresql":
        connection.cursor().execute("VACUUM ANALYZE")


def interleaved(
    acts: Mapping[str, Act], *, rounds: int, warm_up: int = 3
) -> dict[str, Sample]:
    """Call each act once a round; what the first rounds take is not kept."""
    samples = {name: Sample() for name in acts}
    for turn in range(-warm_up, rounds):
        for name, act in acts.items():
            if turn < 0:
                act()
            else:
                samples[name].time(act)
    return samples


def count_queries(act: Act) -> int:
    """Return the statements of one call, without those that bound a transaction."""
    with CaptureQueriesContext(connection) as captured:
        act()
    asked = [query["sql"] for query in captured.captured_queries]
    return sum(not sql.startswith(_TRANSACTION) for sql in asked)


def sizes_of(page: bytes) -> dict[str, float]:
    """Return the columns that tell how long a page is."""
    return {"KiB": len(page) / 1024, "gzip KiB": len(gzip.compress(page, 6)) / 1024}
