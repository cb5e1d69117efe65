"""A story as machines read it: LiveBlogPosting, with its updates and corrections."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from articles import corrections
from articles.models import Article
from tests.factories import (
    make_article,
    make_author,
    make_image,
    make_live_article,
    make_update,
)
from tests.payloads import PAYLOADS

pytestmark = pytest.mark.django_db
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def told(client, article):
    page = client.get(article.get_absolute_url()).content.decode()
    (block,) = BLOCK.findall(page)
    return json.loads(block)


def test_live_story_tells_each_update_of_its_page(client):
    image = make_image(alt_text="The wall")
    article = make_live_article(headline="The flood", lead_image=image)
    author = make_author(name="Coast Desk")
    moment = timezone.now() - timedelta(hours=2)
    make_update(article, body="<p>First &amp; last.</p>", stamped_at=moment)
    newest = make_update(
        article, headline="It holds", body="<p>Dry.</p>", author=author, image=image
    )

    story = told(client, article)

    assert story["@context"] == "https://schema.org"
    assert story["@type"] == "LiveBlogPosting"
    assert story["url"] == f"http://testserver{article.get_absolute_url()}"
    assert story["image"].startswith("http://testserver/media/")
    assert story["coverageStartTime"] == story["datePublished"]
    assert "coverageEndTime" not in story
    latest, first = story["liveBlogUpdate"]
    assert latest["headline"] == "It holds"
    assert latest["articleBody"] == "Dry."
    assert latest["author"][0]["name"] == "Coast Desk"
    assert latest["url"] == f"http://testserver{newest.get_absolute_url()}"
    assert latest["image"].startswith("http://testserver/media/")
    assert first["articleBody"] == "First & last."
    assert first["datePublished"] == moment.replace(microsecond=0).isoformat()


def test_correction_stands_with_what_it_corrects(client, journalist):
    article = make_live_article()
    update = make_update(article)
    corrections.correct(article, by=journalist, reason="Not 40 but 14.", update=update)
    corrections.correct(article, by=journalist, reason="The mayor is Rhosyn Cade.")

    story = told(client, article)

    (own,) = story["correction"]
    (of_update,) = story["liveBlogUpdate"][0]["correction"]
    assert own["@type"] == of_update["@type"] == "CorrectionComment"
    assert own["text"] == "The mayor is Rhosyn Cade."
    assert of_update["text"] == "Not 40 but 14."


def test_coverage_ends_only_when_it_is_closed(client):
    article = make_live_article()
    Article.objects.update(coverage="closed")

    assert "coverageEndTime" in told(client, article)


def test_plain_story_is_a_news_article(client):
    story = told(client, make_article(headline="A"))

    assert story["@type"] == "NewsArticle"
    assert "liveBlogUpdate" not in story


def test_draft_tells_machines_nothing(client, journalist):
    draft = make_article(status="draft", published_at=None)
    client.force_login(journalist)

    page = client.get(draft.get_absolute_url()).content.decode()

    assert "ld+json" not in page


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_ends_the_block_it_stands_in(client, payload):
    article = make_live_article(headline=payload[:200], standfirst=payload[:500])
    make_update(article, headline=payload[:200])

    story = told(client, article)

    assert story["headline"] == article.headline
    assert story["liveBlogUpdate"][0]["headline"]
