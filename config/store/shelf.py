"""Where copies are kept: so many bytes, and what was not wanted longest goes first."""

from collections import OrderedDict
from threading import Lock

from config.store.copies import Copy
from config.store.keys import Key

_OF_A_PLACE = 512  # bytes in Python's own objects, roughly


class Place:
    """A page known to be public, with its last good copy, if there is one.

    Whoever holds `renewing` is the one who asks Django for it.
    """

    __slots__ = ("copy", "renewing", "size")

    def __init__(self) -> None:
        self.copy: Copy | None = None
        self.renewing = Lock()
        self.size = 0


class Shelf:
    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self.size = 0
        self._places: OrderedDict[Key, Place] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._places)

    def find(self, key: Key) -> Place | None:
        """Return the place of a key, which then goes last."""
        place = self._places.get(key)
        if place is not None:
            try:
                self._places.move_to_end(key)
            except KeyError:  # gone meanwhile; what is in hand is still good
                return place
        return place

    def make_place(self, key: Key) -> Place:
        """Remember that a page is public."""
        with self._lock:
            place = self._places.setdefault(key, Place())
        self.weigh(key, place)
        return place

    def put(self, key: Key, place: Place, copy: Copy) -> None:
        """Keep a copy, unless it would take a large part of the shelf for itself."""
        if copy.size > self.capacity // 4:
            self.drop(key)
            return
        place.copy = copy
        self.weigh(key, place)

    def weigh(self, key: Key, place: Place) -> None:
        """Take note of a place's size, and make room for it."""
        copy = place.copy
        name = len(key.host) + 2 * len(key.path) + len(key.query)
        size = _OF_A_PLACE + name + (copy.size if copy else 0)
        with self._lock:
            if self._places.get(key) is not place:
                return
            self.size += size - place.size
            place.size = size
            while self.size > self.capacity and self._places:
                self.size -= self._places.popitem(last=False)[1].size

    def drop(self, key: Key) -> None:
        """Forget a page, which is not public any more."""
        with self._lock:
            place = self._places.pop(key, None)
            if place is not None:
                self.size -= place.size
