"""A reader is erased: every word goes, and no comment moves."""

import threading

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comments import likes, moderation, reports
from comments.counts import counts_of, recount
from comments.models import Comment, CommentRevision, Like, Reader, Report
from comments.privacy import ErasureRefused, erase
from comments.tree_check import list_faults
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db


NUMBERS = ("pk", "parent_id", "tree_id", "lft", "rght", "level")


def numbers():
    return list(Comment.objects.order_by("pk").values_list(*NUMBERS))


def test_erasure_empties_every_word_and_moves_nobody(client, nell, said):
    root, changed, hidden, reply = said
    url = root.article.get_absolute_url()
    before = numbers()
    assert "I live near it." in client.get(url).content.decode()

    erase(nell)

    assert numbers() == before
    assert list_faults() == []
    for comment in Comment.objects.filter(pk__in=[changed.pk, hidden.pk]):
        assert comment.name == "A former reader"
        assert (comment.body, comment.html, comment.email) == ("", "", "")
        assert (comment.network, comment.author, comment.status) == (
            *("", None),
            "withdrawn",
        )
    page = client.get(url).content.decode()
    assert "Which one?" in page
    assert "Withdrawn by its author." in page
    assert not [
        word for word in ("I live", "Tannery", "Idiots", "Nell") if word in page
    ]


def test_erasure_leaves_no_row_of_the_account(nell, said):
    erase(nell)

    assert not User.objects.filter(username="nell-1").exists()
    assert Reader.objects.count() == CommentRevision.objects.count() == 0


def test_erasure_takes_the_likes_back_and_leaves_those_of_others(nell, said):
    root, changed, _, _ = said
    sam = make_user(None)
    likes.like(root, by=nell)
    likes.like(root, by=sam)
    likes.like(changed, by=sam)

    erase(nell)

    root.refresh_from_db()
    assert root.likes == 1
    assert list(Like.objects.values_list("reader", flat=True)) == [sam.pk, sam.pk]


def test_erasure_detaches_the_reports(nell, said):
    reports.report(said[3], by=nell, reason="spam")

    erase(nell)

    report = Report.objects.get()
    assert (report.reporter, report.reporter_key) == (None, "")


def test_erasure_lowers_the_counts_on_the_page(nell, said):
    article = said[0].article
    assert counts_of(article)[None] == 4

    erase(nell)

    assert counts_of(article)[None] == 2
    assert recount(article.pk) is False


def test_erasure_costs_as_much_for_one_comment_as_for_three():
    article, costs = make_article(), []
    for number in (1, 3):
        user = make_user(None)
        for _ in range(number):
            make_comment(article, author=user)
        with CaptureQueriesContext(connection) as queries:
            erase(user)
        costs.append(len(queries))

    assert costs[0] == costs[1] < 40


@pytest.mark.concurrent
@pytest.mark.django_db(transaction=True)
def test_erasing_among_writers_fails_nobody_and_breaks_no_tree():
    article, errors = make_article(), []
    # A reply to the first of a thread moves the numbers of all that come after.
    threads = [make_comment(article) for _ in range(2)]
    firsts = [make_comment(article, thread) for thread in threads]
    leaving = [make_user(None) for _ in range(40)]
    for number in range(160):
        author = leaving[number % 40]
        make_comment(article, threads[number % 2], author=author, body="Mine.")
    for number, thread in enumerate(threads * 20):
        likes.like(make_comment(article, thread), by=leaving[number])

    def act(number):
        try:
            for turn in range(number, 40, 4):
                make_comment(article, firsts[turn % 2])
                erase(leaving[turn])
                make_comment(article, firsts[(turn + 1) % 2])
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    actors = [threading.Thread(target=act, args=[n]) for n in range(4)]
    for actor in actors:
        actor.start()
    for actor in actors:
        actor.join()

    assert errors == []
    assert list_faults() == []
    assert not Comment.objects.filter(body="Mine.").exists()
    assert recount(article.pk) is False


def test_erased_page_of_the_reader_is_gone(client, nell):
    url = nell.reader.get_absolute_url()
    assert client.get(url).status_code == 200

    erase(nell)

    assert client.get(url).status_code == 404


def test_newsrooms_accounts_are_not_erased(moderator, said):
    moderation.hide(said[0], by=moderator, reason="spam")

    with pytest.raises(ErasureRefused, match="stay on record"):
        erase(moderator)

    moderator.is_staff = False  # has left, but what it did is on record
    moderator.save()
    with pytest.raises(ErasureRefused):
        erase(moderator)


def signed_in_just_now(client, user):
    client.force_login(user)
    url = reverse("account_reauthenticate") + "?next=" + reverse("erase_account")
    client.post(url, {"password": "a-password"})


def test_erasing_asks_for_the_password_first(client, nell):
    client.force_login(nell)

    answer = client.post(reverse("erase_account"), {"word": "erase"})

    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert User.objects.filter(pk=nell.pk).exists()


@pytest.mark.parametrize("word", ["", "delete", "erase it"])
def test_erasing_wants_its_word(client, nell, word):
    signed_in_just_now(client, nell)

    answer = client.post(reverse("erase_account"), {"word": word})

    assert answer.status_code == 400
    assert "Type the word erase." in answer.content.decode()
    assert User.objects.filter(pk=nell.pk).exists()


def test_erased_reader_is_signed_out_and_told(client, nell, said):
    signed_in_just_now(client, nell)
    assert client.get(reverse("erase_account")).status_code == 200

    answer = client.post(reverse("erase_account"), {"word": " Erase "})

    assert "Your account is erased" in answer.content.decode()
    assert not User.objects.filter(pk=nell.pk).exists()
    assert client.get("/account/").status_code == 302


def test_moderator_reads_why_the_account_stays(client, moderator):
    signed_in_just_now(client, moderator)

    answer = client.post(reverse("erase_account"), {"word": "erase"})

    assert answer.status_code == 409
    assert "An administrator can close it." in answer.content.decode()


def test_guest_is_erased_by_address_and_twice_is_as_once(client, nell, capsys):
    article = make_article()
    guests = make_comment(article, name="Ida", email="Ida@example.org", body="Mine.")
    reply = make_comment(article, guests, author=nell, name="Nell", body="Yours?")
    make_comment(article, name="Sam", email="sam@example.org", body="Ours.")
    before = numbers()

    call_command("erase_guest", "ida@EXAMPLE.org")
    call_command("erase_guest", "ida@EXAMPLE.org")

    assert capsys.readouterr().out.splitlines() == [
        "emptied 1 comments of ida@EXAMPLE.org",
        "emptied 0 comments of ida@EXAMPLE.org",
    ]
    assert numbers() == before
    page = client.get(article.get_absolute_url()).content.decode()
    assert "Mine." not in page
    assert "Ida" not in page
    assert {"Ours.", reply.body} <= {
        word for word in ("Ours.", "Yours?") if word in page
    }
    assert counts_of(article)[None] == 2


def test_no_address_erases_nobody(capsys):
    make_comment(make_article(), email="")

    call_command("erase_guest", "")

    assert Comment.objects.get().name != "A former reader"
