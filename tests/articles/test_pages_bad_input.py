"""Addresses that nobody printed: what the public pages answer to nonsense."""

from datetime import UTC, datetime
from urllib.parse import quote

import pytest

from articles.models import Author, Series, Tag, Update
from comments.models import Comment
from tests.factories import (
    make_comment,
    make_image,
    make_live_article,
    make_update,
)

pytestmark = pytest.mark.django_db

STORY = "/2024/03/05/storm/"
LISTINGS = ["/sections/world/", "/series/storms/", "/tags/wind/", "/authors/ann/"]
LISTINGS += ["/2024/", "/2024/03/", "/2024/03/05/"]
# Every public address and its answer; ids stand for rows of the site below.
PAGES = {
    "/": 200,
    **dict.fromkeys(LISTINGS, 200),
    STORY: 200,
    f"{STORY}?updates={{update}}": 200,
    f"{STORY}?comments={{comment}}": 200,
    f"{STORY}updates/{{update}}/": 302,
    f"{STORY}updates/{{withdrawn}}/": 410,
    f"{STORY}?past={{comment}}": 200,
    f"{STORY}?order=liked": 200,
    "/comments/{comment}/": 200,
    "/comments/{hidden}/": 410,
    "/comments/updates/{update}/": 200,
    "/media/{picture}": 200,
    "/nothing/here/": 404,
}
FORMS = ["new", "reply", "edit", "withdraw", "like", "report"]
NUMBERED = ["/comments/{}/", *(f"/comments/{{}}/{form}/" for form in FORMS)]
NUMBERED += ["/comments/updates/{}/", f"{STORY}updates/{{}}/"]
SLUGGED = ["/{}/", "/sections/{}/", "/series/{}/", "/tags/{}/", "/authors/{}/"]
SLUGGED += ["/2024/03/05/{}/", "/2024/03/05/{}/updates/1/", "/comments/{}/"]
GARBAGE = ["abc", "-1", "0", "1.5", "9" * 18, "9" * 30, "9" * 5000, "1_0"]
GARBAGE += [quote("١٢"), "1%00", "%00", "%ff", "1;drop", "null", "[]"]
HUGE = ["0", "9" * 18, str(2**63 - 1), str(2**63), "9" * 30, "9" * 5000]
ODD_SLUGS = [
    "%00",
    "a%00b",
    "%ff",
    "caf%C3%A9",
    "a.b",
    "a b",
    "..%2f..%2fetc",
    "%0d%0a",
]
ODD_SLUGS += ["'", "<b>", "%E2%80%AEmrots", "{{7*7}}", "storm%", "-" * 3000]


@pytest.fixture
def site(db):
    """One live story with all a story can have, and another beside it."""
    moment = datetime(2024, 3, 5, 10, tzinfo=UTC)
    series = Series.objects.create(name="Storms", slug="storms")
    article = make_live_article(slug="storm", published_at=moment, series=series)
    article.tags.add(Tag.objects.create(name="Wind", slug="wind"))
    article.authors.add(Author.objects.create(name="Ann", slug="ann"))
    other = make_live_article(slug="calm", published_at=moment)
    withdrawn = make_update(article, status=Update.Status.WITHDRAWN)
    hidden = make_comment(article, status=Comment.Status.HIDDEN, hidden_reason="spam")
    return {
        "article": article.pk,
        "update": make_update(article).pk,
        "withdrawn": withdrawn.pk,
        "draft": make_update(article, status=Update.Status.DRAFT).pk,
        "comment": make_comment(article).pk,
        "hidden": hidden.pk,
        "picture": make_image().file.name,
        "other_update": make_update(other).pk,
        "other_comment": make_comment(other).pk,
    }


def shorten(value):
    return ascii(value[:24])


def statuses(client, addresses):
    return [client.get(address).status_code for address in addresses]


@pytest.mark.parametrize(("address", "status"), PAGES.items())
def test_page_sets_no_cookie_when_the_reader_is_unknown(client, site, address, status):
    response = client.get(address.format(**site))

    assert response.status_code == status
    assert dict(response.cookies) == {}
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize(("address", "status"), PAGES.items())
def test_page_has_no_body_when_only_its_head_is_asked(client, site, address, status):
    response = client.head(address.format(**site))

    assert response.status_code == status
    assert b"".join(response) == b""


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_page_is_refused_when_the_method_is_wrong(client, site, method):
    addresses = [
        address.format(**site) for address in PAGES if "nothing" not in address
    ]

    answers = [client.generic(method, address, b"body=Hi") for address in addresses]

    assert [a.status_code for a in answers] == [405] * len(addresses)
    assert [a.headers["Allow"].split(", ")[0] for a in answers] == ["GET"] * len(
        answers
    )
    assert client.cookies == {}


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("form", FORMS)
def test_comment_form_is_refused_when_the_method_is_wrong(client, site, form, method):
    response = client.generic(method, f"/comments/{site['comment']}/{form}/", b"body=a")

    assert response.status_code == 405
    assert Comment.objects.count() == 3


@pytest.mark.parametrize("value", ["", *GARBAGE, "2"], ids=shorten)
def test_listing_is_missing_when_its_page_is_garbage(client, site, value):
    found = statuses(client, (f"{address}?page={value}" for address in LISTINGS))

    assert found == [404] * len(LISTINGS)
    assert client.cookies == {}


@pytest.mark.parametrize("value", ["", *GARBAGE], ids=shorten)
def test_front_page_is_the_same_when_its_parameters_are_garbage(client, site, value):
    plain = client.get("/")

    response = client.get(f"/?page={value}&updates={value}&comments={value}&{value}")

    assert response.status_code == 200
    assert response.content == plain.content


@pytest.mark.parametrize(
    "value", ["", *GARBAGE, "{other_update}", "{draft}", "{withdrawn}"], ids=shorten
)
def test_article_is_missing_when_its_updates_start_is_garbage(client, site, value):
    response = client.get(f"{STORY}?updates={value.format(**site)}")

    assert response.status_code == 404
    assert dict(response.cookies) == {}


@pytest.mark.parametrize("value", [*GARBAGE, "{other_comment}"], ids=shorten)
def test_article_is_missing_when_its_comments_start_is_garbage(client, site, value):
    value, pages = value.format(**site), [STORY, f"/comments/updates/{site['update']}/"]
    addresses = [
        f"{STORY}?past={value}",
        *(f"{page}?comments={value}" for page in pages),
    ]

    found = statuses(client, addresses)

    assert found == [404] * 3
    assert client.cookies == {}


def test_article_begins_at_its_first_comment_when_the_start_is_empty(client, site):
    response = client.get(f"{STORY}?comments=&past=&order=")

    assert response.status_code == 200
    assert f'id="comment-{site["comment"]}"' in response.content.decode()


@pytest.mark.parametrize("value", [*GARBAGE, "OLDEST", "-likes"], ids=shorten)
def test_article_is_missing_when_its_order_is_garbage(client, site, value):
    response = client.get(f"{STORY}?order={value}")

    assert response.status_code == 404


@pytest.mark.parametrize(
    "value", ["", *GARBAGE, "{other_update}", "{draft}"], ids=shorten
)
def test_comment_is_refused_when_its_update_is_garbage(client, site, value):
    form = f"/comments/{site['article']}/new/?update={value.format(**site)}"
    fields = {"name": "Ann", "email": "ann@example.org", "body": "Hello."}

    answers = [client.get(form), client.post(form, fields)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert Comment.objects.count() == 3


@pytest.mark.parametrize(
    "path",
    ["/0000/", "/9999/", "/9999/12/", "/9999/12/31/", "/2026/00/", "/2026/13/"]
    + ["/2026/13/01/", "/2026/01/00/", "/2026/02/30/", "/2025/02/29/"]
    + ["/0000/01/01/", "/2026/02/30/x/", "/0000/00/00/x/", "/99999/"]
    + ["/202/", "/2024/3/5/storm/", "/2024/03/05/storm/updates/x/"]
    + ["/2024/03/05/storm/updates/-1/", "/%D9%A2%D9%A0%D9%A2%D9%A4/", "/-024/"],
)
def test_day_is_missing_when_it_never_was(client, site, path):
    response = client.get(path)

    assert response.status_code == 404
    assert dict(response.cookies) == {}


@pytest.mark.parametrize(
    "path", ["/0001/", "/0001/01/", "/0001/01/01/", "/9998/12/31/"]
)
def test_archive_is_empty_when_the_day_is_far_away(client, site, path):
    response = client.get(path)

    assert response.status_code == 200
    assert "Nothing published here yet." in response.content.decode()


@pytest.mark.parametrize(
    "day", ["2024/03/06", "2026/13/45", "0000/00/00", "9999/99/99"]
)
def test_article_leads_to_its_day_when_the_day_is_wrong(client, site, day):
    response = client.get(f"/{day}/storm/?updates=garbage")

    assert response.status_code == 301
    assert response.headers["Location"] == STORY
    assert dict(response.cookies) == {}


@pytest.mark.parametrize("number", HUGE, ids=shorten)
def test_row_is_missing_when_its_number_fits_no_table(client, site, number):
    found = statuses(client, (address.format(number) for address in NUMBERED))

    assert found == [404] * len(NUMBERED)
    assert client.cookies == {}


def test_update_is_missing_when_it_belongs_to_another_article(client, site):
    response = client.get(f"{STORY}updates/{site['other_update']}/")

    assert response.status_code == 404


@pytest.mark.parametrize("slug", ODD_SLUGS, ids=shorten)
def test_page_is_missing_when_its_slug_is_odd(client, site, slug):
    found = statuses(client, (address.format(slug) for address in SLUGGED))

    assert found == [404] * len(SLUGGED)
    assert client.cookies == {}


@pytest.mark.parametrize(
    "name",
    ["", "images", "images/", "%00", "a%00.png", "%ff", "a" * 300, "a/" * 3000]
    + ["\\..\\x", "....//x", "~root/.profile", "C:/Windows/win.ini"],
    ids=shorten,
)
def test_upload_is_missing_when_its_name_is_odd(client, site, name):
    response = client.get(f"/media/{name}")

    assert response.status_code == 404
    assert dict(response.cookies) == {}


@pytest.mark.parametrize("host", ["evil.example", "a b", "[::1", "", "x" * 300])
def test_request_is_refused_when_its_host_is_not_ours(client, site, host):
    response = client.get(STORY, headers={"host": host})

    assert response.status_code == 400
    assert host == "" or host not in response.content.decode()


@pytest.mark.parametrize(
    "value", ["x", "x" * 5000, '"aaaaaaaa\\000"', "\xff\xfe\xff\xfe\xff", ";;=;"]
)
def test_page_is_shown_when_the_session_cookie_is_garbage(client, site, value):
    response = client.get(STORY, headers={"cookie": f"sessionid={value}"})

    assert response.status_code == 200
    assert "Sign in" in response.content.decode()


@pytest.mark.parametrize("number", ["abc", "²", "%00", *HUGE], ids=shorten)
@pytest.mark.parametrize("kind", ["article", "update", "image"])
def test_newsroom_leads_to_its_index_when_a_row_is_missing(admin_client, kind, number):
    response = admin_client.get(f"/admin/articles/{kind}/{number}/change/")

    assert response.status_code == 302
    assert response.headers["Location"] == "/admin/"
