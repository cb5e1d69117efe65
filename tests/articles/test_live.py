"""Updates: marks, change numbers, and many hands at once."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from articles import corrections, live, marks
from articles.models import Article, Update
from tests.factories import make_live_article, make_update

Status = Update.Status


def new_update(article, **fields):
    return Update(article=article, body="<p>News.</p>", **fields)


@pytest.mark.django_db
def test_published_update_carries_the_articles_new_change_number(journalist):
    article = make_live_article(change=7)

    update = live.publish_update(new_update(article), by=journalist)

    assert (update.status, update.change) == (Status.PUBLISHED, 8)
    assert list(article.updates.since(7)) == [update]
    assert update.created_by == journalist


@pytest.mark.django_db
def test_stamp_to_come_waits(journalist, time_machine):
    article = make_live_article()
    stamped_at = timezone.now() + timedelta(minutes=30)
    update = live.schedule_update(
        new_update(article, stamped_at=stamped_at), by=journalist
    )

    before = list(article.updates.published())
    time_machine.move_to(stamped_at + timedelta(seconds=1))

    assert (update.status, before) == (Status.SCHEDULED, [])
    assert list(article.updates.published()) == [update]


@pytest.mark.django_db
def test_at_most_one_update_is_pinned_and_the_last_wins(journalist):
    article = make_live_article()
    first = live.publish_update(new_update(article, is_pinned=True), by=journalist)

    second = live.publish_update(new_update(article, is_pinned=True), by=journalist)

    first.refresh_from_db()
    assert (first.is_pinned, second.is_pinned) == (False, True)
    assert first.change == second.change


@pytest.mark.django_db
def test_revised_update_is_marked_and_a_draft_is_not(journalist):
    article = make_live_article()
    public = make_update(article)
    draft = make_update(article, status=Status.DRAFT)

    live.revise_update(public, by=journalist)
    live.revise_update(draft, by=journalist)

    assert public.edited_at is not None
    assert (draft.edited_at, draft.status) == (None, Status.DRAFT)


@pytest.mark.django_db
def test_withdrawn_update_stays_withdrawn_when_revised(journalist):
    update = make_update(make_live_article(), is_pinned=True)

    marks.withdraw(update, by=journalist)
    live.revise_update(update, by=journalist)

    update.refresh_from_db()
    assert (update.status, update.is_pinned) == (Status.WITHDRAWN, False)


@pytest.mark.django_db
@pytest.mark.parametrize("act", [live.publish_update, live.send_back])
def test_contributor_may_only_draft(contributor, act):
    article = make_live_article()
    draft = live.save_draft(new_update(article), by=contributor)

    with pytest.raises(PermissionDenied):
        act(draft, by=contributor)

    draft.refresh_from_db()
    assert draft.status == Status.DRAFT


@pytest.mark.django_db
def test_coverage_is_a_change_readers_see(journalist):
    article = make_live_article(change=2)

    live.set_coverage(article, Article.Coverage.CLOSED, by=journalist)

    article.refresh_from_db()
    assert (article.coverage, article.change) == (Article.Coverage.CLOSED, 3)


@pytest.mark.django_db
def test_correction_marks_its_update_as_changed(journalist):
    article = make_live_article(change=2)
    update = make_update(article)

    note = corrections.correct(article, by=journalist, reason="Six.", update=update)

    update.refresh_from_db()
    assert (update.change, note.corrected_by) == (3, journalist)


@pytest.mark.concurrent
@pytest.mark.django_db(transaction=True)
def test_fifty_publishes_at_once_get_fifty_numbers(journalist):
    article = make_live_article()
    errors = []

    def publish(count):
        try:
            for _ in range(count):
                fresh = Article.objects.get(pk=article.pk)
                live.publish_update(new_update(fresh), by=journalist)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=publish, args=[5]) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    changes = sorted(article.updates.values_list("change", flat=True))
    assert errors == []
    assert changes == list(range(1, 51))
