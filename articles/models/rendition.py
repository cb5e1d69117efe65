"""The cuts of one picture: which there are, how large, and where they stand."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.core.files.storage import default_storage

SUFFIXES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}
Size = tuple[int, int]


@dataclass(frozen=True)
class Source:
    """One `<source>` of a `<picture>`."""

    media_type: str
    srcset: str
    media: str = ""


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

    @property
    def labels(self) -> Iterable[tuple[str | int, str]]:
        """Every file there is, as (label, suffix)."""
        for suffix in SUFFIXES:
            if not (self.is_animated and suffix == "avif"):
                yield from ((width, suffix) for width, _ in self.sizes)
        yield from (("square", suffix) for suffix in SUFFIXES)
        yield "social", "jpg"

    def srcset(self, suffix: str) -> str:
        stem = default_storage.url(self.base)
        return ", ".join(f"{stem}-{w}.{suffix} {w}w" for w, _ in self.sizes)

    @property
    def jpeg_srcset(self) -> str:
        return self.srcset("jpg")

    @property
    def sources(self) -> list[Source]:
        """What a browser may choose from before it falls back on JPEG.

        An animation stands still for those who asked for less motion.
        """
        if self.is_animated:
            still = Source(
                "image/jpeg", self.srcset("jpg"), "(prefers-reduced-motion: reduce)"
            )
            return [still, Source("image/webp", self.srcset("webp"))]
        return [
            Source(SUFFIXES[suffix], self.srcset(suffix)) for suffix in ("avif", "webp")
        ]
