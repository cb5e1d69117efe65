"""Text meant to be executed: written into every field, read back from every page."""

from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from django.test import Client

from articles import submissions
from articles.folding import fold
from articles.models import Article, Author, Image, Section, Series, Tag, Update
from articles.previews import preview_path
from comments.models import Comment, Report
from tests.factories import (
    guest_form,
    make_article,
    make_comment,
    make_live_article,
    make_update,
    picture_upload,
)
from tests.payloads import ACTING, FEW, PAYLOADS, faults, parsed, texts_of

pytestmark = [pytest.mark.django_db, pytest.mark.corpus]
ATOM = "{http://www.w3.org/2005/Atom}"
GUEST = {"name": "Ann", "email": "ann@example.org"}


def texts_of_feed(response):
    """The HTML of each entry."""
    found = ElementTree.fromstring(response.content).iter(f"{ATOM}summary")
    return [summary.text for summary in found]


def add(newsroom, kind, **fields):
    """Fill in one of the newsroom's forms; return the row it made."""
    response = newsroom.post(f"/admin/articles/{kind.__name__.lower()}/add/", fields)
    assert response.status_code == 302, response.context["errors"]
    return kind.objects.latest("pk")


def write_story(newsroom, text):
    """Write `text` into every field of a live article and of what belongs to it."""
    section = add(newsroom, Section, name=text[:60], slug="here", position=0)
    series = add(newsroom, Series, name=text[:99], slug="here", description=text)
    tag = add(newsroom, Tag, name=text[:60], slug="here")
    names = {"name": text[:99], "role": text[:99], "biography": text}
    author = add(newsroom, Author, slug="here", **names)
    words = {"alt_text": text[:300], "caption": text[:300], "credit": text[:120]}
    image = add(newsroom, Image, file=picture_upload(), **words)
    article = add(
        newsroom,
        Article,
        **{"headline": text[:200], "slug": "storm", "kicker": text[:80]},
        **{"standfirst": text, "body": text, "lead_image": image.pk},
        **{"section": section.pk, "series": series.pk, "tags": [tag.pk]},
        **{"coverage": "live", "comment_policy": "open", "series_number": 1},
        **{"bylines-TOTAL_FORMS": 1, "bylines-INITIAL_FORMS": 0, "_publish": "1"},
        **{"bylines-0-author": author.pk, "bylines-0-position": 0},
        **{"corrections-TOTAL_FORMS": 0, "corrections-INITIAL_FORMS": 0},
    )
    update = {"image": image.pk, "author": author.pk, "is_key_event": "on"}
    update |= {"body": f"<p>News. {text}</p>"}
    desk = f"/admin/articles/article/{article.pk}/desk/"
    for more in ({"headline": text[:200], "is_pinned": "on"}, {}):
        answer = newsroom.post(desk, {**update, **more, "_publish": "1"})
        assert answer.status_code == 302, answer.context["form"].errors
    mended = {**update, "stamped_at": "now", "correction": text, "is_early_meant": "on"}
    for row in article.updates.all():
        address = f"/admin/articles/update/{row.pk}/change/"
        newsroom.post(address, {**mended, "headline": row.headline})
    assert article.corrections.count() == 2
    return article


def write_comments(client, newsroom, article, text):
    """Post `text` as a guest; plant what the form refuses; hide and report another."""
    fields = guest_form(body=text, name=text[:60])
    answer = client.post(f"/comments/{article.pk}/new/", fields)
    if answer.status_code == 400:
        make_comment(article, name=text[:60], body=text)
    Comment.objects.update(status=Comment.Status.PUBLISHED)
    shown = Comment.objects.get()
    hidden = make_comment(article, name=text[:60], body=text)
    make_comment(article, hidden, name="Ben", body="No.")
    newsroom.post(f"/comments/{hidden.pk}/hide/", {"reason": "abuse", "note": text})
    Report.objects.create(comment=shown, reason="spam", note=text)
    return shown, hidden


def send_to_desk(newsroom, payload):
    """Send what is refused, kept, pasted and left over when a session has ended."""
    desk = f"/admin/articles/article/{make_live_article().pk}/desk/"
    sent = dict.fromkeys(("stamped_at", "headline", "body"), payload)
    stranger, token = (
        Client(),
        submissions.issue(newsroom.get("/").wsgi_request.user.pk),
    )
    stranger.post(desk, {**sent, "submission": token, payload: payload})
    kept = stranger.session["unsent"]["fields"]
    session = newsroom.session
    session["unsent"] = {"path": desk, "fields": kept}
    answers = [newsroom.post(desk, {**sent, "_publish": "1"})]
    session.save()
    answers.append(newsroom.get(desk))
    newsroom.post(desk, {"_forget_unsent": "1"})
    pasted = f"UPDATE 1800 GMT: {payload}\n\nORIGINAL ENTRY: {payload}"
    answers.append(newsroom.post(desk.replace("desk", "paste"), {"text": pasted}))
    newsroom.post(f"{desk}keep/", {**sent, "place": "desk", "is_changed": "1"})
    return [*answers, newsroom.get(desk)]


def all_faults(answers):
    """The address of each answer and its faults, where it has any."""
    found = [(a.request["PATH_INFO"], faults(a.content.decode())) for a in answers]
    return [(address, these) for address, these in found if these]


@pytest.mark.parametrize("payload", ACTING, ids=ascii)
def test_faults_are_found_when_a_payload_is_printed_raw(payload):
    places = ["<p>{}</p>", '<p title="{}">', "<p title='{}'>", "<!-- {} -->"]
    places += [f"<{tag}>{{}}</{tag}>" for tag in ("title", "textarea", "option")]
    places += ["<script src=/static/x.js>{}</script>", "<svg class=base-svgs>{}</svg>"]

    found = [faults(place.format(payload)) for place in places]

    assert any(found)
    assert [faults(place.format("News.")) for place in places] == [[]] * len(places)


@pytest.mark.parametrize("payload", PAYLOADS, ids=ascii)
def test_payload_does_nothing_when_it_is_in_every_field(client, admin_client, payload):
    article = write_story(admin_client, payload)
    shown, hidden = write_comments(client, admin_client, article, payload)

    story = article.get_absolute_url()
    public = ["/", f"{story}?comments={shown.pk}", story[:6]]
    public += [f"/{kind}/here/" for kind in ("sections", "series", "tags", "authors")]
    public += [f"/comments/{shown.pk}/{act}" for act in ("", "reply/", "report/")]
    public += [update.get_absolute_url() for update in article.updates.all()]
    public += ["/corrections/", preview_path(article)]
    public += [f"/search/?q={quote(words)}" for words in (payload, *fold(payload)[:3])]
    staff = [story, f"/comments/{shown.pk}/hide/", f"/comments/{hidden.pk}/restore/"]
    answers = [client.get(address, follow=True) for address in public]
    answers += [admin_client.get(address) for address in staff]

    assert [answer.status_code for answer in answers] == [200] * len(answers)
    assert all_faults(answers) == []
    for feed in ("/feed/", "/sections/here/feed/", f"{story}feed/"):
        texts = texts_of_feed(client.get(feed))
        assert texts
        assert [faults(text) for text in texts] == [[]] * len(texts)


@pytest.mark.parametrize("payload", FEW, ids=ascii)
def test_payload_does_nothing_when_the_newsroom_reads_it(client, admin_client, payload):
    article = write_story(admin_client, payload)
    write_comments(client, admin_client, article, payload)

    kinds = [Article, Update, Image, Section, Series, Tag, Author, Comment, Report]
    lists = [f"/admin/{kind._meta.label_lower.replace('.', '/')}/" for kind in kinds]
    addresses = ["/admin/", *lists, f"{lists[0]}?q={quote(payload)}"]
    for kind, address in zip(kinds, lists, strict=True):
        row = f"{address}{kind.objects.earliest('pk').pk}"
        addresses += [f"{row}/change/", f"{row}/history/"]
    addresses += [f"{lists[0]}{article.pk}/{page}/" for page in ("desk", "paste")]
    answers = [admin_client.get(address) for address in addresses]

    assert [answer.status_code for answer in answers] == [200] * len(answers)
    assert all_faults(answers) == []


@pytest.mark.parametrize("payload", PAYLOADS, ids=ascii)
def test_payload_does_nothing_when_it_is_sent_back(client, admin_client, payload):
    form = f"/comments/{make_article().pk}/new/"
    draft = {"body": payload, "name": payload * 9, "email": payload}

    answers = [
        client.post(form, draft),
        client.post(form, {"body": payload, **GUEST, "preview": "1"}),
        client.post("/comments/404/reply/", draft),
        client.post("/account/login/", {"login": payload, "next": payload}),
        client.get("/account/login/", {"next": payload}),
        client.get(f"/{quote(payload)}/"),
        client.get(f"/?{quote(payload)}={quote(payload)}"),
        admin_client.post("/admin/articles/section/add/", {"name": payload * 9}),
        admin_client.get("/admin/articles/article/add/", {"headline": payload}),
        *send_to_desk(admin_client, payload),
    ]

    assert [a.status_code for a in answers] == [
        400,
        200,
        404,
        *[200] * 2,
        404,
        *[200] * 3,
        *[400, 200, 200, 200],
    ]
    assert all_faults(answers) == []


@pytest.mark.parametrize("payload", FEW, ids=ascii)
def test_payload_is_printed_as_typed_when_it_is_text(client, admin_client, payload):
    article = write_story(admin_client, payload)
    write_comments(client, admin_client, article, payload)

    page = parsed(client.get(article.get_absolute_url()))
    title = parsed(client.get("/sections/here/")).find(".//h1")

    assert texts_of(page, "standfirst") == [payload]
    assert texts_of(page, "update-headline") == [payload]
    assert texts_of(page, "comment-name") == [payload[:60].strip(), "Ben"]
    assert texts_of(page, "comment-text")[0] == payload
    assert texts_of(page, "correction")[0].endswith(f"GMT: {payload}")
    assert page.find(".//figure//img").get("alt") == payload
    assert title.text == payload[:60].strip()


def test_rich_text_is_printed_as_typed_when_it_looks_like_a_template(client):
    text = "{{7*7}} {% debug %} {{ request.user }} {# x #}"
    make_update(article := make_live_article(body=f"<p>{text}</p>"), body=text)

    page = parsed(client.get(article.get_absolute_url()))

    assert texts_of(page, "prose") == [text, text]


def test_preview_reads_as_typed_when_it_holds_markup(client):
    fields = {"body": "**Fish** & <b>chips</b>", **GUEST, "preview": "1"}

    page = parsed(client.post(f"/comments/{make_article().pk}/new/", fields))

    assert texts_of(page, "comment-text") == ["Fish & <b>chips</b>"]


def test_summary_reads_as_typed_when_an_update_has_no_headline(client):
    body = "<p>Fish &amp; chips: 1 &lt; 2, &quot;so&quot; &lt;b&gt;</p>"
    make_update(make_live_article(), body=body)

    page = parsed(client.get("/"))

    (entry,) = page.findall(".//ol[@class='lead-updates']/li/a")
    assert "".join(entry.itertext())[9:].strip() == 'Fish & chips: 1 < 2, "so" <b>'
