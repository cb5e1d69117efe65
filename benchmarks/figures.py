"""What a benchmark found: one line a case, with the goals it answers."""

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import NamedTuple

import django

from benchmarks.plot import Bar, draw_bars

RESULTS = Path(__file__).parent / "results"
# What a case may tell, and how wide the table prints it.
COLUMNS = {
    "/s": 6,
    "ms": 7,
    "p95 ms": 7,
    "p99 ms": 7,
    "max ms": 7,
    "CPU ms": 7,
    "CPU µs": 7,
    "ratio": 6,
    "of nginx": 8,
    "p95 ratio": 9,
    "CPU ratio": 9,
    "of plain": 8,
    "growth": 6,
    "queries": 7,
    "KiB": 6,
    "gzip KiB": 8,
    "faults": 6,
    "MB": 5,
    "readers": 7,
}
_WHAT = 62


class Goal(NamedTuple):
    """A limit to one column; `name` is the goal's letter and number."""

    name: str
    column: str
    limit: float
    is_floor: bool = False

    def __str__(self) -> str:
        sign = "≥" if self.is_floor else "≤"
        return f"{self.name} {self.column} {sign} {self.limit:g}"

    def is_met_by(self, values: dict[str, float]) -> bool:
        return self.part_of(values) <= 1

    def part_of(self, values: dict[str, float]) -> float:
        """How much of what is allowed was used: 1 is just met, more is missed."""
        value = values[self.column]
        if self.is_floor:
            return self.limit / value if value else inf
        return value / self.limit if self.limit else inf if value else 0


@dataclass
class Figure:
    """One case of one room; `values` are named as in COLUMNS."""

    room: str
    what: str
    values: dict[str, float]
    goals: Sequence[Goal] = ()

    @property
    def is_met(self) -> bool | None:
        """Whether every goal is met, None where there is none."""
        if not self.goals:
            return None
        return all(goal.is_met_by(self.values) for goal in self.goals)


def print_heading() -> None:
    names = " ".join(f"{name:>{width}}" for name, width in COLUMNS.items())
    print(f"{'':{_WHAT}} {names}  met goal")


def print_row(figure: Figure, *, after: Sequence[Figure] = ()) -> None:
    """Print one line, below its room's name where the one before was of another."""
    if not after or after[-1].room != figure.room:
        print(f"\n{figure.room}")
    cells = " ".join(
        f"{_spelled(figure.values.get(name)):>{width}}"
        for name, width in COLUMNS.items()
    )
    goals = ", ".join(map(str, figure.goals))
    met = {None: "", True: "yes", False: "NO"}[figure.is_met]
    print(f"  {figure.what:{_WHAT - 2}} {cells}  {met:3} {goals}", flush=True)


def keep(figures: Sequence[Figure], *, section: str, database: str) -> None:
    """Write the last full run, with what it ran on, and a plot of its goals."""
    RESULTS.mkdir(exist_ok=True)
    told = {
        "python": platform.python_version(),
        "django": django.get_version(),
        "cores": os.cpu_count(),
        "figures": [
            {
                "room": figure.room,
                "what": figure.what,
                **{name: round(value, 3) for name, value in figure.values.items()},
                "goals": list(map(str, figure.goals)),
                "met": figure.is_met,
            }
            for figure in figures
        ],
    }
    path = RESULTS / f"{section}-{database}.json"
    path.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n")
    if plot := draw(figures, title=f"{section}, {database}"):
        path.with_suffix(".svg").write_text(plot)


def draw(figures: Sequence[Figure], *, title: str) -> str:
    """Return a plot of all goals as SVG, "" where there is none."""
    bars = [
        Bar(f"{figure.room}: {figure.what}", str(goal), goal.part_of(figure.values))
        for figure in figures
        for goal in figure.goals
    ]
    return draw_bars(bars, title=title) if bars else ""


def _spelled(value: float | None) -> str:
    if value is None:
        return ""
    if value == int(value):
        return f"{value:.0f}"
    return f"{value:.2f}" if value < 100 else f"{value:.0f}"
