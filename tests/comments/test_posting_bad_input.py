"""What readers and their machines send to the comment forms, sense or not."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from bleach._vendor import html5lib
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from articles.models import Article
from comments.models import Comment
from tests.factories import guest_form, make_article, make_comment, make_user

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
FIELDS = guest_form(name="Ann", email="ann@example.org", body="I was there too.")
NO_NAME = {"name": ["Sign your comment with a name."]}
NO_EMAIL = {"email": ["Give an e-mail address. It is never shown."]}
NO_BODY = {"body": ["Write something first."]}
BAD_EMAIL = {"email": ["Enter a valid email address."]}
INVISIBLE = {"name": ["This name has invisible characters in it. Type it anew."]}
NUL = ["Null characters are not allowed."]
GONE = (
    "The comment you answer is no longer there. Your text is kept below:"
    " you can copy it and start a new thread."
)
_SIGNED = urlencode({k: v for k, v in FIELDS.items() if k != "body"}).encode()
Status, Policy = Comment.Status, Article.CommentPolicy

EMPTY_BODIES = ["", " \t\r\n ", "\u00a0\u2003", "\x01\x7f", "\u202e\u2069"]
EMPTY_BODIES += ["\u200b\ufeff\u2060", "\u00ad", "> ", "```\n```"]
UNSEEN = "\u202d \u202e \u2066 \u2067 \x07 \x7f \x85 \u200b \u200e \u200f \u2060"
UNSEEN += " \ufeff \u00ad \u034f \u061c \u180e \u2062 \u3164 \uffa0 \U000e0041"
UNSEEN_MARKS = [*UNSEEN.split(" "), "\r\n", "\n", "\t"]
BAD_EMAILS = ["ann", "ann@", "@b.org", "ann@b", "ann@@b.org", "a nn@b.org"]
BAD_EMAILS += ["<ann@b.org>", "a@b.org\r\nBcc: c@d.org", "a@b.org, c@d.org"]
BAD_EMAILS += ["ann@b\u202e.org", "ann@b..org", "ann@[::zz]"]
REFUSED = [
    *(({"body": body}, NO_BODY) for body in EMPTY_BODIES),
    *(({"name": f"An{mark}n"}, INVISIBLE) for mark in UNSEEN_MARKS),
    *(({"name": f"{mark}Ann"}, INVISIBLE) for mark in "\u202e\u2066\u200b"),
    *(({"email": email}, BAD_EMAIL) for email in BAD_EMAILS),
    *(({"name": name}, NO_NAME) for name in (None, "", " \u00a0 ")),
    *(({"email": email}, NO_EMAIL) for email in (None, "", "  ")),
    ({"body": None}, NO_BODY),
    ({"name": "", "email": "", "body": ""}, NO_NAME | NO_EMAIL | NO_BODY),
    ({"name": None, "name[]": "Ann"}, NO_NAME),
    ({"body": "one\x00two"}, {"body": NUL}),
    ({"name": "An\x00n"}, {"name": NUL}),
]


def send(client, target, **changes):
    """Post the form of a new comment or, for a comment, of a reply; None: not sent."""
    page = "new" if isinstance(target, Article) else "reply"
    fields = {k: v for k, v in (FIELDS | changes).items() if v is not None}
    return client.post(f"/comments/{target.pk}/{page}/", fields)


def send_raw(client, body, content_type=FORM):
    path = f"/comments/{make_article().pk}/new/"
    return client.generic("POST", path, body, content_type=content_type)


def parsed(response):
    return html5lib.parse(response.content.decode(), namespaceHTMLElements=False)


def kept_text(response):
    """What stands in the box, or None where there is none."""
    box = parsed(response).find(".//textarea")
    return None if box is None else "".join(box.itertext())


def messages_beside(response):
    """The messages of each field that has any, as the page prints them."""
    beside = {}
    for box in parsed(response).findall(".//div"):
        kinds = [c for c in box.get("class", "").split() if c.startswith("field-")]
        found = [p.text for p in box.findall("p") if p.get("class") == "field-error"]
        if kinds and found:
            beside[kinds[0].removeprefix("field-")] = found
    return beside


def refusals(response):
    """The messages of a form that is not open to this reader."""
    found = parsed(response).findall(".//form/p")
    return [p.text for p in found if p.get("class") == "field-error"]


@pytest.mark.parametrize(("changes", "messages"), REFUSED, ids=ascii)
def test_comment_is_refused_when_a_field_makes_no_sense(client, changes, messages):
    response = send(client, make_article(), **changes)

    typed = (FIELDS | changes)["body"] or ""
    assert response.status_code == 400
    assert messages_beside(response) == messages
    assert kept_text(response) == typed.replace("\r", "").replace("\0", "\ufffd")
    assert Comment.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "length", "message"),
    [
        ("name", 61, "Ensure this value has at most 60 characters (it has 61)."),
        ("body", 102_400, "This is 102400 characters long; at most 5000 fit."),
    ],
)
def test_comment_is_refused_when_a_field_is_too_long(client, field, length, message):
    fields = FIELDS | {field: "w" * length}

    response = send(client, make_article(), **fields)

    assert response.status_code == 400
    assert messages_beside(response) == {field: [message]}
    assert kept_text(response) == fields["body"]
    assert Comment.objects.count() == 0


def test_comment_is_refused_when_its_email_is_longer_than_its_column(client):
    email = f"{'a' * 64}@{('b' * 60 + '.') * 4}org"

    response = send(client, make_article(), email=email)

    assert response.status_code == 400
    assert list(messages_beside(response)) == ["email"]
    assert Comment.objects.count() == 0


def test_comment_is_refused_when_its_body_is_a_file(client):
    response = send(client, make_article(), body=SimpleUploadedFile("a.txt", b"Hi"))

    assert response.status_code == 400
    assert messages_beside(response) == NO_BODY
    assert Comment.objects.count() == 0


@pytest.mark.parametrize(
    "kind", [FORM, "application/json", "multipart/form-data; boundary=b"]
)
def test_comment_is_refused_when_no_field_is_sent(client, kind):
    response = send_raw(client, b"" if kind == FORM else b'{"body": "Hello"}', kind)

    assert response.status_code == 400
    assert messages_beside(response) == NO_NAME | NO_EMAIL | NO_BODY
    assert Comment.objects.count() == 0


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"nonsense", "multipart/form-data"),
        (b"&".join(b"x%d=1" % n for n in range(1001)), FORM),
        (b"body=" + b"x" * 2_621_440, FORM),
        (urlencode(FIELDS).encode(), f"{FORM}; charset=utf-16"),
    ],
    ids=["no boundary", "1001 fields", "too heavy", "utf-16"],
)
def test_request_is_refused_when_it_cannot_be_read(client, body, content_type):
    response = send_raw(client, body, content_type)

    assert response.status_code == 400
    assert Comment.objects.count() == 0


@pytest.mark.parametrize(
    ("charset", "text"), [("hex", "41"), ("unicode_escape", r"\ud800"), ("idna", "a")]
)
def test_request_is_refused_when_its_charset_is_a_codec(client, charset, text):
    """Such a codec fails, or makes half a character that no database takes."""
    head = '--b\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
    fields = (FIELDS | {"body": text}).items()
    body = "".join(head.format(*pair) for pair in fields) + "--b--\r\n"

    content_type = f"multipart/form-data; boundary=b; charset={charset}"
    response = send_raw(client, body.encode(), content_type)

    assert response.status_code == 400
    assert Comment.objects.count() == 0


@pytest.mark.parametrize(
    ("sent", "saved"),
    [
        (b"caf\xe9", "caf\u00e9"),  # Django reads a broken body as Latin-1
        (b"a%ff%feb", "a\ufffd\ufffdb"),
        (b"a%ed%a0%80b", "a\ufffd\ufffd\ufffdb"),  # half of a surrogate pair
        (b"a%c0%afb", "a\ufffd\ufffdb"),  # an overlong slash
        (b"100%zz%", "100%zz%"),
        (b"first&body=second", "second"),
        (b"a%07b%1b[31mc%7f%c2%9fd", "ab[31mcd"),
        (b"a%e2%80%aeb%e2%81%a6c", "abc"),  # marks that turn the direction
        (b"%20a%0d%0ab%0dc%0ad%09", "a\nb\nc\nd"),
        ((b"a" * 49 + b"%0d%0a") * 99 + b"a" * 50, ("a" * 49 + "\n") * 99 + "a" * 50),
    ],
    ids=lambda text: ascii(text[:20]),
)
def test_comment_is_saved_clean_when_its_bytes_are_odd(client, sent, saved):
    """The last is 5,000 characters in a browser, which sends each LF as two."""
    response = send_raw(client, _SIGNED + b"&body=" + sent)

    assert response.status_code == 302
    assert Comment.objects.get().body == saved


def test_name_is_saved_when_it_has_60_characters(client):
    response = send(client, make_article(), name="Åsa " * 15)

    assert response.status_code == 302
    assert Comment.objects.get().name == ("Åsa " * 15).strip()


def test_name_is_the_accounts_when_a_reader_is_signed_in(client, reader):
    client.force_login(reader)

    response = send(client, make_article(), name="\u202eEditor" + "r" * 99, email="?")

    posted = Comment.objects.get()
    assert response.status_code == 302
    assert (posted.name, posted.email, posted.author) == ("reader", "", reader)


def test_comment_is_saved_when_the_account_has_a_name_of_150_characters(client):
    client.force_login(make_user(None, name="n" * 150))

    response = send(client, make_article(), name=None, email=None)

    assert response.status_code == 302
    assert 0 < len(Comment.objects.get().name) <= 60


def test_reply_is_refused_when_there_is_no_such_comment(client):
    response = client.post("/comments/404/reply/", FIELDS)

    assert response.status_code == 404
    assert kept_text(response) == FIELDS["body"]
    assert Comment.objects.count() == 0


@pytest.mark.parametrize("status", [Status.PENDING, Status.HIDDEN, Status.WITHDRAWN])
def test_reply_is_refused_when_its_parent_is_not_published(client, status):
    parent = make_comment(
        make_article(), status=status, hidden_reason="abuse", body="Unseen words."
    )

    response = send(client, parent)

    assert response.status_code == 409
    assert refusals(response) == [GONE]
    assert kept_text(response) == FIELDS["body"]
    assert "Unseen words." not in response.content.decode()
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("is_reply", [False, True])
@pytest.mark.parametrize(
    ("policy", "message"),
    [
        (Policy.CLOSED, "Comments on this article are closed."),
        (Policy.ACCOUNTS, "Only readers with an account comment here. Sign in first."),
    ],
)
def test_comment_is_refused_when_the_policy_says_so(client, policy, message, is_reply):
    article = make_article(comment_policy=policy)
    parent = make_comment(article)

    response = send(client, parent if is_reply else article)

    assert response.status_code == 409
    assert refusals(response) == [message]
    assert kept_text(response) == FIELDS["body"]
    assert Comment.objects.count() == 1


def test_comment_waits_when_the_article_is_premoderated(client):
    article = make_article(comment_policy=Policy.PREMODERATED)

    response = send(client, article)

    page = client.get(article.get_absolute_url()).content.decode()
    assert response.status_code == 200
    assert Comment.objects.get().status == Status.PENDING
    assert FIELDS["body"] not in page


@pytest.mark.parametrize("status", ["draft", "scheduled", "withdrawn"])
def test_comment_is_refused_when_the_article_is_not_public(client, status):
    article = make_article(published_at=timezone.now() + timedelta(hours=1))
    Article.objects.update(status=status)
    parent = make_comment(article)

    answers = [send(client, article), send(client, parent)]

    assert [response.status_code for response in answers] == [404, 404]
    assert kept_text(answers[1]) == FIELDS["body"]
    assert Comment.objects.count() == 1
