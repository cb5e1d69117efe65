"""`manage.py make_renditions`: cut what waits, or everything anew."""

import time
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from articles import renditions
from articles.models import Image

WATCH_SECONDS = 2


class Command(BaseCommand):
    help = (
        "Make the renditions of pictures that have none yet, and delete those of a day"
        " ago that no picture names. Exits with 1 when a picture cannot be cut."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--all", action="store_true", help="cut every picture again"
        )
        parser.add_argument(
            "--watch",
            action="store_true",
            help="go on, as a service, where RENDITIONS_IN_BACKGROUND is off",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["all"]:
            renditions.want_all()
        failed = self._make()
        swept = renditions.sweep()
        if swept:
            self.stdout.write(f"{swept} files deleted that no picture names.")
        while options["watch"]:
            time.sleep(WATCH_SECONDS)
            if Image.objects.waiting().exists():
                self._make()
        if failed:
            raise CommandError(f"{failed} pictures keep their originals.")
        self.stdout.write(self.style.SUCCESS("Every picture has its renditions."))

    def _make(self) -> int:
        """Cut what waits, drawing a bar, with one line for each that fails."""
        total, done = Image.objects.waiting().count(), 0

        def tell(image: Image, problem: str) -> None:
            nonlocal done
            done += 1
            if problem:
                self.stdout.write(f"  picture {image.pk}, “{image}”: {problem}")
            self._draw(done, total)

        return renditions.make_waiting(tell)

    def _draw(self, done: int, total: int) -> None:
        if not self.stdout.isatty():
            return
        bar = ("#" * int(30 * done / total)).ljust(30)
        self.stdout.write(f"\r  [{bar}] {done:,} of {total:,}", ending="")
        if done >= total:
            self.stdout.write("")
