"""An earlier text is brought back; what is no part of it stays as it is."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import live, marks, publishing
from articles.models import Section, Series, Tag
from tests.articles.admin.test_history import save
from tests.factories import (
    make_article,
    make_image,
    make_live_article,
    make_section,
    make_update,
)
from tests.presses import history, said

pytestmark = pytest.mark.django_db


def bring_back(client, row, text):
    """Press the button of the newest entry whose body was `text`."""
    entry = row.history.filter(body=text).first()
    return client.post(history(row), {"entry": entry.pk}, follow=True)


@pytest.mark.parametrize("kind", ["article", "update"])
def test_earlier_text_is_back_at_one_press(room, kind):
    article = make_live_article(body="<p>First.</p>")
    row = article if kind == "article" else make_update(article, body="<p>First.</p>")
    save(room, row, body="<p>Second.</p>")

    answer = bring_back(room, row, "<p>First.</p>")

    row.refresh_from_db()
    assert "The earlier text is back" in said(answer)
    assert row.body == "<p>First.</p>"
    assert row.history.filter(body="<p>Second.</p>").exists()
    assert "First." in room.get(article.get_absolute_url()).content.decode()


def test_status_marks_and_coverage_stay_when_a_text_is_brought_back(room, ida):
    article = make_live_article(body="<p>First.</p>", comment_policy="open")
    update = make_update(article, body="<p>First.</p>")
    save(room, update, body="<p>Second.</p>")
    marks.pin(update, by=ida)
    save(room, article, body="<p>Second.</p>", comment_policy="accounts")
    live.set_coverage(article, "closed", by=ida)

    bring_back(room, update, "<p>First.</p>")
    bring_back(room, article, "<p>First.</p>")

    update.refresh_from_db()
    article.refresh_from_db()
    assert (update.body, update.is_pinned) == ("<p>First.</p>", True)
    assert (article.body, article.coverage) == ("<p>First.</p>", "closed")
    assert article.comment_policy == "accounts"


@pytest.mark.parametrize("hours", [-2, 3])
def test_update_stays_at_its_stamp_when_a_text_is_brought_back(room, ida, hours):
    """Written for another moment, then published at this one."""
    update = make_update(
        make_live_article(),
        status="scheduled",
        stamped_at=timezone.now() + timedelta(hours=hours),
        body="<p>First.</p>",
    )
    update.stamped_at, update.body = timezone.now(), "<p>Second.</p>"
    live.publish_update(update, by=ida)

    bring_back(room, update, "<p>First.</p>")

    stamp = update.stamped_at
    update.refresh_from_db()
    assert (update.body, update.stamped_at) == ("<p>First.</p>", stamp)


def test_public_story_stays_public_whatever_moment_its_earlier_text_was_for(room, ida):
    article = make_article(
        status="scheduled",
        published_at=timezone.now() + timedelta(days=1),
        embargo_until=timezone.now() + timedelta(hours=1),
        body="<p>First.</p>",
    )
    article.embargo_until, article.published_at = None, None
    article.body = "<p>Second.</p>"
    publishing.publish(article, by=ida)

    bring_back(room, article, "<p>First.</p>")

    article.refresh_from_db()
    assert article.body == "<p>First.</p>"
    assert article.is_public


def test_what_is_gone_meanwhile_stays_as_it_is_today(room):
    old_section = Section.objects.create(name="Old", slug="old")
    image = make_image()
    article = make_article(
        body="<p>First.</p>", slug="first", section=old_section, lead_image=image
    )
    save(
        room,
        article,
        body="<p>Second.</p>",
        slug="second",
        section=make_section().pk,
        lead_image="",
    )
    make_article(slug="first")
    old_section.delete()
    image.delete()

    page = room.get(history(article))
    answer = bring_back(room, article, "<p>First.</p>")

    article.refresh_from_db()
    assert page.status_code == 200
    assert "The earlier text is back" in said(answer)
    assert (article.body, article.slug) == ("<p>First.</p>", "second")
    assert (article.section, article.lead_image) == (make_section(), None)


def test_picture_of_an_update_that_is_gone(room):
    image = make_image()
    update = make_update(make_live_article(), body="<p>First.</p>", image=image)
    save(room, update, body="<p>Second.</p>", image="")
    image.delete()

    bring_back(room, update, "<p>First.</p>")

    update.refresh_from_db()
    assert (update.body, update.image) == ("<p>First.</p>", None)


def test_tags_and_byline_are_kept_and_tags_are_on_record(room):
    article = make_article(body="<p>First.</p>")
    storm = Tag.objects.create(name="Storm", slug="storm")
    flood = Tag.objects.create(name="Flood", slug="flood")
    article.tags.add(storm)
    save(room, article, body="<p>Second.</p>", tags=[storm.pk, flood.pk])

    html = room.get(history(article)).content.decode()
    bring_back(room, article, "<p>First.</p>")

    assert set(article.tags.all()) == {storm, flood}
    assert "<del>Storm</del> <ins>Flood, Storm</ins>" in html


def test_number_in_a_series_that_is_anothers_meanwhile_stays_as_it_is(room, ida):
    series = Series.objects.create(name="Daily", slug="daily")
    article = make_article(body="<p>First.</p>", series=series, series_number=1)
    article.body, article.series_number = "<p>Second.</p>", 2
    publishing.revise(article, by=ida)
    make_article(series=series, series_number=1)

    bring_back(room, article, "<p>First.</p>")

    article.refresh_from_db()
    assert (article.body, article.series_number) == ("<p>First.</p>", 2)


def test_address_that_comes_back_leads_on_from_the_other(room, client):
    article = make_article(body="<p>First.</p>", slug="first")
    first = article.get_absolute_url()
    save(room, article, body="<p>Second.</p>", slug="second")
    second = article.get_absolute_url()

    bring_back(room, article, "<p>First.</p>")

    client.logout()
    assert client.get(first).status_code == 200
    assert client.get(second).headers["Location"] == first


def test_contributor_cannot_bring_back_what_is_public(client, ida, contributor):
    article = make_live_article(body="<p>First.</p>", created_by=contributor)
    update = make_update(article, body="<p>First.</p>", created_by=contributor)
    for row in (article, update):
        row.body = "<p>Second.</p>"
    publishing.revise(article, by=ida)
    live.revise_update(update, by=ida)
    client.force_login(contributor)

    pages = [client.get(history(row)) for row in (article, update)]
    answers = [bring_back(client, row, "<p>First.</p>") for row in (article, update)]

    article.refresh_from_db(), update.refresh_from_db()
    assert all("Bring this text back" not in page.content.decode() for page in pages)
    assert [answer.status_code for answer in answers] == [403, 403]
    assert {article.body, update.body} == {"<p>Second.</p>"}


def test_contributor_brings_back_the_own_draft(client, contributor):
    draft = make_article(status="draft", body="<p>First.</p>", created_by=contributor)
    client.force_login(contributor)
    save(client, draft, body="<p>Second.</p>")

    bring_back(client, draft, "<p>First.</p>")

    draft.refresh_from_db()
    assert (draft.body, draft.status) == ("<p>First.</p>", "draft")
