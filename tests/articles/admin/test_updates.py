"""An update's own form: mending, correcting, withdrawing; new ones begin on a desk."""

import pytest
from django.urls import reverse

from articles.models import Update
from tests.factories import make_article, make_live_article, make_update

pytestmark = pytest.mark.django_db
Status = Update.Status


def change(update):
    return reverse("admin:articles_update_change", args=[update.pk])


def form(update, **fields):
    return {
        "body": "<p>Better.</p>",
        "stamped_at": f"{update.stamped_at:%Y-%m-%d %H:%M} GMT",
        "headline": "",
        "version": update.version,
        **fields,
    }


def test_saved_edit_is_marked_and_keeps_the_seconds_of_the_stamp(client, journalist):
    update = make_update(make_live_article())
    client.force_login(journalist)

    client.post(change(update), form(update, _save=""))

    before = update.stamped_at
    update.refresh_from_db()
    assert (update.body, update.version) == ("<p>Better.</p>", 1)
    assert update.edited_at is not None and update.edited_by == journalist
    assert update.stamped_at == before


def test_correction_goes_out_with_the_mended_text(client, journalist):
    article = make_live_article()
    update = make_update(article)
    client.force_login(journalist)

    client.post(change(update), form(update, correction="It was six.", _save=""))

    page = client.get(article.get_absolute_url()).content.decode()
    listed = client.get("/corrections/").content.decode()
    assert "Better." in page and "It was six." in page
    assert "It was six." in listed and article.headline in listed


def test_contributor_may_not_change_what_is_public(client, contributor):
    update = make_update(make_live_article(), created_by=contributor)
    client.force_login(contributor)

    answer = client.post(change(update), form(update, body="<p>Mine</p>", _save=""))

    update.refresh_from_db()
    assert answer.status_code == 403
    assert update.body == "<p>Something moved.</p>"


def test_contributor_changes_the_own_draft_and_never_sees_anothers(client, contributor):
    article = make_live_article()
    own = make_update(article, status=Status.DRAFT, created_by=contributor)
    other = make_update(article, status=Status.DRAFT)
    client.force_login(contributor)

    answers = [
        client.post(change(update), form(update, _save="")) for update in (own, other)
    ]

    own.refresh_from_db()
    other.refresh_from_db()
    assert own.body == "<p>Better.</p>"
    assert other.body == "<p>Something moved.</p>"
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[1].headers["Location"] == "/admin/"


def test_withdraw_button_takes_it_off_the_page(client, journalist):
    update = make_update(make_live_article())
    client.force_login(journalist)

    client.post(change(update), form(update, _withdraw=""))

    update.refresh_from_db()
    assert update.status == Status.WITHDRAWN
    assert client.get(update.get_absolute_url()).status_code == 410


def test_public_update_is_not_moved_into_the_future(client, journalist):
    update = make_update(make_live_article())
    client.force_login(journalist)

    answer = client.post(
        change(update), form(update, stamped_at="tomorrow 1800", _save="")
    )

    errors = answer.context["adminform"].form.errors
    assert "readers see this update already" in errors["stamped_at"][0]


def test_add_leads_to_the_desk_of_the_story(client, journalist):
    article = make_live_article()
    client.force_login(journalist)
    add = reverse("admin:articles_update_add")
    desk = reverse("admin:articles_article_desk", args=[article.pk])

    answers = [
        client.get(add, {"article": value}) for value in (article.pk, "abc", "9" * 30)
    ]

    assert answers[0].headers["Location"] == desk
    stories = reverse("admin:articles_article_changelist")
    assert all(stories in answer.headers["Location"] for answer in answers[1:])


@pytest.mark.parametrize("count", [1, 30])
def test_article_form_makes_a_fixed_number_of_queries(
    client, journalist, django_assert_max_num_queries, count
):
    article = make_live_article()
    for _ in range(count):
        make_update(article)
    client.force_login(journalist)
    url = reverse("admin:articles_article_change", args=[article.pk])
    client.get(url)

    with django_assert_max_num_queries(18):
        html = client.get(url).content.decode()

    assert html.count("data-django-prose-editor-configurable") == 1


def test_article_of_no_number_is_no_fault(client, journalist):
    client.force_login(journalist)
    url = reverse("admin:articles_article_change", args=["abc"])

    assert client.get(url).status_code == 302
    assert make_article().pk
