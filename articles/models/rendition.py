"""The cuts of one picture: which there are, how large, and where they stand."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.core.files.storage import default_storage
from django.utils.functional import cached_property

SUFFIXES = ("avif", "webp", "jpg")
SHOWN_WIDTH = 800  # of the file a browser without srcset gets
Size = tuple[int, int]


@dataclass(frozen=True)
class Renditions:
    """All files of one cutting; their names differ only after `base`."""

    base: str  # a path in the storage
    sizes: Sequence[Size]  # the whole picture, smallest first
    square: Size
    social: Size
    is_animated: bool = False

    @classmethod
    def read(cls, stored: dict[str, Any]) -> "Renditions":
        sizes = [(width, height) for width, height in stored["sizes"]]
        return cls(**stored | {"sizes": sizes})

    @property
    def stored(self) -> dict[str, Any]:
        return asdict(self)

    def name(self, label: str | int, suffix: str) -> str:
        return f"{self.base}-{label}.{suffix}"

    def url(self, label: str | int, suffix: str = "jpg") -> str:
        return default_storage.url(self.name(label, suffix))

    @cached_property
    def stem(self) -> str:
        """What the addresses of the whole picture begin with."""
        return default_storage.url(self.base)

    @property
    def shown_url(self) -> str:
        """The file for a browser that chooses none of the sources."""
        widths = [width for width, _ in self.sizes]
        fitting = [width for width in widths if width <= SHOWN_WIDTH]
        return self.url(max(fitting, default=widths[0]))

    @property
    def suffixes(self) -> list[str]:
        """In which formats the whole picture was cut."""
        return [one for one in SUFFIXES if not (self.is_animated and one == "avif")]

    @property
    def labels(self) -> Iterable[tuple[str | int, str]]:
        """Every file there is, as (label, suffix)."""
        for suffix in self.suffixes:
            yield from ((width, suffix) for width, _ in self.sizes)
        yield from (("square", suffix) for suffix in SUFFIXES)
        yield "social", "jpg"

    def srcset(self, suffix: str) -> str:
        return ", ".join(f"{self.stem}-{w}.{suffix} {w}w" for w, _ in self.sizes)
