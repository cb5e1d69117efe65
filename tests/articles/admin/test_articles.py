"""Writing, publishing and withdrawing an article in the admin."""

import threading

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from articles import submissions, working_copies
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


def test_form_sent_twice_is_one_article(client, journalist):
    client.force_login(journalist)
    page = client.get(ADD).context["adminform"].form
    sent = form(_publish="", submission=page.initial["submission"])

    answers = [client.post(ADD, sent) for _ in range(2)]

    article = Article.objects.get()
    desk = reverse("admin:articles_article_desk", args=[article.pk])
    assert [answer.headers.get("Location") for answer in answers] == [desk, desk]


def test_same_slug_from_another_form_is_refused_beside_the_field(client, journalist):
    client.force_login(journalist)
    client.post(ADD, form(_publish="", submission=submissions.issue(journalist.pk)))

    again = form(_publish="", submission=submissions.issue(journalist.pk))
    answer = client.post(ADD, again)

    assert "slug" in answer.context["adminform"].form.errors
    assert Article.objects.count() == 1


def test_withdraw_heeds_no_fault_in_the_form_and_keeps_what_was_typed(
    client, journalist
):
    article = make_article()
    client.force_login(journalist)

    client.post(
        change_url(article),
        form(_withdraw="", headline="", standfirst="Typed.", published_at_0="no day"),
    )

    article.refresh_from_db()
    kept = client.get(f"{change_url(article)}?kept").context["adminform"].form
    assert article.status == "withdrawn"
    assert (kept["headline"].value(), kept["standfirst"].value()) == ("", "Typed.")


def test_contributor_withdraws_nothing(client, roles):
    article = make_article()
    client.force_login(make_user("Contributor"))

    answer = client.post(change_url(article), form(_withdraw=""))

    article.refresh_from_db()
    assert answer.status_code == 403
    assert article.status == "published"


def test_all_that_was_typed_is_taken_up_again(client, journalist):
    article, other = make_article(), make_section("nation")
    client.force_login(journalist)
    typed = {"section": str(other.pk), "kicker": "Storm", "coverage": "paused"}
    moments = {
        "published_at_0": "",
        "published_at_1": "",
        "embargo_until_0": "2090-01-01",
        "embargo_until_1": "half past",
    }
    kept_fields = {**typed, **moments, "headline": article.headline, "tags": "7"}
    working_copies.keep(
        article, working_copies.STORY, by=journalist, fields=kept_fields
    )

    kept = client.get(f"{change_url(article)}?kept").context["adminform"].form

    assert {name: kept[name].value() for name in typed} == typed
    assert kept["embargo_until"].value() == ["2090-01-01", "half past"]
    assert kept["published_at"].value() == ["", ""]
    assert client.get(f"{change_url(article)}?kept").status_code == 200


@pytest.mark.concurrent
@pytest.mark.django_db(transaction=True)
def test_form_sent_twice_at_once_is_one_article(roles):
    journalist = make_user("Journalist")
    sent = form(_publish="", submission=submissions.issue(journalist.pk))
    begin, answers = threading.Barrier(4), []

    def press():
        client = Client()
        client.force_login(journalist)
        begin.wait()
        answers.append(client.post(ADD, sent))
        connection.close()

    presses = [threading.Thread(target=press) for _ in range(4)]
    for thread in presses:
        thread.start()
    for thread in presses:
        thread.join()

    desk = reverse("admin:articles_article_desk", args=[Article.objects.get().pk])
    assert [answer.headers.get("Location") for answer in answers] == [desk] * 4
