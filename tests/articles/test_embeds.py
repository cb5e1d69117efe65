"""Which links become players, cards or stay links; nothing is ever fetched."""

import pytest

from articles.embeds.facades import bake
from articles.embeds.providers import PLAYER_ORIGINS, read_embed
from articles.sanitiser import sanitise

VIDEO = "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ?autoplay=1"


@pytest.mark.parametrize(
    "url",
    [
        "https://www.youtube.com/watch?v=aqz-KE-bpKQ",
        "https://youtube.com/watch?t=4&v=aqz-KE-bpKQ",
        "https://m.youtube.com/watch?v=aqz-KE-bpKQ",
        "https://youtu.be/aqz-KE-bpKQ?si=x",
        "https://www.youtube.com/shorts/aqz-KE-bpKQ",
        "https://www.youtube.com/live/aqz-KE-bpKQ",
    ],
)
def test_every_form_of_a_youtube_address_plays(url):
    embed = read_embed(url)

    assert (embed.provider, embed.kind, embed.player) == ("YouTube", "video", VIDEO)


@pytest.mark.parametrize(
    ("url", "provider", "kind"),
    [
        ("https://vimeo.com/1084537", "Vimeo", "video"),
        ("https://x.com/harbour/status/12345", "X", "post"),
        ("https://bsky.app/profile/a.example/post/3k", "Bluesky", "post"),
        (
            "https://mastodon.social/@harbour/123456",
            "Mastodon (mastodon.social)",
            "post",
        ),
        ("https://www.instagram.com/p/Cabc/", "Instagram", "post"),
        ("https://www.tiktok.com/@a/video/1", "TikTok", "post"),
        ("https://www.facebook.com/a/posts/1", "Facebook", "post"),
        ("https://example.org/report", "example.org", "page"),
    ],
)
def test_provider_is_known_by_its_host(url, provider, kind):
    embed = read_embed(url)

    assert (embed.provider, embed.kind) == (provider, kind)


@pytest.mark.parametrize(
    "url",
    [
        "https://youtube.com.evil.example/watch?v=aqz-KE-bpKQ",
        "https://evil.example/youtube.com/watch?v=aqz-KE-bpKQ",
        "https://notyoutube.com/watch?v=aqz-KE-bpKQ",
        "https://www.youtube.com/watch?v=<script>",
        "https://vimeo.com/channels/x",
    ],
)
def test_a_look_alike_never_plays(url):
    assert read_embed(url).player == ""


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "https://user:pass@youtube.com/watch?v=aqz-KE-bpKQ",
        "https://youtube.com:8443/watch?v=aqz-KE-bpKQ",
        "https://yоutube.com/watch?v=aqz-KE-bpKQ",
        "https://[::1",
        "https:///watch",
        "ftp://youtube.com/x",
        "https://localhost/x",
    ],
)
def test_an_odd_address_is_no_embed(url):
    assert read_embed(url) is None


def test_players_come_only_from_hosts_the_policy_names():
    players = [
        read_embed(u).player
        for u in ("https://youtu.be/aqz-KE-bpKQ", "https://vimeo.com/1084537")
    ]

    assert {"/".join(p.split("/")[:3]) for p in players} == PLAYER_ORIGINS


def test_link_alone_on_its_line_becomes_a_facade():
    html = bake(sanitise("<p>See:</p><p>https://youtu.be/aqz-KE-bpKQ</p>"))

    assert f'data-player="{VIDEO}"' in html
    assert "<iframe" not in html
    assert html.startswith("<p>See:</p><figure")


def test_link_the_editor_made_of_it_becomes_the_same_facade():
    plain = bake("<p>https://vimeo.com/1084537</p>")
    linked = sanitise(
        '<p><a href="https://vimeo.com/1084537">https://vimeo.com/1084537</a></p>'
    )

    assert bake(linked) == plain


def test_link_within_a_sentence_stays_a_link():
    text = '<p>See <a href="https://vimeo.com/1084537">this</a>.</p>'

    assert bake(text) == text


def test_address_is_escaped_in_the_facade():
    html = bake(sanitise("<p>https://example.org/?a=1&b=%22onclick%3D</p>"))

    assert 'href="https://example.org/?a=1&amp;b=%22onclick%3D"' in html
