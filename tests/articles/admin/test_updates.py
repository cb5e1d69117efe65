"""A journalist publishes from the admin; a contributor only drafts."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Update
from tests.factories import make_article, make_live_article, make_update

pytestmark = pytest.mark.django_db
ADD = reverse("admin:articles_update_add")


def form(article, **fields):
    return {
        "article": article.pk,
        "body": "<p>The wall broke.</p>",
        "stamped_at_0": "",
        "stamped_at_1": "",
        "headline": "",
        **fields,
    }


def test_publish_gives_the_next_empty_form_and_a_link_to_the_page(client, journalist):
    article = make_live_article()
    client.force_login(journalist)

    answer = client.post(ADD, form(article, _publish=""), follow=True)

    update = article.updates.get()
    assert update.status == Update.Status.PUBLISHED
    assert (timezone.now() - update.stamped_at) < timedelta(minutes=1)
    assert answer.request["PATH_INFO"] == ADD
    assert update.get_absolute_url() in answer.content.decode()
    assert "The wall broke." in client.get(article.get_absolute_url()).content.decode()


def test_save_draft_keeps_it_from_the_public(client, journalist):
    article = make_live_article()
    client.force_login(journalist)

    client.post(ADD, form(article, _save=""))

    assert article.updates.get().status == Update.Status.DRAFT


def test_stamp_can_be_set(client, journalist):
    article = make_live_article()
    client.force_login(journalist)

    client.post(
        ADD,
        form(article, stamped_at_0="14/01/2026", stamped_at_1="18:00", _publish=""),
    )

    assert f"{article.updates.get().stamped_at:%Y-%m-%d %H:%M}" == "2026-01-14 18:00"


@pytest.mark.parametrize("body", ["", "<p></p>", "<p><br></p>", "<script></script>"])
def test_empty_body_is_refused_beside_the_field(client, journalist, body):
    article = make_live_article()
    client.force_login(journalist)

    answer = client.post(ADD, form(article, body=body, headline="Kept", _publish=""))

    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors.keys() == {"body"}
    assert 'value="Kept"' in answer.content.decode()
    assert not article.updates.exists()


def test_too_long_a_body_is_refused_and_kept(client, journalist):
    article = make_live_article()
    client.force_login(journalist)
    body = "<p>" + "flood " * 33_000 + "</p>"

    answer = client.post(ADD, form(article, body=body, _publish=""))

    errors = answer.context["adminform"].form.errors
    assert "characters long" in errors["body"][0]
    assert "flood flood" in answer.content.decode()


def test_contributor_has_no_publish_button_and_a_forged_press_is_refused(
    client, contributor
):
    article = make_live_article()
    client.force_login(contributor)

    page = client.get(ADD).content.decode()
    answer = client.post(ADD, form(article, _publish=""))

    assert 'name="_publish"' not in page
    assert answer.status_code == 403
    assert not article.updates.exists()


def test_contributor_may_not_change_what_is_public(client, contributor):
    update = make_update(make_live_article())
    client.force_login(contributor)
    url = reverse("admin:articles_update_change", args=[update.pk])

    answer = client.post(url, form(update.article, body="<p>Mine</p>", _save=""))

    update.refresh_from_db()
    assert answer.status_code == 403
    assert update.body == "<p>Something moved.</p>"


def test_withdraw_button_takes_it_off_the_page(client, journalist):
    update = make_update(make_live_article())
    client.force_login(journalist)
    url = reverse("admin:articles_update_change", args=[update.pk])

    client.post(url, form(update.article, _withdraw=""))

    update.refresh_from_db()
    assert update.status == Update.Status.WITHDRAWN


@pytest.mark.parametrize("count", [1, 30])
def test_article_form_holds_one_editor_and_a_fixed_number_of_queries(
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
    assert f"All {count} updates" in html


def test_reader_is_sent_to_sign_in(client, reader):
    client.force_login(reader)

    assert client.get(ADD).status_code == 302


def test_article_of_no_number_is_no_fault(client, journalist):
    client.force_login(journalist)
    url = reverse("admin:articles_article_change", args=["abc"])

    assert client.get(url).status_code == 302
    assert make_article().pk
