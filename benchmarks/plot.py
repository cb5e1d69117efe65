"""A plot of goals without a library: each a bar, met where it ends before the line."""

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

_ROW, _WORDS, _LIMIT, _MOST = 22, 640, 240, 2.0  # px, and times the limit
_STYLE = (
    "text{font:12px sans-serif;fill:#333}.met{fill:#2f6f8f}.missed{fill:#b3261e}"
    ".limit{stroke:#333}svg{background:#fff}"
)


class Bar(NamedTuple):
    """One goal; `part` is how much of what is allowed was used."""

    what: str
    goal: str
    part: float


def draw_bars(bars: Sequence[Bar], *, title: str) -> str:
    """Return the bars as SVG, from the top in their order."""
    height = _ROW * (len(bars) + 2)
    width = _WORDS + int(_LIMIT * _MOST) + 60
    line = _WORDS + _LIMIT
    drawn = "".join(_draw(bar, top=_ROW * (row + 2)) for row, bar in enumerate(bars))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        f' role="img" aria-label="{escape(title)}"><style>{_STYLE}</style>'
        f'<text x="8" y="16">{escape(title)}: part of what each goal allows</text>'
        f'<line class="limit" x1="{line}" x2="{line}" y1="{_ROW}" y2="{height}"/>'
        f"{drawn}</svg>\n"
    )


def _draw(bar: Bar, *, top: int) -> str:
    """A bar longer than the plot is cut at its edge; the number says how long it is."""
    length = min(bar.part, _MOST) * _LIMIT
    kind = "met" if bar.part <= 1 else "missed"
    words = escape(f"{bar.what} ({bar.goal})")
    return (
        f'<text x="{_WORDS - 8}" y="{top + 15}" text-anchor="end">{words}</text>'
        f'<rect class="{kind}" x="{_WORDS}" y="{top + 4}" width="{length:.1f}"'
        f' height="{_ROW - 8}"/>'
        f'<text x="{_WORDS + length + 6:.1f}" y="{top + 15}">{bar.part:.2f}</text>'
    )
