"""What is taken down is in no public output: every page is walked, every answer asked.

How long caches may still hold it is bounded by their own headers (see test_store*).
"""

import re
from html import unescape

import pytest

from articles import library, live, marks, publishing, renditions
from articles.models import Article, Update
from comments import moderation
from tests.factories import (
    make_comment,
    make_image,
    make_live_article,
    make_recording,
    make_user,
    mp4_bytes,
)

pytestmark = pytest.mark.django_db
MARKER = "zanzibarometer"
SEEDS = [
    "/sitemap.xml",
    "/news-sitemap.xml",
    "/",
    "/corrections/",
    "/sections/world/",
    "/2026/",
    "/search/?q=zanzibar",
]
LINK = re.compile(r'(?:href|src|srcset|content|data-live)="([^"]+)"')


def walk(client, article):
    """Return every public answer: what links lead to, and each old live answer."""
    article.refresh_from_db()
    story = article.get_absolute_url()
    waiting = [*SEEDS, story, f"{story}?sort=oldest", f"{story}?only=key-events"]
    waiting += [f"{story}live/{change}/" for change in range(article.change + 2)]
    waiting += [f"{story}updates/{update.pk}/" for update in article.updates.all()]
    waiting += [f"/comments/{comment.pk}/" for comment in article.comments.all()]
    found = {}
    while waiting:
        address = waiting.pop().partition("#")[0]
        if address in found or len(found) > 400:
            continue
        answer = client.get(address)
        found[address] = answer.getvalue() if answer.streaming else answer.content
        if "html" not in answer.headers.get("Content-Type", ""):
            continue
        for link in LINK.findall(found[address].decode()):
            link = unescape(link).removeprefix("http://testserver")
            if link.startswith("?"):
                link = address.partition("?")[0] + link
            is_ours = link.startswith("/") and not link.startswith("//")
            if is_ours and not link.startswith(("/admin", "/static", "/account")):
                waiting.append(link)
    return found


def places(found):
    return sorted(address for address, body in found.items() if MARKER.encode() in body)


@pytest.fixture
def story(journalist):
    article = make_live_article(body=f"<p>{MARKER} of the story</p>", headline="Surge")
    live.publish_update(Update(article=article, body="<p>Calm.</p>"), by=journalist)
    return article


@pytest.mark.parametrize("act", [marks.hide, marks.withdraw])
def test_update_taken_down_is_nowhere(client, journalist, act):
    article = make_live_article()
    update = Update(article=article, body=f"<p>{MARKER}</p>", headline=MARKER)
    update.is_key_event = update.is_pinned = True
    live.publish_update(update, by=journalist)
    before = places(walk(client, article))

    act(update, by=journalist)

    assert len(before) > 5
    assert places(walk(client, article)) == []


def test_article_withdrawn_is_nowhere(client, story, journalist):
    Article.objects.filter(pk=story.pk).update(headline=MARKER, standfirst=MARKER)
    before = places(walk(client, story))
    story.refresh_from_db()

    publishing.withdraw(story, by=journalist)

    assert len(before) > 5
    assert places(walk(client, story)) == []


def test_comment_hidden_is_nowhere(client, story):
    comment = make_comment(story, name=MARKER, body=f"{MARKER} *said*")
    make_comment(story, comment, body="Why?")
    moderator = make_user("Moderator")
    Article.objects.filter(pk=story.pk).update(body="", html="")
    before = places(walk(client, story))

    moderation.hide(comment, by=moderator, reason="abuse")

    assert len(before) >= 3
    assert places(walk(client, story)) == []


def test_picture_removed_is_nowhere(
    client, story, journalist, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    image = make_image(size=(900, 600), caption=MARKER, alt_text=MARKER)
    text = f'<p>x</p><figure class="image" data-image="{image.pk}"></figure>'
    poster = make_recording(mp4_bytes(), poster=image)
    film = f'<figure class="recording" data-recording="{poster.pk}"></figure>'
    for body in (text, film):
        update = Update(article=story, body=body, image=image)
        live.publish_update(update, by=journalist)
    Article.objects.filter(pk=story.pk).update(lead_image=image, body="", html="")
    renditions.make(image)
    image.refresh_from_db()
    before = walk(client, story)
    files = {a for a in before if a.startswith("/media/") and a != poster.file.url}

    with django_capture_on_commit_callbacks(execute=True):
        library.remove_now(image, by=journalist)

    assert len(places(before)) > 5
    assert len(files) > 3
    after = walk(client, story)
    assert places(after) == []
    assert files & after.keys() == set()
    assert {client.get(address).status_code for address in files} == {404}
    assert poster.file.url in after


def test_recording_removed_is_nowhere(
    client, story, journalist, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    recording = make_recording(mp4_bytes(), title=MARKER, transcript=MARKER)
    film = f'<figure class="recording" data-recording="{recording.pk}"></figure>'
    live.publish_update(Update(article=story, body=f"<p>x</p>{film}"), by=journalist)
    Article.objects.filter(pk=story.pk).update(body="", html="")
    before = places(walk(client, story))

    with django_capture_on_commit_callbacks(execute=True):
        library.remove_now(recording, by=journalist)

    assert len(before) > 2
    assert places(walk(client, story)) == []
    assert client.get(recording.file.url).status_code == 404
