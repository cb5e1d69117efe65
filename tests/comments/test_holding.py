"""What is held for a moderator, what is refused for a while, and what is told."""

import time

import pytest
from django.urls import reverse

from comments import traps
from comments.models import Comment
from tests.factories import guest_form, make_article, make_comment

pytestmark = pytest.mark.django_db


def send(client, article=None, **fields):
    article = article or make_article()
    return client.post(reverse("new_comment", args=[article.pk]), guest_form(**fields))


def test_too_many_links_are_held_and_the_author_is_told_why(client):
    answer = send(client, body="http://a.example http://b.example http://c.example")

    comment = Comment.objects.get()
    assert comment.status == "pending"
    assert "because it has 3 links" in answer.content.decode()
    assert "3 links" in comment.held_because


def test_two_links_are_published(client):
    send(client, body="http://a.example and http://b.example")

    assert Comment.objects.get().status == "published"


@pytest.mark.parametrize(
    "fields",
    [
        {"website": "https://spam.example"},
        {traps.TOKEN: ""},
        {traps.TOKEN: "forged"},
    ],
)
def test_machine_is_held_and_told_nothing(client, fields):
    answer = send(client, **fields)

    html = answer.content.decode()
    assert Comment.objects.get().status == "pending"
    assert "waits for a moderator" in html
    assert not any(word in html for word in ("honeypot", "token", "machine"))


def test_form_sent_sooner_than_anybody_types_is_held(client):
    send(client, **{traps.TOKEN: traps.issue(time.time() - 1)})

    assert Comment.objects.get().status == "pending"


def test_account_is_never_taken_for_a_machine(client, reader):
    client.force_login(reader)

    send(client, website="x", **{traps.TOKEN: ""})

    assert Comment.objects.get().status == "published"


def test_same_words_again_are_held_however_they_are_dressed(client):
    article = make_article()
    send(client, article, body="Buy my boat!")
    send(client, article, body="buy  MY boat")

    statuses = Comment.objects.order_by("pk").values_list("status", flat=True)
    assert list(statuses) == ["published", "pending"]


def test_same_words_from_another_address_are_not_a_repeat(client):
    article = make_article()
    make_comment(article, body="Thank you.", network="another")

    send(client, article, body="Thank you.")

    assert not Comment.objects.filter(status="pending").exists()


def test_same_form_sent_twice_is_one_comment(client):
    article, form = make_article(), guest_form()
    url = reverse("new_comment", args=[article.pk])

    answers = [client.post(url, form) for _ in range(2)]

    assert Comment.objects.count() == 1
    assert answers[0].headers["Location"] == answers[1].headers["Location"]


def test_too_many_at_once_are_told_to_wait_and_lose_nothing(client, settings):
    settings.COMMENT_LIMITS = {**settings.COMMENT_LIMITS, "network": (2, 60)}
    for number in range(2):
        send(client, body=f"Thought {number}")

    answer = send(client, body="The third thought")

    html = answer.content.decode()
    assert answer.status_code == 429
    assert "You post too fast. Try again in" in html
    assert "The third thought</textarea>" in html
    assert "Post comment" in html
    assert Comment.objects.count() == 2


def test_limits_follow_the_network_and_not_a_forged_header(client, settings):
    settings.COMMENT_LIMITS = {**settings.COMMENT_LIMITS, "network": (1, 60)}
    article = make_article()
    url = reverse("new_comment", args=[article.pk])

    statuses = [
        client.post(
            url,
            guest_form(body=f"No. {number}"),
            headers={"X-Forwarded-For": f"203.0.{number}.1"},
        ).status_code
        for number in range(2)
    ]

    assert statuses == [302, 429]


def test_moderator_is_neither_held_nor_limited(client, moderator, settings):
    settings.COMMENT_LIMITS = dict.fromkeys(("account", "network", "thread"), (1, 60))
    client.force_login(moderator)
    for number in range(3):
        send(client, body=f"http://a.example {number} " * 4)

    assert Comment.objects.filter(status="published").count() == 3


def test_address_is_kept_as_a_keyed_hash_only(client):
    send(client)

    kept = Comment.objects.get().network
    assert len(kept) == 64
    assert "127.0.0" not in str(Comment.objects.values().get())


@pytest.mark.parametrize("name", ["Dateline", "Moderator", "Аdmin", "ed1tor"])
def test_name_that_passes_for_the_newsroom_is_refused(client, name):
    answer = send(client, name=name, body="Believe me")

    assert answer.status_code == 400
    assert "Believe me</textarea>" in answer.content.decode()
    assert not Comment.objects.exists()
