"""A reader's name and public page, and the page on which one looks after both."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from comments import rulebook
from comments.models import Comment, Reader, Sanction, WordRule
from comments.readers import TAKEN, reader_for, rename
from comments.sanctions import impose
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def nell(db):
    return reader_for(make_user(None, first_name="Nell", email="nell@example.org"))


def test_reader_is_called_by_full_name_or_else_by_the_address_before_the_at():
    named = make_user(None, first_name="Ida", last_name="Berg", email="x@example.org")
    nameless = make_user(None, email="Sam.Rey@example.org")
    neither = make_user(None, name="plain")

    names = [reader_for(user).display_name for user in (named, nameless, neither)]

    assert names == ["Ida Berg", "Sam.Rey", "plain"]


def test_reader_is_made_once():
    user = make_user(None)

    assert reader_for(user) == reader_for(user) == Reader.objects.get()


def test_second_reader_of_a_name_gets_a_number(nell):
    second = reader_for(make_user(None, email="neII@example.org"))  # capital i's

    name, number = second.display_name.split(" ")
    assert (name, len(number)) == ("neII", 5)


def test_reader_with_a_name_of_the_newsroom_is_called_reader_but_staff_may(roles):
    reader = reader_for(make_user(None, email="editor@example.org"))
    staff = reader_for(make_user("Editor", first_name="Demo", last_name="editor"))

    assert reader.display_name == "Reader"
    assert staff.display_name == "Demo editor"


def test_new_name_goes_to_the_old_comments_and_to_nobody_elses(nell):
    article = make_article()
    make_comment(article, author=nell.user, name="Nell")
    make_comment(article, name="Nell")

    rename(nell, name="  Nell   Rey ")

    names = Comment.objects.order_by("pk").values_list("name", flat=True)
    assert list(names) == ["Nell Rey", "Nell"]
    assert Reader.objects.get().display_name == "Nell Rey"


def test_name_that_looks_like_anothers_is_refused(nell):
    sam = reader_for(make_user(None, email="sam@example.org"))

    with pytest.raises(ValidationError) as refusal:
        rename(sam, name="Ne1l")

    assert refusal.value.messages == [TAKEN]
    assert Reader.objects.get(pk=sam.pk).display_name == "sam"


def test_own_name_may_change_its_capitals(nell):
    assert rename(nell, name="NELL").display_name == "NELL"


# --- The public page ------------------------------------------------------


def test_page_tells_the_name_and_what_was_said_but_not_who_it_is(client, nell):
    article = make_article(headline="Sea wall breached")
    comment = make_comment(article, author=nell.user, body="I *was* there.")

    answer = client.get(nell.get_absolute_url())

    page = answer.content.decode()
    assert "Nell" in page
    assert "1 comment" in page
    assert "Sea wall breached" in page
    assert "I <em>was</em> there." in page
    assert reverse("comment", args=[comment.pk]) in page
    assert "example.org" not in page
    assert nell.user.username not in page


def test_page_is_shared_and_sets_no_cookie(client, nell):
    answer = client.get(nell.get_absolute_url())

    assert answer.headers["Cache-Control"].startswith("public, ")
    assert answer.cookies == {}


def test_page_shows_only_what_the_public_may_read(client, nell):
    hidden_away = [
        make_comment(make_article(), author=nell.user, body="Held.", status="pending"),
        make_comment(make_article(), author=nell.user, body="Gone.", status="hidden"),
        make_comment(
            make_article(), author=nell.user, body="Back.", status="withdrawn"
        ),
        make_comment(
            make_article(status=Article.Status.DRAFT), author=nell.user, body="Draft."
        ),
        make_comment(make_article(), name="Nell", body="A guest’s."),
    ]

    page = client.get(nell.get_absolute_url()).content.decode()

    assert "0 comments" in page
    assert [c.body for c in hidden_away if c.body in page] == []


@pytest.mark.parametrize("number", [1, 30])
def test_page_costs_as_much_for_one_comment_as_for_thirty(
    client, nell, number, django_assert_num_queries
):
    for _ in range(number):
        make_comment(make_article(), author=nell.user)

    # The reader, the number of comments, the comments, the masthead's sections.
    with django_assert_num_queries(4):
        page = client.get(nell.get_absolute_url()).content.decode()

    assert page.count("<article>") == number


def test_page_holds_the_latest_thirty_newest_first(client, nell):
    article = make_article()
    for number in range(31):
        make_comment(article, author=nell.user, body=f"Word {number:02}")

    page = client.get(nell.get_absolute_url()).content.decode()

    assert "31 comments" in page
    assert "Word 00" not in page
    assert page.index("Word 30") < page.index("Word 01")


def test_no_such_reader_is_not_found(client, db):
    assert client.get("/comments/readers/99/").status_code == 404


# --- The account page -----------------------------------------------------


def test_account_page_sends_strangers_to_sign_in(client, db):
    for name in ("account", "account_data", "erase_account"):
        answer = client.get(reverse(name))

        assert answer.headers["Location"] == f"/account/login/?next={reverse(name)}"


def test_reader_changes_the_name_on_the_account_page(client, nell):
    client.force_login(nell.user)

    answer = client.post("/account/", {"display_name": "Nell Rey"}, follow=True)

    page = answer.content.decode()
    assert "Your name is Nell Rey now." in page
    assert 'value="Nell Rey"' in page
    assert "private" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("name", ["", "Sam", "The editor", "Ne\u200bll", "x" * 61])
def test_refused_name_stays_in_the_box_with_the_reason(client, nell, name):
    reader_for(make_user(None, email="sam@example.org"))
    client.force_login(nell.user)

    answer = client.post("/account/", {"display_name": name})

    page = answer.content.decode()
    assert answer.status_code == 400
    assert 'role="alert"' in page
    assert not name or f'value="{name}"' in page
    assert Reader.objects.get(pk=nell.pk).display_name == "Nell"


# --- Names that abuse -----------------------------------------------------


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Scumbag Ida", "Names here do without “scumbag”."),
        ("Casino King", "This name cannot be had here."),
        ("www.example.com", "A name has no link in it."),
    ],
)
@pytest.mark.parametrize("door", ["account", "account_signup"])
def test_word_rules_hold_for_names(client, moderator, nell, door, name, says):
    for phrase, action in (("scumbag", "refuse"), ("casino", "hold")):
        rule = WordRule(phrase=phrase, action=action)
        rulebook.change_rule(rule, by=moderator)
    if door == "account":
        client.force_login(nell.user)
    url, form = reverse(door), {"display_name": name, "email": "new@example.org"}

    answer = client.post(url, form)

    page = answer.content.decode()
    assert says in page and f'value="{name}"' in page
    assert not User.objects.filter(email="new@example.org").exists()
    assert Reader.objects.get().display_name == "Nell"


@pytest.mark.parametrize("kind", ["ban", "suspension"])
def test_who_may_not_speak_takes_no_other_name(client, moderator, nell, kind):
    until = timezone.now() + timedelta(days=1) if kind == "suspension" else None
    sanction = Sanction(kind=kind, account=nell.user, reason="abuse", until=until)
    impose(sanction, by=moderator)
    client.force_login(nell.user)

    answer = client.post(reverse("account"), {"display_name": "Ida of the quay"})

    assert answer.status_code == 400
    assert Reader.objects.get().display_name == "Nell"
