"""Making the renditions of pictures, away from anybody who waits for a page.

The queue is the library itself: the rows that are `waiting()`. So nothing is lost when
a process dies, and a thread of this one, the command, or a service can do the work.
"""

import logging
import os
import sys
import threading
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connections, transaction
from django.utils import timezone

from articles.cutting import Plan, cut, plan
from articles.models import Image
from articles.models.rendition import Renditions
from articles.uploads import unguessable
from articles.uses import find_uses, reprint

FOLDER = "renditions"
KEPT_HOURS = 24  # cuts no row names: pages that were open may still ask for them
logger = logging.getLogger(__name__)


def make(image: Image) -> bool:
    """Cut one picture and print its pages anew; False when it changed meanwhile.

    Whatever goes wrong, the cuts it had are untouched and no half set is left.
    """
    with image.file.open() as file:
        planned = plan(file)
        made = _new(planned)
        try:
            for piece in cut(file, planned, focus=(image.focus_x, image.focus_y)):
                name = made.name(piece.label, piece.suffix)
                default_storage.save(name, ContentFile(piece.data))
            is_current = _put_up(image, made)
        except BaseException:
            discard(made)
            raise
    if not is_current:
        discard(made)
    return is_current


def make_waiting(told: Callable[[Image, str], None] | None = None) -> int:
    """Make what is waiting; `told` hears of each picture and what went wrong with it.

    A picture that cannot be cut stays among the waiting and keeps its original.
    """
    failed = 0
    for pk in list(Image.objects.waiting().order_by("pk").values_list("pk", flat=True)):
        image = Image.objects.waiting().filter(pk=pk).first()
        if image is None:
            continue  # another process was first, or it is gone
        problem = ""
        try:
            make(image)
        except Exception as error:
            logger.exception("no renditions of picture %s", pk)
            problem, failed = str(error) or type(error).__name__, failed + 1
        if told:
            told(image, problem)
    return failed


def want_all() -> int:
    """Have every picture cut again; what it has is served until then."""
    return Image.objects.update(is_waiting=True)


def discard(made: Renditions | None) -> None:
    for label, suffix in made.labels if made else ():
        default_storage.delete(made.name(label, suffix))  # type: ignore[union-attr]


def sweep() -> int:
    """Delete cuts that no picture names any more, once they are a day old."""
    stored = Image.objects.values_list("stored_renditions", flat=True)
    known = {row["base"] for row in stored if row}
    limit, swept = timezone.now() - timedelta(hours=KEPT_HOURS), 0
    if not default_storage.exists(FOLDER):
        return 0
    for shelf in default_storage.listdir(FOLDER)[0]:
        for file in default_storage.listdir(f"{FOLDER}/{shelf}")[1]:
            name = f"{FOLDER}/{shelf}/{file}"
            is_named = name.rpartition("-")[0] in known
            if not is_named and default_storage.get_modified_time(name) < limit:
                default_storage.delete(name)
                swept += 1
    return swept


def _new(planned: Plan) -> Renditions:
    return Renditions(
        unguessable(FOLDER),
        planned.sizes,
        planned.square,
        planned.social,
        planned.frames > 1,
    )


@transaction.atomic
def _put_up(image: Image, made: Renditions) -> bool:
    """Name the new cuts in the row, unless its file or focal point changed."""
    same = Image.objects.filter(
        pk=image.pk,
        file=image.file.name,
        focus_x=image.focus_x,
        focus_y=image.focus_y,
    )
    image.stored_renditions, image.is_waiting = made.stored, False
    if not same.update(stored_renditions=made.stored, is_waiting=False):
        return False
    reprint(find_uses(image), is_news=False)
    return True


class Darkroom:
    """One thread at most, alive while pictures wait, in the process that took them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._is_wanted = False
        self._thread: threading.Thread | None = None

    def wake(self) -> None:
        """See to what is waiting, soon; returns at once."""
        if not settings.RENDITIONS_IN_BACKGROUND:
            return
        with self._lock:
            self._is_wanted = True
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._work, name="darkroom", daemon=True
                )
                self._thread.start()

    def wait(self, seconds: float) -> None:
        """For whoever must know that it is done: tests, benchmarks."""
        if thread := self._thread:
            thread.join(seconds)

    def _work(self) -> None:
        if sys.platform == "linux":  # readers first, where a thread has a rank
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)
        try:
            while self._take():
                make_waiting()
        except Exception:
            logger.exception("the pictures wait for the next upload")
            self._thread = None
        finally:
            connections.close_all()

    def _take(self) -> bool:
        with self._lock:
            is_wanted, self._is_wanted = self._is_wanted, False
            if not is_wanted:
                self._thread = None
            return is_wanted


darkroom = Darkroom()
