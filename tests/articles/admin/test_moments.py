"""When an article is out: moments as they are typed and kept in its form."""

from datetime import UTC, datetime

import pytest

from articles.models import Article
from tests.articles.admin.test_articles import ADD, change_url, form
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def test_list_prints_moments_by_the_clock_of_24_hours(client, journalist):
    make_article(published_at=datetime(2026, 1, 14, 18, 5, tzinfo=UTC))
    client.force_login(journalist)

    html = client.get("/admin/articles/article/").content.decode()

    assert '<td class="field-published_at nowrap">14 Jan 2026, 18:05</td>' in html


@pytest.mark.parametrize("year", ["0226", "9999"])
@pytest.mark.parametrize("name", ["published_at", "embargo_until"])
def test_moment_in_no_calendar_is_refused_beside_the_field(
    client, journalist, name, year
):
    client.force_login(journalist)
    moment = {f"{name}_0": f"{year}-01-01", f"{name}_1": "10:00:00"}

    answer = client.post(ADD, form(_continue="", **moment))

    errors = answer.context["adminform"].form.errors
    assert errors == {name: ["That day is not in the calendar."]}
    assert f'value="{year}-01-01"' in answer.content.decode()


def test_new_article_of_before_its_own_embargo_is_refused_beside_the_field(
    client, journalist
):
    client.force_login(journalist)
    moments = {
        **{"published_at_0": "2026-01-01", "published_at_1": "10:00:00"},
        **{"embargo_until_0": "2026-01-02", "embargo_until_1": "10:00:00"},
    }

    answer = client.post(ADD, form(_publish="", **moments))

    assert list(answer.context["adminform"].form.errors) == ["embargo_until"]
    assert "At six." in answer.content.decode()
    assert not Article.objects.exists()


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
