"""Readers and the desk find stories and updates by their words."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from articles import live, marks, publishing
from articles.models import Article, Update
from articles.search import PAGE_SIZE, search
from articles.search_index import lay_index
from tests.factories import make_article, make_live_article, make_update

pytestmark = pytest.mark.django_db


def headlines(client, asked):
    page = client.get("/search/", {"q": asked}).context["hits"].page
    return [str(hit.headline) for hit in page]


@pytest.fixture
def story():
    return make_live_article(
        headline="Storm at Skarne",
        standfirst="The café on the quay is under water.",
        body="<p>The <em>first</em> gauge read 5.7 m.</p>",
    )


@pytest.mark.parametrize(
    "asked",
    [
        "Skarne",
        "skar",
        "CAFE quay",
        "café",
        '"under water"',
        "5.7",
        "first gauge skarne",
    ],
)
def test_story_is_found_by_its_words(client, story, asked):
    assert [hit.article for hit in search(asked).page] == [story]


@pytest.mark.parametrize(
    "asked", ["kraken", "Skarne kraken", '"water under"', "arne", "em", "p", "<em>"]
)
def test_what_has_not_every_word_is_not_found(client, story, asked):
    assert search(asked).page == []


def test_update_is_found_with_its_story_and_leads_to_itself(client, story):
    update = make_update(story, headline="Barrier shut", body="<p>At the Tamble.</p>")

    page = client.get("/search/?q=tamble").content.decode()

    assert f'<a href="{update.get_absolute_url()}">Barrier shut</a>' in page
    assert "At the <mark>Tamble</mark>." in page
    assert "<span>Storm at Skarne</span>" in page


def test_newest_comes_first_and_the_rest_on_pages(client, story):
    now = timezone.now()
    for minute in range(PAGE_SIZE + 1):
        stamp = now - timedelta(minutes=minute)
        make_update(story, headline=f"Tide {minute}", stamped_at=stamp)

    first = client.get("/search/?q=tide")
    second = client.get("/search/?q=tide&page=2")

    marked = "<mark>Tide</mark> {}"
    shown = [str(hit.headline) for hit in first.context["hits"].page]
    assert shown == [marked.format(minute) for minute in range(PAGE_SIZE)]
    assert 'rel="next" href="?q=tide&amp;page=2"' in first.content.decode()
    assert [str(hit.headline) for hit in second.context["hits"].page] == [
        marked.format(PAGE_SIZE)
    ]
    assert 'rel="next"' not in second.content.decode()


def test_only_what_is_public_is_found(client, journalist, story):
    later = timezone.now() + timedelta(hours=1)
    make_update(story, headline="Tide to come", status="scheduled", stamped_at=later)
    make_update(story, headline="Tide drafted", status="draft")
    make_article(headline="Tide unwritten", status="draft", published_at=None)
    told = make_update(story, headline="Tide told")
    of_another = make_live_article(headline="Another")
    make_update(of_another, headline="Tide elsewhere")
    assert len(headlines(client, "tide")) == 2

    publishing.withdraw(of_another, by=journalist)
    marks.hide(told, by=journalist)

    assert headlines(client, "tide") == []


def test_mended_text_is_found_by_its_new_words_alone(client, journalist, story):
    update = Update(article=story, body="<p>A typhoon.</p>", headline="Seen")
    live.publish_update(update, by=journalist)
    update.body = "<p>A squall.</p>"
    live.revise_update(update, by=journalist)

    assert headlines(client, "typhoon") == []
    assert headlines(client, "squall") == ["Seen"]


@pytest.mark.parametrize(
    "asked",
    [
        *('"', '""', "'", "a'b", "OR", "NOT x", "x*", "a & b", "!x", "(", "x:*"),
        *(
            "%",
            "\\",
            "\0",
            "a\0b",
            "<script>",
            "🌊",
            "x " * 500,
            "ﬁ",
            "-x",
            "NEAR(a b)",
        ),
    ],
)
def test_no_words_break_the_search(client, story, asked):
    page = client.get("/search/", {"q": asked})

    assert page.status_code == 200
    assert b"<script>" not in page.content


@pytest.mark.parametrize("page", ["0", "-1", "11", "x", "1.0", ""])
def test_page_that_is_none_is_not_found(client, page):
    assert client.get("/search/", {"q": "tide", "page": page}).status_code == 404


def test_search_without_words_is_a_form_alone(client, django_assert_num_queries):
    client.get("/search/")
    with django_assert_num_queries(0):
        page = client.get("/search/").content.decode()

    assert '<input id="q" type="search" name="q" value=""' in page
    assert "Nothing has" not in page


def test_queries_are_few_whatever_is_found(client, story, django_assert_num_queries):
    for number in range(5):
        make_update(story, headline=f"Tide {number}")
        make_article(headline=f"Tide of {number}", slug=f"tide-{number}")
    client.get("/search/?q=x")

    with django_assert_num_queries(2):
        assert len(headlines(client, "tide")) == 10


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps its index")
def test_lost_triggers_are_laid_anew_and_the_index_with_them(client, story):
    with connection.cursor() as cursor:
        for act in ("insert", "delete", "update"):
            cursor.execute(f"DROP TRIGGER articles_update_words_{act}")
    make_update(story, headline="Tide unseen")
    assert headlines(client, "tide") == []

    lay_index(using="default")
    make_update(story, headline="Tide seen")

    assert len(headlines(client, "tide")) == 2


@pytest.mark.skipif(connection.vendor != "postgresql", reason="asks PostgreSQL's plan")
def test_index_serves_the_search(story):
    Update.objects.bulk_create(
        Update(article=story, headline=f"Gale {number}") for number in range(3000)
    )
    with connection.cursor() as cursor:  # or the plan is luck
        cursor.execute("SELECT gin_clean_pending_list('articles_update_words')")
        cursor.execute("ANALYZE articles_update")

    found = Update.objects.filter(words__finds="tide").order_by()

    assert "articles_update_words" in found.explain()


def test_desk_finds_an_update_by_what_it_says(admin_client, story):
    make_update(story, headline="Seen", body="<p>A squall at the Tamble.</p>")
    make_update(story, headline="Other")

    page = admin_client.get("/admin/articles/update/?q=tamble").content.decode()

    assert "Seen" in page
    assert "Other" not in page


@pytest.mark.django_db(transaction=True)
def test_words_of_older_rows_are_filled_in(client, story):
    Article.objects.filter(pk=story.pk).update(words="")
    assert headlines(client, "skarne") == []

    call_command("migrate", "articles", "0008", verbosity=0)
    call_command("migrate", "articles", verbosity=0)

    assert len(headlines(client, "skarne")) == 1
