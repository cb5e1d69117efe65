"""Whose links become facades: one table, read with `urlsplit`, never by fetching.

A provider is known by its exact host. What cannot be shown here (a Mastodon post, an
unknown page) has no player and becomes a card that links to the source.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qs, quote, urlsplit

VIDEO, SOUND, POST, PAGE = "video", "sound", "post", "page"


class Provider(NamedTuple):
    """One row: `read` returns the kind and the path of the player, if it has one."""

    name: str
    hosts: frozenset[str]
    player_origin: str
    read: Callable[[SplitResult], tuple[str, str]]


@dataclass(frozen=True)
class Embed:
    """What a link shows: `player` is the address a tap loads, or empty."""

    url: str
    provider: str
    kind: str
    player: str = ""
    is_known: bool = True  # by the table, not only by its host

    @property
    def act(self) -> str:
        """What the reader is asked to do."""
        return {
            VIDEO: "Watch the video",
            SOUND: "Listen",
            POST: "Show the post" if self.player else "Read the post",
        }.get(self.kind, "Open the page")


def read_embed(url: str) -> Embed | None:
    """Return what `url` embeds, or None when it is not a plain web address."""
    parts = _split(url)
    if parts is None or why_refused(url):
        return None
    host = _host(parts)
    for provider in PROVIDERS:
        if host in provider.hosts:
            kind, player = provider.read(parts)
            player = provider.player_origin + player if player else ""
            return Embed(parts.geturl(), provider.name, kind, player)
    return _unlisted(parts, host)


def why_refused(url: str) -> str:
    """Return why an address cannot be embedded, in words; empty when it can."""
    parts = _split(url)
    if parts is None or parts.scheme not in {"http", "https"}:
        return "only addresses that begin with http:// or https:// can be"
    if parts.username is not None or parts.password is not None:
        return "it carries a user name or a password"
    if parts.netloc.rpartition("]")[2].count(":"):
        return "it names a port"
    if re.search(r'[\x00-\x20\x7f\\<>"]', parts.geturl()):
        return "it holds a character no address has"
    if re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", parts.hostname or "") is None:
        return "its host is not written in plain letters and may pose as another"
    return ""


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url.strip())
        return parts if parts.hostname is not None else None
    except ValueError:
        return None


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").removeprefix("www.")
    return host.removeprefix("m.").removeprefix("mobile.")


def _id(pattern: str, parts: SplitResult) -> str:
    """Return what the path's pattern captures, or nothing."""
    found = re.fullmatch(pattern, parts.path)
    return found[1] if found else ""


def _youtube(parts: SplitResult) -> tuple[str, str]:
    video = _id(r"/(?:shorts|live|embed)/([\w-]{6,20})/?", parts)
    if _host(parts) == "youtu.be":
        video = _id(r"/([\w-]{6,20})/?", parts)
    elif parts.path == "/watch":
        video = parse_qs(parts.query).get("v", [""])[0]
    if not re.fullmatch(r"[A-Za-z0-9_-]{6,20}", video):
        return PAGE, ""
    return VIDEO, f"/embed/{video}?autoplay=1"


def _vimeo(parts: SplitResult) -> tuple[str, str]:
    path = r"/(?:video/|channels/[\w-]+/)?([0-9]{4,12})(?:/([0-9a-f]{6,20}))?/?"
    if not (found := re.fullmatch(path, parts.path)):
        return PAGE, ""
    unlisted = f"&h={found[2]}" if found[2] else ""
    return VIDEO, f"/video/{found[1]}?dnt=1&autoplay=1{unlisted}"


def _x(parts: SplitResult) -> tuple[str, str]:
    post = _id(r"/\w{1,20}/status/([0-9]{1,20})/?", parts)
    return POST, f"/embed/Tweet.html?id={post}&dnt=true" if post else ""


def _bluesky(parts: SplitResult) -> tuple[str, str]:
    """Their frame knows an author by the permanent name only, not by the handle."""
    path = r"/profile/(did:[a-z]+:[\w.:-]+)/post/(\w+)/?"
    found = re.fullmatch(path, parts.path)
    player = f"/embed/{found[1]}/app.bsky.feed.post/{found[2]}" if found else ""
    return POST, player


def _instagram(parts: SplitResult) -> tuple[str, str]:
    post = _id(r"/(?:[\w.]+/)?((?:p|reel|tv)/[\w-]{5,20})/?", parts)
    return POST, f"/{post}/embed/" if post else ""


def _tiktok(parts: SplitResult) -> tuple[str, str]:
    video = _id(r"/@[\w.]+/video/([0-9]{1,25})/?", parts)
    return (VIDEO, f"/player/v1/{video}?autoplay=1") if video else (POST, "")


def _facebook(parts: SplitResult) -> tuple[str, str]:
    is_video = re.search(r"/videos/|/watch/?$|/reel/", parts.path) is not None
    if _host(parts) == "fb.watch" or is_video:
        return VIDEO, f"/plugins/video.php?href={_quoted(parts)}"
    is_post = re.search(r"/posts/|/photo|/permalink|/story", parts.path) is not None
    return POST, f"/plugins/post.php?href={_quoted(parts)}" if is_post else ""


def _soundcloud(parts: SplitResult) -> tuple[str, str]:
    is_track = re.fullmatch(r"/[\w-]+/(?:sets/)?[\w-]+/?", parts.path) is not None
    player = f"/player/?url={_quoted(parts)}&auto_play=true&visual=false"
    return (SOUND, player) if is_track else (PAGE, "")


def _quoted(parts: SplitResult) -> str:
    return quote(parts.geturl(), safe="")


def _unlisted(parts: SplitResult, host: str) -> Embed:
    """A Mastodon post is known by its path, `/@name/number`; the rest are pages."""
    if re.fullmatch(r"/@[\w.@-]+/[0-9]+/?", parts.path):
        return Embed(parts.geturl(), f"Mastodon ({host})", POST)
    return Embed(parts.geturl(), host, PAGE, is_known=False)


def _hosts(names: str) -> frozenset[str]:
    return frozenset(names.split())


PROVIDERS = (
    Provider(
        "YouTube",
        _hosts("youtube.com youtu.be youtube-nocookie.com"),
        "https://www.youtube-nocookie.com",
        _youtube,
    ),
    Provider(
        "Vimeo",
        _hosts("vimeo.com player.vimeo.com"),
        "https://player.vimeo.com",
        _vimeo,
    ),
    Provider("X", _hosts("x.com twitter.com"), "https://platform.twitter.com", _x),
    Provider("Bluesky", _hosts("bsky.app"), "https://embed.bsky.app", _bluesky),
    Provider(
        "Instagram", _hosts("instagram.com"), "https://www.instagram.com", _instagram
    ),
    Provider("TikTok", _hosts("tiktok.com"), "https://www.tiktok.com", _tiktok),
    Provider(
        "Facebook",
        _hosts("facebook.com fb.watch"),
        "https://www.facebook.com",
        _facebook,
    ),
    Provider(
        "SoundCloud", _hosts("soundcloud.com"), "https://w.soundcloud.com", _soundcloud
    ),
)
# The only hosts a page may ever frame.
PLAYER_ORIGINS = frozenset(provider.player_origin for provider in PROVIDERS)
