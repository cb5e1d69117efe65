"""What an act of the newsroom does to the pages the store keeps, and how soon."""

import json
from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.utils import timezone

from articles import live, marks, publishing
from articles.models import Series, Update
from comments import mending, moderation
from tests.config.door import ask, shown
from tests.factories import make_article, make_comment, make_update, make_user

pytestmark = pytest.mark.django_db


def make_draft(story):
    return make_update(story, body="<p>Water!</p>", status=Update.Status.DRAFT)


@pytest.fixture
def long_turns(monkeypatch):
    """Nothing shows but by what the version counts."""
    monkeypatch.setattr("config.versions.LOOKED_FOR_SECONDS", 10**9)


ACTS = {
    "an update is published": (
        lambda s: live.publish_update(make_draft(s.story), by=s.editor),
        "Water!",
        True,
    ),
    "an update is withdrawn": (
        lambda s: marks.withdraw(s.entry, by=s.editor),
        "Something moved",
        False,
    ),
    "a comment is written": (
        lambda s: make_comment(s.story, body="I saw the water."),
        "I saw the water.",
        True,
    ),
    "a comment is hidden": (
        lambda s: moderation.hide(s.comment, by=s.editor, reason="abuse"),
        "Rude words",
        False,
    ),
    "a comment is withdrawn": (
        lambda s: mending.withdraw(s.comment, by=s.author),
        "Rude words",
        False,
    ),
    "a comment is mended": (
        lambda s: mending.edit(s.comment, by=s.author, body="Kind words"),
        "Kind words",
        True,
    ),
    "a comment is picked": (
        lambda s: moderation.pick(s.comment, by=s.editor),
        "Editor’s pick",
        True,
    ),
}


@pytest.fixture
def editor(db):
    return make_user(None, is_staff=True, is_superuser=True)


@pytest.mark.parametrize("act", ACTS)
def test_change_is_on_the_page_within_its_second(
    newsroom, story, clock, long_turns, editor, act
):
    author = make_user(None)
    comment = make_comment(story, author=author, body="Rude words")
    scene = SimpleNamespace(
        story=story,
        editor=editor,
        author=author,
        comment=comment,
        entry=make_update(story),
    )
    url = story.get_absolute_url()
    for _ in range(2):
        ask(newsroom, url)
    do, words, is_there_after = ACTS[act]
    assert (words in shown(newsroom, url)) is not is_there_after

    do(scene)
    clock.now += 1

    assert (words in shown(newsroom, url)) is is_there_after


def test_withdrawn_story_is_gone_within_its_second(newsroom, url, story, clock, editor):
    publishing.withdraw(story, by=editor)
    clock.now += 1

    assert ask(newsroom, url).status in {404, 410}
    assert "Sea wall holds" not in shown(newsroom, url)


@pytest.mark.parametrize("tie", ["see also", "series"])
@pytest.mark.parametrize(
    "act",
    [
        publishing.withdraw,
        lambda other, by: publishing.revise(renamed(other), by=by),
    ],
)
def test_headline_is_gone_from_other_stories_too_within_its_second(
    newsroom, url, story, clock, long_turns, editor, tie, act
):
    other = make_article(headline="Mayor named", slug="mayor")
    if tie == "see also":
        story.see_also.add(other)
    else:
        series = Series.objects.create(name="Flood", slug="flood")
        for number, part in enumerate((story, other), start=1):
            type(part).objects.filter(pk=part.pk).update(
                series=series, series_number=number
            )
            part.refresh_from_db()
    clock.now += 1
    assert "Mayor named" in shown(newsroom, url)

    act(other, by=editor)
    clock.now += 1

    assert "Mayor named" not in shown(newsroom, url)


def renamed(other):
    other.headline = "Somebody named"
    return other


def test_scheduled_update_comes_with_its_stamp(newsroom, url, story, clock, long_turns):
    make_update(story)
    now = timezone.now()
    with time_machine.travel(now, tick=False) as wall:
        make_update(
            story,
            body="<p>As announced.</p>",
            status=Update.Status.SCHEDULED,
            stamped_at=now + timedelta(minutes=5),
        )
        clock.now += 2
        assert "As announced." not in shown(newsroom, url)

        wall.shift(300)
        clock.now += 1

        assert "As announced." in shown(newsroom, url)


def test_what_no_number_counts_is_looked_for_all_the_same(
    newsroom, url, story, clock, monkeypatch
):
    clock.now += 1
    ask(newsroom, url)
    type(story).objects.filter(pk=story.pk).update(kicker="Coast")
    monkeypatch.setattr("config.versions.time.time", lambda: 10**10)
    clock.now += 1

    assert "Coast" in shown(newsroom, url)


def test_poll_brings_the_news_within_its_second(newsroom, story, clock, editor):
    poll = f"{story.get_absolute_url()}live/{story.change}/"
    for _ in range(3):
        ask(newsroom, poll)

    live.publish_update(make_draft(story), by=editor)
    clock.now += 1

    assert "Water!" in json.loads(ask(newsroom, poll).body)["html"]
