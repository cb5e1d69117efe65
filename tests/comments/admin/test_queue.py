"""The queue page: what is on it, in which order, and for whom."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from comments import appeal_links, appeals, claims, moderation
from comments.models import Comment, ModerationAction, Sanction
from comments.queue import SIZE
from tests.comments.admin.presses import NEWS, QUEUE, cards, report
from tests.factories import make_article, make_comment, make_section, make_user
from tests.payloads import PAYLOADS, faults

pytestmark = pytest.mark.django_db


def test_reported_stand_by_weight_and_the_oldest_report_first(desk):
    article = make_article()
    young, old, heavy, quiet, done = (make_comment(article) for _ in range(5))
    report(young, minutes=1)
    report(old, minutes=9)
    report(heavy, weight=150)
    report(done, resolved_at=timezone.now())

    assert cards(desk.get(QUEUE)) == [heavy.pk, old.pk, young.pk]


def test_each_tab_shows_its_own(desk):
    article = make_article()
    seen = make_comment(article)
    late, early = (
        make_comment(
            article, status="pending", created_at=timezone.now() - timedelta(hours=h)
        )
        for h in (1, 2)
    )
    hidden = make_comment(article, status="hidden", hidden_reason="hate")

    def tab(name):
        return cards(desk.get(QUEUE, {"tab": name}))

    assert tab("reported") == []
    assert tab("pending") == [early.pk, late.pk]
    assert tab("hidden") == [hidden.pk]
    assert tab("all") == [hidden.pk, early.pk, late.pk, seen.pk]


@pytest.mark.parametrize("tab", ["reported", "pending", "all", "hidden"])
def test_filters_choose(desk, tab):
    reader = make_user(None, email="ann@example.org")
    status = tab if tab in {"pending", "hidden"} else "published"
    away = make_article(section=make_section("sport"))
    own = {"status": status, "author": reader, "hidden_reason": "hate"}
    wanted = make_comment(away, created_at=timezone.now() - timedelta(days=3), **own)
    guest = {"email": "cal@example.org", "hidden_reason": "spam"}
    other = make_comment(make_article(), status=status, **guest)
    report(wanted, reason="hate", minutes=3 * 24 * 60)
    report(other, reason="spam")

    def asked(**query):
        return set(cards(desk.get(QUEUE, {"tab": tab, **query})))

    assert asked() == {wanted.pk, other.pk}
    assert asked(section=away.section_id) == {wanted.pk}
    assert asked(article=away.pk) == {wanted.pk}
    assert asked(author=f"account-{reader.pk}") == {wanted.pk}
    assert asked(author=reader.email.upper()) == {wanted.pk}
    assert asked(author=other.email.upper()) == {other.pk}
    assert asked(author=other.name.lower()) == {other.pk}
    assert asked(age="older") == {wanted.pk}
    assert asked(age="day") == {other.pk}
    assert asked(reason="hate") == {wanted.pk}


@pytest.mark.parametrize(
    "query",
    [
        {"tab": "nowhere"},
        {"section": "x"},
        {"article": "9" * 30},
        {"article": "-1"},
        {"age": "ever"},
        {"after": "a.b.c"},
        {"after": "1.2"},
        {"after": "999999999.999999999999999999.999999999999999999"},
        {"author": "account-99999999999999999999999"},
        {"author": "\x00"},
    ],
)
def test_odd_questions_break_nothing(desk, query):
    assert desk.get(QUEUE, query).status_code == 200


@pytest.mark.parametrize("tab", ["reported", "pending", "all", "hidden"])
def test_pages_follow_each_other_while_the_first_is_worked_off(desk, moderator, tab):
    article = make_article()
    status = tab if tab in {"pending", "hidden"} else "published"
    comments = [make_comment(article, status=status) for _ in range(SIZE + 5)]
    for number, comment in enumerate(comments):
        report(comment, minutes=100 - number)

    first = desk.get(QUEUE, {"tab": tab})
    seen = cards(first)
    if tab in {"reported", "pending"}:
        for pk in seen[-3:]:
            moderation.approve(Comment.objects.get(pk=pk), by=moderator)
    second = desk.get(QUEUE + first.context["next"])

    assert len(seen) == SIZE
    assert sorted(seen + cards(second)) == sorted(c.pk for c in comments)
    assert second.context["next"] == ""


def test_card_shows_place_record_and_reports(desk, moderator, reader):
    article = make_article(headline="Sea wall breached")
    top = make_comment(article, name="Ann", body="Uppermost words")
    parent = make_comment(article, top, name="Bob", body="Words just above")
    comment = make_comment(article, parent, author=reader, body="The words themselves")
    make_comment(article, comment, body="Words in answer")
    make_comment(article, author=reader, status="hidden")
    report(comment, note="Look at this", reason="hate")
    report(
        make_comment(article, author=reader),
        outcome="upheld",
        resolved_at="2026-01-01T00:00Z",
    )
    Sanction.objects.create(
        account=reader, kind="warning", reason="abuse", made_by=moderator
    )

    html = desk.get(QUEUE).content.decode()

    for words in (
        "Sea wall breached",
        "Uppermost words",
        "Words just above",
        "The words themselves",
        "Words in answer",
        "1 reply",
        "Look at this",
        "3 comments</a>, 1 hidden, 1 report upheld",
        "warning to acknowledge",
    ):
        assert words in html, words


def test_no_card_names_a_draft(desk):
    draft = make_article(status="draft", headline="Secret investigation")
    report(make_comment(draft))

    pages = [desk.get(QUEUE), desk.get(reverse("admin:comments_comment_changelist"))]

    for page in pages:
        assert "Secret investigation" not in page.content.decode()
    assert "An article that is not public" in pages[0].content.decode()


def draw(number, reader):
    article = make_article()
    for turn in range(number):
        parent = make_comment(article, make_comment(article))
        guest = make_comment(article, parent, email=f"g{turn}@example.org")
        own = make_comment(article, parent, author=make_user(None))
        for comment in (guest, own):
            make_comment(article, comment)
            report(comment)
            moderator = make_user("Moderator")
            moderation.lock(comment, by=moderator)
            claims.claim(comment, by=moderator)


@pytest.mark.parametrize("number", [1, 6])
def test_as_many_queries_for_few_cards_as_for_many(
    desk, reader, django_assert_num_queries, number
):
    draw(number, reader)

    with django_assert_num_queries(20):
        answer = desk.get(QUEUE)

    assert len(answer.context["cards"]) == 2 * number


def test_news_are_counted_from_where_the_page_was_drawn(desk):
    comment = make_comment(make_article())
    report(comment)
    waiting = desk.get(QUEUE).context["waiting"]
    query = {"report": waiting.last_report, "pending": waiting.last_pending}

    before = desk.get(NEWS, query).json()
    report(make_comment(make_article()))
    make_comment(make_article(), status="pending")
    after = desk.get(NEWS, query).json()

    assert (before, after) == ({"new": 0}, {"new": 2})
    assert desk.get(NEWS, {"report": "x"}).status_code == 400


@pytest.mark.corpus
@pytest.mark.parametrize("payload", PAYLOADS)
def test_payload_does_nothing_on_the_moderators_pages(desk, moderator, payload):
    name = payload[:60]
    first = make_comment(make_article(), name=name, body=payload)
    comment = make_comment(first.article, first, name=name, body=payload)
    make_comment(first.article, comment, name=name, body=payload)
    report(comment, note=payload)
    other = make_user("Moderator")
    moderation.hide(first, by=other, reason="spam", note=payload, public_note=name)
    act = ModerationAction.objects.get()
    appeals.appeal(act, words=payload)
    desk.get(QUEUE, {"author": payload})

    for url in (
        QUEUE,
        f"{QUEUE}?tab=hidden",
        reverse("admin:comments_appeals"),
        reverse("admin:comments_thread", args=[comment.pk]),
        reverse("admin:comments_sanction", args=[comment.pk]),
        reverse("admin:comments_undo", args=[act.group]),
        reverse("admin:comments_comment_change", args=[first.pk]),
        reverse("admin:comments_moderationaction_changelist"),
        reverse("appeal", args=[appeal_links.issue(act.pk)]),
        first.get_absolute_url(),
    ):
        answer = desk.get(url)
        assert answer.status_code in {200, 410}, url
        assert faults(answer.content.decode()) == [], url


def test_first_page_tells_a_moderator_and_nobody_else_what_waits(
    client, moderator, journalist
):
    first, second = make_comment(make_article()), make_comment(make_article())
    for comment in (first, second, second):
        report(comment)
    make_comment(make_article(), status="pending")
    pages = {}
    for user in (moderator, journalist):
        client.force_login(user)
        pages[user] = client.get("/admin/").content.decode()

    assert ">2 reported<" in pages[moderator]
    assert ">1 pending<" in pages[moderator]
    assert ">0 appeal" not in pages[moderator]
    assert "today-queue" not in pages[journalist]
