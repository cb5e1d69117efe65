"""Heated threads slow down by themselves; moderators lock what will not calm down."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from comments import discussions, reports
from comments.acts import NotPossible
from comments.models import Comment, ModerationAction
from tests.factories import guest_form, make_article, make_comment, make_user

pytestmark = pytest.mark.django_db


def reply_to(client, comment, body, **sent):
    url = reverse("reply", args=[comment.pk])
    return client.post(url, guest_form(body=body), **sent)


def test_slow_thread_takes_one_reply_of_each_reader_and_says_so(
    client, moderator, settings, time_machine
):
    time_machine.move_to("2026-11-22T18:00Z")
    settings.COMMENT_SLOW_SECONDS, settings.COMMENT_SLOW_MINUTES = 120, 40
    first = make_comment(make_article())
    deep = make_comment(first.article, first)
    discussions.slow(deep, by=moderator)

    page = client.get(first.article.get_absolute_url()).content.decode()
    form = client.get(reverse("reply", args=[deep.pk])).content.decode()
    answers = [
        reply_to(client, deep, "One"),
        reply_to(client, first, "Two"),
        reply_to(client, first, "Three", REMOTE_ADDR="198.51.100.9"),
    ]

    html = answers[1].content.decode()
    assert "Slow until 18:40 GMT" in page
    assert "every 2 minutes, until 18:40 GMT" in form
    assert [answer.status_code for answer in answers] == [302, 429, 302]
    assert "one reply each 2 minutes, until 18:40 GMT. Try again in" in html
    assert "Two</textarea>" in html


def test_a_turn_comes_as_soon_as_it_was_told(client, moderator, settings, time_machine):
    time_machine.move_to("2026-11-22T18:01:59Z", tick=False)
    settings.COMMENT_SLOW_SECONDS = 120
    first = make_comment(make_article())
    discussions.slow(first, by=moderator)
    reply_to(client, first, "One")

    answers = [reply_to(client, first, "Two")]
    for seconds in (119, 1):
        time_machine.shift(seconds)
        answers.append(reply_to(client, first, f"After {seconds}"))

    assert "Try again in 2 minutes." in answers[0].content.decode()
    assert "Try again in 1 second." in answers[1].content.decode()
    assert [answer.status_code for answer in answers] == [429, 429, 302]


def test_a_double_press_is_one_reply_in_a_slow_thread_too(client, moderator):
    first = make_comment(make_article())
    discussions.slow(first, by=moderator)
    form = guest_form(body="I was there.")
    url = reverse("reply", args=[first.pk])

    answers = [client.post(url, form) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Comment.objects.filter(parent=first).count() == 1


def test_slow_mode_ends_by_itself(client, moderator, time_machine, settings):
    first = make_comment(make_article())
    discussions.slow(first, by=moderator)

    later = timedelta(minutes=settings.COMMENT_SLOW_MINUTES + 1)
    time_machine.move_to(timezone.now() + later)
    page = client.get(first.article.get_absolute_url()).content.decode()
    answers = [reply_to(client, first, body) for body in ("One", "Two")]

    assert "Slow until" not in page
    assert [answer.status_code for answer in answers] == [302, 302]


def test_moderators_are_exempt(client, moderator):
    first = make_comment(make_article())
    discussions.slow(first, by=moderator)
    client.force_login(moderator)

    for body in ("Calm down.", "Please."):
        client.post(reverse("reply", args=[first.pk]), {"body": body})

    assert first.replies.count() == 2


def test_a_thread_with_several_reported_comments_slows_down(settings):
    settings.COMMENT_HEATED_REPORTS = 3
    first = make_comment(make_article())
    second = make_comment(first.article, first)
    for comment in (first, second, second):
        reports.report(comment, by=make_user(None), reason="abuse")

    act = ModerationAction.objects.get(act="slow")
    assert (act.comment, act.acted_by, act.who) == (first, None, "The site")
    assert Comment.objects.get(pk=first.pk).slow_until is not None


def test_one_reader_alone_slows_no_thread(settings):
    settings.COMMENT_HEATED_REPORTS = 3
    first = make_comment(make_article())
    angry = make_user(None)
    for comment in (first, *(make_comment(first.article, first) for _ in range(9))):
        reports.report(comment, by=angry, reason="abuse")

    assert not ModerationAction.objects.filter(act="slow").exists()


def test_reports_of_before_a_moderator_ended_it_slow_no_thread_again(
    settings, moderator
):
    settings.COMMENT_HEATED_REPORTS = 2
    first = make_comment(make_article())
    second, third = make_comment(first.article, first), make_comment(first.article)
    for comment in (first, second):
        reports.report(comment, by=make_user(None), reason="abuse")
    discussions.unslow(first, by=moderator)

    reports.report(second, by=make_user(None), reason="abuse")
    assert ModerationAction.objects.filter(act="slow").count() == 1

    reports.report(first, by=make_user(None), reason="abuse")
    assert ModerationAction.objects.filter(act="slow").count() == 2
    assert third.slow_until is None


def test_one_comment_however_often_reported_slows_nothing(settings):
    settings.COMMENT_HEATED_REPORTS, settings.COMMENT_REPORTS_HOLD = 2, 99
    first = make_comment(make_article())
    for _ in range(4):
        reports.report(first, by=make_user(None), reason="abuse")

    assert not ModerationAction.objects.exists()


def test_with_0_no_number_of_reports_holds_or_slows(settings):
    settings.COMMENT_HEATED_REPORTS = settings.COMMENT_REPORTS_HOLD = 0
    first = make_comment(make_article())
    second = make_comment(first.article, first)
    for comment in (first, second) * 6:
        reports.report(comment, by=make_user(None), reason="abuse")

    assert not ModerationAction.objects.exists()
    assert Comment.objects.published().count() == 2


def test_locked_article_takes_no_comment_but_a_moderators(client, moderator):
    article = make_article()
    first = make_comment(article)
    discussions.lock_article(article, by=moderator, note="Court order")
    new = reverse("new_comment", args=[article.pk])

    page = client.get(article.get_absolute_url()).content.decode()
    answers = [client.post(new, guest_form()), reply_to(client, first, "No")]
    client.force_login(moderator)
    client.post(new, {"body": "This discussion is locked."})

    assert "Comments are closed." in page
    assert [answer.status_code for answer in answers] == [409, 409]
    assert "locked this discussion" in answers[0].content.decode()
    assert "I saw that.</textarea>" in answers[0].content.decode()
    assert Comment.objects.count() == 2
    act = ModerationAction.objects.get()
    assert (act.act, act.article, act.note) == ("lock_article", article, "Court order")


def test_lock_of_a_locked_article_is_told_and_unlock_opens_it(client, moderator):
    article = make_article()
    discussions.lock_article(article, by=moderator)

    with pytest.raises(NotPossible, match="locked already"):
        discussions.lock_article(article, by=moderator)
    discussions.unlock_article(article, by=moderator)
    answer = client.post(reverse("new_comment", args=[article.pk]), guest_form())

    assert answer.status_code == 302


def test_moderator_locks_and_slows_from_the_page(client, moderator):
    article = make_article()
    first = make_comment(article)
    client.force_login(moderator)
    page = article.get_absolute_url()

    before = client.get(page).content.decode()
    client.post(reverse("slow_comment", args=[first.pk]))
    client.post(reverse("lock_discussion", args=[article.pk]))
    after = client.get(page).content.decode()
    client.post(reverse("unlock_discussion", args=[article.pk]))
    again = client.post(reverse("unlock_discussion", args=[article.pk]))

    assert reverse("lock_discussion", args=[article.pk]) in before
    assert reverse("unlock_discussion", args=[article.pk]) in after
    assert reverse("unslow_comment", args=[first.pk]) in after
    assert "open already" in again.content.decode()
