"""What the site holds about people: handed over, erased, and not kept for ever."""

import json
import threading
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from comments import likes, moderation, reports
from comments.counts import counts_of, recount
from comments.models import Comment, CommentRevision, Like, Reader, Report
from comments.privacy import ErasureRefused, erase, export_data
from comments.readers import reader_for
from comments.tree_check import list_faults
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db
NUMBERS = ("pk", "parent_id", "tree_id", "lft", "rght", "level")


@pytest.fixture
def nell(db):
    user = make_user(None, name="nell-1", first_name="Nell", email="nell@example.org")
    reader_for(user)
    return user


@pytest.fixture
def said(nell):
    """Two comments of Nell's in a thread of others, one changed, one hidden."""
    article = make_article(headline="Sea wall breached")
    root = make_comment(article, name="Ida", body="Is the bridge open?")
    changed = make_comment(
        article, root, author=nell, name="Nell", body="I live near it."
    )
    CommentRevision.objects.create(comment=changed, body="My street is Tannery Lane.")
    hidden = make_comment(article, changed, author=nell, name="Nell", body="Idiots!")
    hidden.network = "ab" * 32
    hidden.save()
    reply = make_comment(article, changed, name="Sam", body="Which one?")
    return root, changed, hidden, reply


def numbers():
    return list(Comment.objects.order_by("pk").values_list(*NUMBERS))


# --- Handed over ----------------------------------------------------------


def test_export_holds_everything_and_only_ones_own(nell, said, moderator):
    root, changed, hidden, reply = said
    moderation.hide(hidden, by=moderator, reason="abuse")
    likes.like(root, by=nell)
    reports.report(reply, by=nell, reason="spam", note="Sells boots.")

    data = export_data(nell)

    assert data["account"]["email"] == "nell@example.org"
    assert data["display_name"] == "Nell"
    assert [c["body"] for c in data["comments"]] == ["I live near it.", "Idiots!"]
    assert [c["status"] for c in data["comments"]] == ["published", "hidden"]
    assert data["comments"][1]["hidden_reason"] == "abuse"
    assert data["comments"][1]["network"] == "ab" * 32
    versions = data["comments"][0]["earlier_versions"]
    assert [v["body"] for v in versions] == ["My street is Tannery Lane."]
    assert [like["comment"] for like in data["likes"]] == [root.get_absolute_url()]
    assert [r["note"] for r in data["reports"]] == ["Sells boots."]
    assert "Which one?" not in json.dumps(data)


def test_data_come_as_a_file(client, nell, said):
    client.force_login(nell)

    answer = client.get(reverse("account_data"))

    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="dateline-data.json"'
    )
    assert "private" in answer.headers["Cache-Control"]
    assert json.loads(answer.content)["account"]["username"] == "nell-1"


@pytest.mark.parametrize("number", [1, 3])
def test_export_costs_as_much_for_one_comment_as_for_three(
    nell, number, django_assert_num_queries
):
    for _ in range(number):
        comment = make_comment(make_article(), author=nell)
        CommentRevision.objects.create(comment=comment, body="Otherwise.")

    with django_assert_num_queries(8):
        export_data(nell)


# --- Erased ---------------------------------------------------------------


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


# --- The page that erases -------------------------------------------------


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


# --- Not kept for ever ----------------------------------------------------


def aged(days, **fields):
    created_at = timezone.now() - timedelta(days=days)
    return make_comment(make_article(), created_at=created_at, **fields)


def test_purge_empties_what_is_old_and_twice_is_as_once(settings, capsys):
    settings.COMMENT_NETWORK_DAYS, settings.COMMENT_EMAIL_DAYS = 30, 365
    fresh = aged(29, network="ab", email="a@example.org")
    month = aged(31, network="ab", email="b@example.org")
    year = aged(366, network="", email="c@example.org")
    complaint = {"comment": year, "reason": "spam", "reporter_key": "network:ab"}
    Report.objects.create(reported_at=month.created_at, **complaint)

    call_command("purge_personal_data")
    call_command("purge_personal_data")

    assert capsys.readouterr().out.splitlines() == [
        "emptied 2 network hashes, 1 addresses; deleted 0 unfinished sign-ups",
        "emptied 0 network hashes, 0 addresses; deleted 0 unfinished sign-ups",
    ]
    kept = dict(Comment.objects.order_by().values_list("pk", "email"))
    assert kept == {fresh.pk: "a@example.org", month.pk: "b@example.org", year.pk: ""}
    networks = dict(Comment.objects.order_by().values_list("pk", "network"))
    assert networks == {fresh.pk: "ab", month.pk: "", year.pk: ""}
    assert Report.objects.get().reporter_key == ""


def test_purge_deletes_sign_ups_that_nobody_finished(capsys):
    long_ago = timezone.now() - timedelta(days=8)
    kinds = {
        "unfinished": {"date_joined": long_ago},
        "fresh": {},
        "signed-in": {"date_joined": long_ago, "last_login": long_ago},
        "proved": {"date_joined": long_ago},
        "made-here": {"date_joined": long_ago},
    }
    for name, fields in kinds.items():
        user = make_user(None, name=name, **fields)
        if name != "made-here":
            EmailAddress.objects.create(
                user=user, email=f"{name}@example.org", verified=name == "proved"
            )

    call_command("purge_personal_data")
    call_command("purge_personal_data")

    told = capsys.readouterr().out.splitlines()
    assert [line.split("; ")[1] for line in told] == [
        "deleted 1 unfinished sign-ups",
        "deleted 0 unfinished sign-ups",
    ]
    left = set(User.objects.values_list("username", flat=True))
    assert left == set(kinds) - {"unfinished"}


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
