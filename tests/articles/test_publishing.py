"""Articles: who may, what is public when, and addresses that live on."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from articles import publishing
from articles.models import Article
from tests.factories import make_article

pytestmark = pytest.mark.django_db
Status = Article.Status


def test_publish_puts_a_draft_before_the_public_now(journalist):
    article = make_article(status=Status.DRAFT)

    publishing.publish(article, by=journalist)

    article.refresh_from_db()
    assert article.status == Status.PUBLISHED
    assert article.published_at <= timezone.now()
    assert list(Article.objects.published()) == [article]


def test_scheduled_article_waits_for_its_moment(client, journalist, time_machine):
    article = make_article(status=Status.DRAFT)
    article.published_at = timezone.now() + timedelta(hours=1)
    publishing.schedule(article, by=journalist)

    before = client.get(article.get_absolute_url()).status_code
    time_machine.move_to(article.published_at + timedelta(seconds=1))
    after = client.get(article.get_absolute_url()).status_code

    assert (article.status, before, after) == (Status.SCHEDULED, 404, 200)


def test_contributor_may_write_but_not_publish(contributor):
    article = make_article(
        status=Status.DRAFT, headline="Draft", created_by=contributor
    )

    article.headline = "Better"
    publishing.revise(article, by=contributor)
    with pytest.raises(PermissionDenied):
        publishing.publish(article, by=contributor)

    article.refresh_from_db()
    assert (article.headline, article.status) == ("Better", Status.DRAFT)


def test_contributor_changes_nothing_that_is_public(contributor):
    article = make_article(headline="As printed")

    article.headline = "Changed"
    with pytest.raises(PermissionDenied):
        publishing.revise(article, by=contributor)

    article.refresh_from_db()
    assert article.headline == "As printed"


def test_withdrawn_article_is_gone_for_the_public_only(client, journalist):
    article = make_article()

    publishing.withdraw(article, by=journalist)

    assert client.get(article.get_absolute_url()).status_code == 404
    client.force_login(journalist)
    assert client.get(article.get_absolute_url()).status_code == 200


def test_public_article_does_not_vanish_until_a_moment_to_come(client, journalist):
    article = make_article()
    article.published_at = timezone.now() + timedelta(hours=1)

    with pytest.raises(ValidationError, match="readers see this article already"):
        publishing.revise(article, by=journalist)

    assert client.get(Article.objects.get().get_absolute_url()).status_code == 200


def test_changed_slug_leaves_a_redirect(client, journalist):
    article = make_article(slug="first")
    first = article.get_absolute_url()
    article.slug = "second"
    publishing.revise(article, by=journalist)
    second = article.get_absolute_url()
    article.slug = "third"
    publishing.revise(article, by=journalist)

    answers = [client.get(path) for path in (first, second)]

    assert [a.status_code for a in answers] == [301, 301]
    assert {a.headers["Location"] for a in answers} == {article.get_absolute_url()}
    assert all("max-age=0" in answer.headers["Cache-Control"] for answer in answers)


def test_slug_changed_back_and_forth_never_loops(client, journalist):
    article = make_article(slug="first")
    for slug in ("second", "first"):
        article.slug = slug
        publishing.revise(article, by=journalist)

    answer = client.get(article.get_absolute_url())

    assert answer.status_code == 200


def test_every_visible_change_raises_the_change_number(journalist):
    article = make_article(change=4)

    publishing.revise(article, by=journalist)
    first = article.change
    publishing.withdraw(article, by=journalist)

    assert (first, article.change) == (5, 6)


def test_text_is_clean_even_where_no_form_was_used():
    article = Article.objects.create(
        headline="x",
        slug="x",
        section=make_article().section,
        body="<p>ok</p><script>alert(1)</script>",
    )

    article.refresh_from_db()
    assert "<script" not in article.body + article.html


def test_see_also_and_old_links_survive_a_changed_address(client, journalist):
    article = make_article(headline="The wall", slug="the-wall")
    other = make_article()
    other.see_also.add(article)
    old = article.get_absolute_url()

    article.slug = "the-sea-wall"
    publishing.revise(article, by=journalist)

    html = client.get(other.get_absolute_url()).content.decode()
    assert f'href="{article.get_absolute_url()}"' in html
    assert old not in html
    answer = client.get(old)
    assert answer.headers["Location"] == article.get_absolute_url()
