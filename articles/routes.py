"""Addresses that a page prints many times: Django is asked for each of them once."""

from functools import lru_cache

from django.urls import reverse


@lru_cache(maxsize=2000)
def path_to(name: str, *args: str | int) -> str:
    """Return the path of what the URLconf calls `name`.

    Raises NoReverseMatch.
    """
    return reverse(name, args=args)
