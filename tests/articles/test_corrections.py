"""Owning up: on the update, in the story's list, and on the page of corrections."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from articles import corrections, marks
from articles.models import Correction
from tests.factories import make_article, make_live_article, make_update
from tests.presses import article_form, change, update_form

pytestmark = pytest.mark.django_db
PAGE = "/corrections/"


def listed(client, query=""):
    client.logout()
    return client.get(PAGE + query).content.decode()


def test_corrections_of_the_site_stand_on_one_page_newest_first(
    client, journalist, time_machine
):
    time_machine.move_to("2026-01-14T20:00:00Z", tick=False)
    article = make_live_article(headline="Sea wall breached")
    update = make_update(article)
    corrections.correct(article, by=journalist, reason="It was six.", update=update)
    time_machine.move_to("2026-01-14T21:00:00Z", tick=False)
    corrections.correct(make_article(), by=journalist, reason="It was the gate.")

    html = listed(client)

    assert html.index("It was the gate.") < html.index("It was six.")
    assert "Sea wall breached, update 2000 GMT" in html
    assert update.get_absolute_url() in html
    assert "14 January 2026, 20:00 GMT" in html


def test_correction_of_an_update_is_printed_under_it(client, journalist):
    article = make_live_article()
    update = make_update(article)
    make_update(article)
    corrections.correct(article, by=journalist, reason="It was six.", update=update)

    html = client.get(article.get_absolute_url()).content.decode()

    own = html.split(f'id="update-{update.pk}"')[1].split("</article>")[0]
    assert "It was six." in own
    assert html.count("</strong> It was six.") == 1


def test_correction_of_a_story_is_in_its_list(client, journalist):
    article = make_live_article()
    client.force_login(journalist)

    client.post(
        change(article), article_form(article, correction="It was six.", _continue="")
    )

    client.logout()
    assert "It was six." in client.get(article.get_absolute_url()).content.decode()
    assert "It was six." in listed(client)


@pytest.mark.parametrize("act", [marks.hide, marks.withdraw])
def test_correction_of_what_is_hidden_is_not_listed(client, journalist, act):
    article = make_live_article()
    update = make_update(article)
    corrections.correct(article, by=journalist, reason="It was six.", update=update)

    act(update, by=journalist)

    assert "It was six." not in listed(client)
    assert "It was six." not in client.get(article.get_absolute_url()).content.decode()


@pytest.mark.parametrize("status", ["withdrawn", "draft", "submitted"])
def test_correction_of_a_story_that_is_not_public_is_not_listed(
    client, journalist, status
):
    article = make_live_article()
    update = make_update(article)
    for named in (None, update):
        corrections.correct(article, by=journalist, reason="It was six.", update=named)
    article.status = status
    article.save()

    assert "It was six." not in listed(client)


def test_correction_of_a_story_that_is_to_come_is_not_listed(client, journalist):
    article = make_article()
    corrections.correct(article, by=journalist, reason="It was six.")
    article.status = "scheduled"
    article.published_at = timezone.now() + timedelta(hours=1)
    article.save()

    assert "It was six." not in listed(client)


@pytest.mark.parametrize("status", ["draft", "submitted"])
def test_what_nobody_has_seen_is_not_corrected(journalist, status):
    article = make_live_article(status=status)
    update = make_update(make_live_article(), status=status)

    for story, row in ((article, None), (update.article, update)):
        with pytest.raises(ValidationError, match="Nobody has seen it"):
            corrections.correct(story, by=journalist, reason="Six.", update=row)

    assert not Correction.objects.exists()


def test_correction_is_for_those_who_may(contributor):
    article = make_live_article()

    with pytest.raises(PermissionDenied):
        corrections.correct(article, by=contributor, reason="Six.")

    assert not Correction.objects.exists()


def test_form_of_a_draft_has_no_correction_and_a_forged_one_is_dropped(
    client, journalist
):
    draft = make_update(make_live_article(), status="draft")
    client.force_login(journalist)

    page = client.get(change(draft)).content.decode()
    client.post(change(draft), update_form(draft, correction="Six.", _save=""))

    assert 'name="correction"' not in page
    assert not Correction.objects.exists()


def test_too_long_a_correction_is_told_and_nothing_is_saved(client, journalist):
    update = make_update(make_live_article())
    client.force_login(journalist)

    answer = client.post(
        change(update), update_form(update, correction="x" * 1001, _save="")
    )

    update.refresh_from_db()
    assert "correction" in answer.context["adminform"].form.errors
    assert update.body == "<p>Something moved.</p>"


def test_refused_edit_prints_no_correction(client, journalist):
    update = make_update(make_live_article())
    client.force_login(journalist)

    client.post(
        change(update),
        update_form(update, correction="Six.", version=7, _save=""),
    )

    assert not Correction.objects.exists()


def test_hostile_reason_is_plain_text(client, journalist):
    article = make_article()
    corrections.correct(article, by=journalist, reason="<script>x()</script>")

    assert "<script>x()" not in listed(client)
    assert "<script>x()" not in client.get(article.get_absolute_url()).content.decode()


def test_correction_stands_in_the_history_with_who_and_when(client, journalist):
    update = make_update(make_live_article())
    corrections.correct(
        update.article, by=journalist, reason="It was six. " * 30, update=update
    )

    saved = update.history.latest()

    assert saved.history_user == journalist
    assert saved.history_change_reason.startswith("corrected: It was six.")


@pytest.mark.parametrize(
    "query", ["?page=2", "?page=x", "?page=-1", "?page=" + "9" * 40]
)
def test_page_that_is_none_gives_404(client, query):
    assert client.get(PAGE + query).status_code == 404


@pytest.mark.parametrize("count", [1, 50])
def test_page_makes_a_fixed_number_of_queries(
    client, django_assert_max_num_queries, count
):
    article = make_live_article()
    for _ in range(count):
        Correction.objects.create(
            article=article, update=make_update(article), reason="Six."
        )
    client.get(PAGE)

    with django_assert_max_num_queries(4):
        html = client.get(PAGE).content.decode()

    assert html.count('class="correction"') == count


def test_page_goes_on_behind_fifty(client):
    article = make_article()
    for number in range(51):
        Correction.objects.create(article=article, reason=f"Reason {number}.")

    assert "?page=2" in listed(client)
    assert "Reason 0." in listed(client, "?page=2")
