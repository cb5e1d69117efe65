"""Redis for what processes share; while it is away, each process has its own memory."""

import logging
import time
from collections.abc import Callable
from threading import Lock
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

RETRY_SECONDS = 5.0

_lock = Lock()
logger = logging.getLogger(__name__)


def _steadily(name: str) -> Callable[..., Any]:
    """Make a method that asks Redis, or the local memory while Redis is away."""

    def act(self: "SteadyCache", *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() >= SteadyCache.away_until:
            try:
                answer = getattr(RedisCache, name)(self, *args, **kwargs)
            except (RedisError, OSError) as error:
                self.lose(error)
            else:
                self.regain()
                return answer
        return getattr(self.local, name)(*args, **kwargs)

    return act


class SteadyCache(RedisCache):
    """A Redis cache that never fails a page; the log says once when it goes."""

    # Django makes one cache a thread; whether Redis is away is the same for all.
    away_until = 0.0
    is_away = False

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = {"socket_timeout": 1, "socket_connect_timeout": 1}
        redis_params = params | {"OPTIONS": options | params.get("OPTIONS", {})}
        super().__init__(server, redis_params)
        self.local = LocMemCache(f"instead of {server}", {"MAX_ENTRIES": 10_000})

    add = _steadily("add")
    get = _steadily("get")
    set = _steadily("set")
    touch = _steadily("touch")
    delete = _steadily("delete")
    get_many = _steadily("get_many")
    set_many = _steadily("set_many")
    delete_many = _steadily("delete_many")
    has_key = _steadily("has_key")
    clear = _steadily("clear")
    _incr = _steadily("incr")

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """A number that was begun on the other side begins anew on this one."""
        try:
            return self._incr(key, delta, version=version)
        except ValueError:
            self.add(key, 0, version=version)
            return self._incr(key, delta, version=version)

    def lose(self, error: Exception) -> None:
        with _lock:
            SteadyCache.away_until = time.monotonic() + RETRY_SECONDS
            was_away, SteadyCache.is_away = SteadyCache.is_away, True
        if not was_away:
            logger.error("Redis is away, memory of this process instead: %s", error)

    def regain(self) -> None:
        if SteadyCache.is_away:
            with _lock:
                was_away, SteadyCache.is_away = SteadyCache.is_away, False
            if was_away:
                logger.warning("Redis is back.")
