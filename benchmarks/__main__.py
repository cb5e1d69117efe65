"""`python -m benchmarks SECTION [--database postgresql] [--quick]`.

A full run leaves its figures in results/; a quick one only shows that all still runs.
"""

import argparse
import time
from importlib import import_module

import django
from django.core.management import call_command

from benchmarks.databases import throw_away
from benchmarks.figures import Figure, keep, print_heading, print_row

SECTIONS = (
    "comments",
    "desk",
    "pages",
    "crowd",
    "imports",
    "pictures",
    "queue",
    "search",
    "story",
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("section", choices=SECTIONS)
    parser.add_argument(
        "--database", choices=["sqlite", "postgresql"], default="sqlite"
    )
    parser.add_argument("--quick", action="store_true", help="small sizes, no record")
    options = parser.parse_args()
    throw_away(options.database)
    django.setup()
    call_command("migrate", verbosity=0)
    started = time.monotonic()
    figures: list[Figure] = []
    print_heading()
    for figure in import_module(f"benchmarks.{options.section}").measure(options.quick):
        print_row(figure, after=figures[-1:])
        figures.append(figure)
    seconds = round(time.monotonic() - started)
    missed = sum(figure.is_met is False for figure in figures)
    print(f"\n{missed} goals missed; {seconds} s.")
    if not options.quick:
        keep(figures, section=options.section, database=options.database)


if __name__ == "__main__":
    main()
