"""Writing, publishing and withdrawing an article in the admin."""

import pytest
from django.urls import reverse

from articles.models import Article, Byline
from tests.factories import (
    make_article,
    make_author,
    make_live_article,
    make_section,
    make_update,
    make_user,
)

pytestmark = pytest.mark.django_db
ADD = reverse("admin:articles_article_add")
INLINES = {
    f"{prefix}-{name}": value
    for prefix in ("bylines", "corrections")
    for name, value in (
        ("TOTAL_FORMS", "0"),
        ("INITIAL_FORMS", "0"),
        ("MIN_NUM_FORMS", "0"),
        ("MAX_NUM_FORMS", "1000"),
    )
}


def form(**fields):
    return {
        "headline": "Sea wall breached",
        "slug": "sea-wall-breached",
        "body": "<p>At six.</p>",
        "section": make_section().pk,
        "coverage": "live",
        "comment_policy": "open",
        "published_at_0": "",
        "published_at_1": "",
        "comments_close_at_0": "",
        "comments_close_at_1": "",
        **INLINES,
        **fields,
    }


def change_url(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def test_publish_button_publishes(client, journalist):
    client.force_login(journalist)

    answer = client.post(ADD, form(_publish=""))

    article = Article.objects.get()
    assert answer.status_code == 302
    assert (article.status, article.published_at is None) == ("published", False)


def test_saved_article_is_a_draft(client, contributor):
    client.force_login(contributor)

    client.post(ADD, form(_continue=""))

    assert Article.objects.get().status == "draft"


def test_contributors_forged_publish_is_refused(client, contributor):
    client.force_login(contributor)

    answer = client.post(ADD, form(_publish=""))

    assert answer.status_code == 403
    assert not Article.objects.exists()


def test_taken_slug_is_refused_beside_the_field(client, journalist):
    make_article(slug="sea-wall-breached")
    client.force_login(journalist)

    answer = client.post(ADD, form(_publish=""))

    errors = answer.context["adminform"].form.errors
    assert errors == {"slug": ["Article with this Slug already exists."]}
    assert "At six." in answer.content.decode()


def test_published_article_keeps_its_moment_when_the_field_is_cleared(
    client, journalist
):
    article = make_article()
    client.force_login(journalist)

    answer = client.post(change_url(article), form(_continue=""))

    before = article.published_at
    article.refresh_from_db()
    assert answer.status_code == 302
    assert (article.published_at, article.status) == (before, "published")


def test_withdraw_button_withdraws(client, journalist):
    article = make_article()
    client.force_login(journalist)

    client.post(change_url(article), form(_withdraw=""))

    article.refresh_from_db()
    assert article.status == "withdrawn"


def test_editors_page_runs_scripts_only_with_the_nonce(client, journalist):
    client.force_login(journalist)

    answer = client.get(ADD)

    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self' 'nonce-" in policy
    nonce = policy.split("'nonce-")[1].split("'")[0]
    assert f'<script type="importmap" nonce="{nonce}">' in answer.content.decode()
    assert "unsafe-eval" not in policy


def test_author_with_articles_is_not_deleted_and_the_page_says_why(client, roles):
    author = make_author("Ida Holm")
    Byline.objects.create(article=make_article(headline="Hers"), author=author)
    client.force_login(make_user("Editor"))
    url = reverse("admin:articles_author_delete", args=[author.pk])

    answers = [client.get(url), client.post(url, {"post": "yes"})]

    assert Byline.objects.get().author == author
    for answer in answers:
        assert "protected" in answer.content.decode()
        assert "Hers" in answer.content.decode()


def test_author_of_updates_alone_is_deleted_and_the_updates_stay(client, roles):
    update = make_update(make_live_article(), author=make_author("Ida Holm"))
    client.force_login(make_user("Editor"))
    url = reverse("admin:articles_author_delete", args=[update.author_id])

    client.post(url, {"post": "yes"})

    update.refresh_from_db()
    assert (update.author, update.status) == (None, "published")


def test_changed_byline_is_on_record(client, journalist):
    author = make_author("Coast Desk")
    article = make_article()
    client.force_login(journalist)
    signed = {"bylines-TOTAL_FORMS": "1", "bylines-0-author": author.pk}

    client.post(
        change_url(article), form(**signed, **{"bylines-0-position": "0"}, _continue="")
    )
    page = client.get(change_url(article).replace("change", "history"))

    assert list(article.authors.all()) == [author]
    assert "byline: Coast Desk" in page.content.decode()
