"""Who is served what: the WSGI application that stands in front of Django."""

import logging
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import Any, NamedTuple
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings

from articles.views.caching import TAKES_DOWN
from config.store.copies import Copy, matches
from config.store.keys import SAFE, Key, asked_plainly, key_of, target_of
from config.store.rules import Headers, lifetime_of, without_last_good
from config.store.shelf import Place, Shelf

# How long one request waits for another that asks for the same page.
PATIENCE = 5.0
# After an error the last good copy is given for so long before Django is asked again.
PAUSE = 1.0
# For so long after Django said that it is out of service, nobody is made to wait for it
# who can have a last good copy.
DISTRUST = 10.0
_NOT_MODIFIED = "304 Not Modified"

logger = logging.getLogger(__name__)


class Answer(NamedTuple):
    """What the application said to a plain request, read to its end."""

    status: str
    headers: Headers
    body: bytes

    @property
    def code(self) -> int:
        return int(self.status[:3])


def in_front_of(application: WSGIApplication) -> WSGIApplication:
    """Put a store of the configured size before an application, or none."""
    capacity = settings.STORE_MEGABYTES * 1024 * 1024
    return Store(application, capacity) if capacity else application


class Store:
    def __init__(
        self,
        application: WSGIApplication,
        capacity: int,
        clock: Callable[[], float] = time.monotonic,
        behind: Callable[..., object] | None = None,
    ) -> None:
        self.application = application
        self.shelf = Shelf(capacity)
        self.clock = clock
        # Calls what no reader is to wait for; few threads, each with its connection.
        self.behind = behind or ThreadPoolExecutor(2, "renewal").submit
        self._changed_at = float("-inf")
        self._is_well = True
        self._out_until = float("-inf")

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        key = key_of(environ)
        if key is None:
            return self._pass_by(environ, start_response)
        place = self.shelf.find(key)
        if place is None:
            return self._look_at(key, environ, start_response)
        copy, now = place.copy, self.clock()
        if copy is not None and (now < copy.due or self._is_given_at_once(copy, now)):
            if now >= copy.due and place.renewing.acquire(blocking=False):
                self.behind(self._renew_behind, key, place, environ)
            return self._give(key, place, copy, environ, start_response)
        found = self._renew(key, place, environ)
        if isinstance(found, Copy):
            return self._give(key, place, found, environ, start_response)
        start_response(found.status, without_last_good(found.headers))
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else found.body]

    def _give(
        self,
        key: Key,
        place: Place,
        copy: Copy,
        environ: WSGIEnvironment,
        start_response: StartResponse,
    ) -> list[bytes]:
        """Answer with a copy, or with 304 to who has it already."""
        age = ("Age", str(int(self.clock() - copy.asked_at)))
        asked = environ.get("HTTP_IF_NONE_MATCH")
        if asked and copy.status.startswith("200") and matches(asked, copy.etag):
            start_response(_NOT_MODIFIED, [*copy.not_modified, age])
            return []
        encoding = copy.best_encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        is_new = encoding not in copy.answers
        headers, body = copy.answer_in(encoding)
        if is_new:
            self.shelf.weigh(key, place)
        start_response(copy.status, [*headers, age])
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]

    def _pass_by(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Let Django answer what is not for all, and see whether it changes things."""

        is_unsafe = environ["REQUEST_METHOD"] not in SAFE
        target = target_of(environ) if is_unsafe else None

        def start(
            status: str, headers: Headers, exc_info: Any = None
        ) -> Callable[[bytes], object]:
            if is_unsafe and status[0] in "23":
                self._note_change(target, may_take_down=TAKES_DOWN in environ)
            return start_response(status, without_last_good(headers), exc_info)

        return self.application(environ, start)

    def _note_change(self, target: Key | None, *, may_take_down: bool) -> None:
        """Forget what was changed; after a takedown trust no older copy on error.

        The database may go before the page is looked at.
        """
        if target is not None:
            self.shelf.drop(target)
        if may_take_down:
            self._changed_at = self.clock()

    def _look_at(
        self, key: Key, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Let Django answer, and remember if it says that the page is public.

        The answer is for this one alone: it may depend on more than the key.
        """
        asked_at = self.clock()
        status, headers, body = _call(self.application, environ)
        lifetime = lifetime_of(int(status[:3]), headers)
        if lifetime is not None:
            place = self.shelf.make_place(key)
            if environ["REQUEST_METHOD"] == "GET":
                copy = Copy.of(status, headers, _read(body), lifetime, asked_at)
                return self._give(key, place, copy, environ, start_response)
        start_response(status, without_last_good(headers))
        return body

    def _renew(self, key: Key, place: Place, environ: WSGIEnvironment) -> Copy | Answer:
        """Ask Django once, however many want the page; the others get the last good.

        Only where that is too old they wait for the one who asks.
        """
        copy = place.copy
        if copy is not None and self._may_be_given(copy):
            if not place.renewing.acquire(blocking=False):
                return copy
        elif not place.renewing.acquire(timeout=PATIENCE):
            return self._after_error(place) or self._ask(environ, key, "")
        try:
            if place.copy is not None and self.clock() < place.copy.due:
                return place.copy  # brought by the one this request has waited for
            return self._ask_anew(key, place, environ)
        finally:
            place.renewing.release()

    def _renew_behind(self, key: Key, place: Place, environ: WSGIEnvironment) -> None:
        """Renew for those who come next; `renewing` is held for this."""
        try:
            self._ask_anew(key, place, environ)
        except Exception:
            logger.exception("A page could not be renewed.")
        finally:
            place.renewing.release()

    def _ask_anew(
        self, key: Key, place: Place, environ: WSGIEnvironment
    ) -> Copy | Answer:
        copy, asked_at = place.copy, self.clock()
        answer = self._ask(environ, key, copy.validator if copy else "")
        if answer.code == HTTPStatus.SERVICE_UNAVAILABLE:
            self._out_until = self.clock() + DISTRUST
        if answer.code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return self._after_error(place) or answer
        self._out_until = float("-inf")
        self._say(is_well=True)
        is_same = copy is not None and answer.code == HTTPStatus.NOT_MODIFIED
        code = copy.code if copy and is_same else answer.code
        lifetime = lifetime_of(code, answer.headers)
        if lifetime is None:
            self.shelf.drop(key)
            return answer
        if copy and is_same:
            kept = copy.renewed(lifetime, asked_at)
        else:
            kept = Copy.of(*answer, lifetime, asked_at)
            kept.share_bytes(copy)
        self.shelf.put(key, place, kept)
        return kept

    def _after_error(self, place: Place) -> Copy | None:
        """Return the last good copy, if it may be given and nothing changed since."""
        copy = place.copy
        if copy is None or not self._is_good_on_error(copy):
            return None
        self._say(is_well=False)
        copy.due = self.clock() + PAUSE
        return copy

    def _is_given_at_once(self, copy: Copy, now: float) -> bool:
        """And renewed behind the reader's back, as all are while Django is away."""
        is_out = now < self._out_until
        return copy.is_fresh(now) or (is_out and self._is_good_on_error(copy))

    def _may_be_given(self, copy: Copy) -> bool:
        """While somebody else asks Django; nobody waits for one that was failing."""
        if copy.is_given_while_renewed(self.clock()):
            return True
        return not self._is_well and self._is_good_on_error(copy)

    def _is_good_on_error(self, copy: Copy) -> bool:
        is_newest = copy.asked_at > self._changed_at
        return is_newest and copy.is_given_on_error(self.clock())

    def _ask(self, environ: WSGIEnvironment, key: Key, etag: str) -> Answer:
        """Ask the application for a page as nobody in particular."""
        plain = asked_plainly(environ, key, etag)
        status, headers, body = _call(self.application, plain)
        return Answer(status, headers, _read(body))

    def _say(self, *, is_well: bool) -> None:
        """Log once that pages come from memory because Django fails, and its end."""
        if is_well == self._is_well:
            return
        self._is_well = is_well
        if is_well:
            logger.warning("Pages are made anew again.")
        else:
            logger.error("Pages cannot be made; the last good ones are shown.")


def _call(
    application: WSGIApplication, environ: WSGIEnvironment
) -> tuple[str, Headers, Iterable[bytes]]:
    """Call an application that, as Django, has begun its answer when it returns."""
    begun: list[tuple[str, Headers]] = []

    def start(
        status: str, headers: Headers, exc_info: Any = None
    ) -> Callable[[bytes], object]:
        begun.append((status, headers))
        return lambda data: None

    body = application(environ, start)
    return *begun[-1], body


def _read(body: Iterable[bytes]) -> bytes:
    try:
        return b"".join(body)
    finally:
        if hasattr(body, "close"):
            body.close()
