"""Whose links become facades: one table, read with `urlsplit`, never by fetching.

A provider is known by its exact host. What cannot be played here (a post, an
unknown page) has no player and becomes a card that links to the source.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, urlsplit

PLAYER_ORIGINS = frozenset(
    {
        "https://www.youtube-nocookie.com",
        "https://player.vimeo.com",
    }
)
_ID = re.compile(r"[A-Za-z0-9_-]{6,20}")


@dataclass(frozen=True)
class Embed:
    """What a link shows: `player` is the address a tap loads, or empty."""

    url: str
    provider: str
    kind: str  # "video", "sound", "post" or "page"
    player: str = ""


def read_embed(url: str) -> Embed | None:
    """Return what `url` embeds, or None when it is not a plain web address."""
    try:
        parts = urlsplit(url.strip())
        odd = parts.username is not None or parts.port is not None
    except ValueError:
        return None
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    if odd or parts.scheme not in {"http", "https"} or not _is_plain_host(host):
        return None
    for hosts, read in _PROVIDERS:
        if host in hosts:
            return read(parts)
    return _unlisted(parts, host)


def _is_plain_host(host: str) -> bool:
    """Letters, digits and dots only: a host in another script may pose as one."""
    return re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", host) is not None


def _youtube(parts: SplitResult) -> Embed:
    steps = parts.path.strip("/").split("/")
    if parts.hostname == "youtu.be":
        video = steps[0]
    elif steps[0] in {"shorts", "live", "embed"} and len(steps) > 1:
        video = steps[1]
    else:
        video = parse_qs(parts.query).get("v", [""])[0]
    if not _ID.fullmatch(video):
        return Embed(parts.geturl(), "YouTube", "page")
    player = f"https://www.youtube-nocookie.com/embed/{video}?autoplay=1"
    return Embed(parts.geturl(), "YouTube", "video", player)


def _vimeo(parts: SplitResult) -> Embed:
    video = parts.path.rstrip("/").rsplit("/", 1)[-1]
    if not re.fullmatch(r"[0-9]{4,12}", video):
        return Embed(parts.geturl(), "Vimeo", "page")
    player = f"https://player.vimeo.com/video/{video}?dnt=1&autoplay=1"
    return Embed(parts.geturl(), "Vimeo", "video", player)


def _posts(provider: str) -> Callable[[SplitResult], Embed]:
    def read(parts: SplitResult) -> Embed:
        return Embed(parts.geturl(), provider, "post")

    return read


def _unlisted(parts: SplitResult, host: str) -> Embed:
    """A Mastodon post is known by its path, `/@name/number`; the rest are pages."""
    if re.fullmatch(r"/@[\w.@-]+/[0-9]+", parts.path):
        return Embed(parts.geturl(), f"Mastodon ({host})", "post")
    return Embed(parts.geturl(), host, "page")


_PROVIDERS = (
    ({"youtube.com", "youtu.be", "youtube-nocookie.com"}, _youtube),
    ({"vimeo.com", "player.vimeo.com"}, _vimeo),
    ({"x.com", "twitter.com"}, _posts("X")),
    ({"bsky.app"}, _posts("Bluesky")),
    ({"instagram.com"}, _posts("Instagram")),
    ({"tiktok.com"}, _posts("TikTok")),
    ({"facebook.com", "fb.watch"}, _posts("Facebook")),
)
