"""Which links become players, cards or stay links; nothing is ever fetched."""

import pytest

from articles.embeds.providers import PLAYER_ORIGINS, PROVIDERS, read_embed
from articles.models.figures import bake
from articles.sanitiser import sanitise
from tests.factories import make_image, make_live_article, make_update
from tests.presses import composer, desk

POST = "https://x.com/harbour/status/12345"
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
        ("https://www.tiktok.com/@a/video/1", "TikTok", "video"),
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
        "https://www.youtube.com/watch?v=%3Cscript%3E",
        "https://vimeo.com/channels/x",
    ],
)
def test_a_look_alike_never_plays(url):
    assert read_embed(url).player == ""


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "https://www.youtube.com/watch?v=<script>",
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


PLAYERS = {
    "https://vimeo.com/1084537": "player.vimeo.com/video/1084537?dnt=1&autoplay=1",
    "https://vimeo.com/1084537/0a1b2c3d4e": (
        "player.vimeo.com/video/1084537?dnt=1&autoplay=1&h=0a1b2c3d4e"
    ),
    "https://x.com/harbour/status/12345?s=20": (
        "platform.twitter.com/embed/Tweet.html?id=12345&dnt=true"
    ),
    "https://bsky.app/profile/did:plc:abc234/post/3kxyz": (
        "embed.bsky.app/embed/did:plc:abc234/app.bsky.feed.post/3kxyz"
    ),
    "https://www.instagram.com/reel/Cabc-_12/": (
        "www.instagram.com/reel/Cabc-_12/embed/"
    ),
    "https://www.tiktok.com/@harbour.live/video/7123456789": (
        "www.tiktok.com/player/v1/7123456789?autoplay=1"
    ),
    "https://www.facebook.com/harbour/posts/123": (
        "www.facebook.com/plugins/post.php"
        "?href=https%3A%2F%2Fwww.facebook.com%2Fharbour%2Fposts%2F123"
    ),
    "https://fb.watch/abc/": (
        "www.facebook.com/plugins/video.php?href=https%3A%2F%2Ffb.watch%2Fabc%2F"
    ),
    "https://soundcloud.com/harbour/the-bell": (
        "w.soundcloud.com/player/?url=https%3A%2F%2Fsoundcloud.com%2Fharbour%2Fthe-bell"
        "&auto_play=true&visual=false"
    ),
}


@pytest.mark.parametrize(("url", "player"), PLAYERS.items())
def test_every_provider_has_its_player(url, player):
    embed = read_embed(url)

    assert embed.player == f"https://{player}"
    assert embed.is_known


@pytest.mark.parametrize(
    "url",
    [
        "https://x.com/harbour",
        "https://bsky.app/profile/harbour.example/post/3k",  # no permanent name
        "https://mastodon.social/@harbour/123456",
        "https://www.instagram.com/harbour/",
        "https://www.tiktok.com/@harbour",
        "https://www.facebook.com/harbour",
        "https://soundcloud.com/harbour",
        "https://www.youtube.com/@harbour",
        "https://example.org/report",
    ],
)
def test_what_cannot_be_shown_here_is_a_link(url):
    assert read_embed(url).player == ""
    assert "data-player" not in bake(f"<p>{url}</p>")


def test_players_come_only_from_hosts_the_policy_names(client, db):
    urls = [*PLAYERS, "https://youtu.be/aqz-KE-bpKQ"]
    origins = {"/".join(read_embed(url).player.split("/")[:3]) for url in urls}

    policy = client.get("/").headers["Content-Security-Policy"]

    (frames,) = [part for part in policy.split("; ") if part.startswith("frame-src")]
    assert set(frames.split()[1:]) == origins == PLAYER_ORIGINS
    assert len(origins) == len(PROVIDERS)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("javascript:alert(1)", "only addresses that begin with http"),
        ("https://user:pass@youtube.com/watch?v=aqz-KE-bpKQ", "a user name"),
        ("https://youtube.com:8443/watch?v=aqz-KE-bpKQ", "it names a port"),
        ("https://yоutube.com/watch?v=aqz-KE-bpKQ", "may pose as another"),
        ("https://localhost/x", "may pose as another"),
    ],
)
def test_refused_address_is_told_beside_the_field_and_nothing_is_lost(
    client, journalist, url, reason
):
    client.force_login(journalist)
    article = make_live_article()
    body = f'<p>Kept.</p><figure class="embed" data-embed="{url}"></figure>'

    response = client.post(desk(article), composer(body=body, _publish=""))

    (message,) = response.context["form"].errors["body"]
    assert message.startswith(f"“{url}” cannot be embedded: ")
    assert reason in message
    assert "Kept." in response.content.decode()
    assert not article.updates.exists()


def test_post_stays_whole_when_its_source_is_gone(client, db):
    image = make_image(alt_text="The wall")
    body = (
        f'<figure class="embed" data-embed="{POST}" data-image="{image.pk}">'
        "<a>The end of it</a><blockquote><p>It is over.</p><p>Go home.</p></blockquote>"
        '<figcaption><cite>Ann Orrel</cite> <time datetime="2026-11-25">x</time>'
        "</figcaption></figure>"
    )
    article = make_live_article()
    make_update(article, body=body)

    page = client.get(article.get_absolute_url()).content.decode()

    for words in ("It is over.", "Go home.", "The end of it", "Ann Orrel"):
        assert words in page
    assert '<time datetime="2026-11-25T00:00:00">25 November 2026</time>' in page
    assert image.file.url in page
    assert f'href="{POST}"' in page
    assert "<iframe" not in page


def test_quoted_line_that_is_an_address_stays_a_quote(db):
    body = sanitise(
        f'<figure class="embed" data-embed="{POST}"><blockquote>'
        "<p>https://youtu.be/aqz-KE-bpKQ</p></blockquote></figure>"
    )

    assert bake(body).count("<figure") == 1


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
