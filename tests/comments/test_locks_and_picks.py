"""Moderators lock threads, editors' picks stand on top, all on record."""

import pytest
from django.urls import reverse

from comments import moderation
from comments.models import Comment, ModerationAction
from tests.factories import guest_form, make_article, make_comment, make_user

pytestmark = pytest.mark.django_db
WORDS = "But I must say"


def press(client, act, comment):
    return client.post(reverse(f"{act}_comment", args=[comment.pk]))


@pytest.mark.parametrize("depth", [0, 2])
def test_locked_thread_takes_no_reply_at_any_depth(client, moderator, depth):
    article = make_article()
    first = make_comment(article)
    last = first
    for _ in range(depth):
        last = make_comment(article, last)
    moderation.lock(first, by=moderator)

    answer = client.post(reverse("reply", args=[last.pk]), guest_form(body=WORDS))

    assert answer.status_code == 409
    assert "locked this thread" in answer.content.decode()
    assert "But I must say</textarea>" in answer.content.decode()
    assert Comment.objects.order_by().count() == depth + 1


def test_moderator_may_reply_in_a_locked_thread_and_unlock_it(client, moderator):
    first = make_comment(make_article())
    client.force_login(moderator)
    press(client, "lock", first)

    client.post(reverse("reply", args=[first.pk]), {"body": "Enough."})
    press(client, "unlock", first)
    client.logout()
    client.post(reverse("reply", args=[first.pk]), guest_form(body=WORDS))

    assert first.replies.count() == 2
    assert list(ModerationAction.objects.values_list("act", flat=True)) == [
        "unlock",
        "lock",
    ]


def test_other_threads_stay_open(client, moderator):
    article = make_article()
    moderation.lock(make_comment(article), by=moderator)
    other = make_comment(article)

    client.post(reverse("reply", args=[other.pk]), guest_form(body=WORDS))

    assert other.replies.count() == 1


def test_pick_stands_on_top_and_is_marked(client, moderator):
    article = make_article()
    make_comment(article)
    picked = make_comment(article, body="The best of them")
    client.force_login(moderator)

    press(client, "pick", picked)

    client.logout()
    page = client.get(article.get_absolute_url()).content.decode()
    assert page.count("The best of them") == 2
    assert page.index("The best of them") < page.index('<ol class="thread">')


def test_picks_have_their_own_page(client, moderator):
    article = make_article()
    moderation.pick(make_comment(article, body="The best of them"), by=moderator)
    make_comment(article, body="Another")

    html = client.get(reverse("picks", args=[article.pk])).content.decode()

    assert "The best of them" in html
    assert "Another" not in html


def test_pick_of_a_hidden_comment_is_not_possible(moderator):
    comment = make_comment(make_article(), status="hidden")

    with pytest.raises(moderation.NotPossible):
        moderation.pick(comment, by=moderator)


def test_pick_that_is_hidden_later_leaves_the_top(client, moderator):
    comment = make_comment(make_article(), body="Once picked")
    moderation.pick(comment, by=moderator)
    moderation.hide(comment, by=moderator, reason="spam")

    page = client.get(comment.article.get_absolute_url()).content.decode()

    assert "Once picked" not in page


def test_act_done_twice_is_told(client, moderator):
    comment = make_comment(make_article())
    client.force_login(moderator)
    press(client, "lock", comment)

    again = press(client, "lock", comment)

    assert "changes nothing" in again.content.decode()
    assert ModerationAction.objects.count() == 1


@pytest.mark.parametrize("act", ["lock", "unlock", "pick", "unpick"])
@pytest.mark.parametrize("role", [None, "Contributor", "Journalist", "Editor"])
def test_nobody_but_a_moderator_does_it(client, roles, role, act):
    comment = make_comment(make_article())
    client.force_login(make_user(role))

    answer = press(client, act, comment)

    assert answer.status_code == 403
    assert not ModerationAction.objects.exists()


def test_staff_badge_comes_from_the_account_and_not_from_a_name(client, journalist):
    article = make_article()
    make_comment(article, name="Newsroom")
    without = client.get(article.get_absolute_url()).content.decode()
    make_comment(article, author=journalist, name="Ida")

    with_badge = client.get(article.get_absolute_url()).content.decode()

    badge = '<span class="mark">Newsroom</span>'
    assert (without.count(badge), with_badge.count(badge)) == (0, 1)
