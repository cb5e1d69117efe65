"""The queue page: what is on it, in which order, and what its buttons do."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from comments import appeal_links, appeals, claims, moderation, sanctions
from comments.models import Comment, ModerationAction, Report, Sanction
from comments.queue import SIZE
from tests.factories import make_article, make_comment, make_section, make_user
from tests.test_hostile_text import PAYLOADS, faults

pytestmark = pytest.mark.django_db
QUEUE = reverse("admin:comments_queue")
DECIDE = reverse("admin:comments_decide")
NEWS = reverse("admin:comments_news")


@pytest.fixture
def desk(client, moderator):
    client.force_login(moderator)
    return client


def cards(answer):
    return [card.comment.pk for card in answer.context["cards"]]


def report(comment, *, weight=100, minutes=0, **fields):
    moment = timezone.now() - timedelta(minutes=minutes)
    defaults = {"reason": "abuse", "reported_at": moment, "weight": weight}
    return Report.objects.create(comment=comment, **defaults | fields)


def press(client, act, comment, *, version=None, **fields):
    version = moderation.version_of(comment) if version is None else version
    data = {"comment": comment.pk, "version": version, **fields}
    return client.post(DECIDE, data | ({"act": act} if act else {}), follow=True)


def told(answer):
    return [str(message) for message in answer.context["messages"]]


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


def test_approve_lets_it_stand_and_offers_the_undo(desk, moderator):
    comment = make_comment(make_article(), status="pending")

    answer = press(desk, "approve", comment)

    act = ModerationAction.objects.get()
    assert told(answer) == ["Approve."]
    assert reverse("admin:comments_undo", args=[act.group]) in answer.content.decode()
    assert Comment.objects.get().status == "published"


def test_reason_button_hides_with_the_note_to_readers(desk):
    comment = make_comment(make_article())
    make_comment(comment.article, comment)

    press(desk, None, comment, hide="hate", public_note="Not here.", note="Third time")

    desk.logout()
    page = desk.get(comment.article.get_absolute_url()).content.decode()
    assert "Hidden by a moderator: hate. Not here." in page
    assert "Third time" not in page
    assert ModerationAction.objects.get().note == "Third time"


@pytest.mark.parametrize("data", [{"act": "hide"}, {"hide": "because"}, {"hide": ""}])
def test_hide_without_a_reason_is_told(desk, data):
    comment = make_comment(make_article())

    answer = desk.post(DECIDE, {"comment": comment.pk, **data}, follow=True)

    assert "Choose the reason" in told(answer)[0]
    assert Comment.objects.get().status == "published"


def test_second_moderator_is_told_and_changes_nothing(desk):
    comment = make_comment(make_article(), status="pending")
    seen = moderation.version_of(comment)
    ann = make_user("Moderator", name="ann")
    moderation.hide(comment, by=ann, reason="spam")

    answer = press(desk, "approve", comment, version=seen)

    assert told(answer)[0].startswith("Already decided by ann")
    assert Comment.objects.get().status == "hidden"


def test_a_published_comment_kept_by_another_is_not_hidden_unseen(desk):
    comment = make_comment(make_article())
    report(comment)
    seen = moderation.version_of(comment)
    moderation.approve(comment, by=make_user("Moderator", name="ann"))

    answer = press(desk, None, comment, version=seen, hide="spam")

    assert told(answer)[0].startswith("Already decided by ann")
    assert Comment.objects.get().status == "published"


def test_words_changed_since_are_to_be_read_again(desk):
    comment = make_comment(make_article(), status="pending")
    seen = moderation.version_of(comment)
    Comment.objects.update(body="Worse words", edited_at=timezone.now())

    answer = press(desk, "approve", comment, version=seen)

    assert "Its author has changed it" in told(answer)[0]
    assert Comment.objects.get().status == "pending"


def test_withdrawn_since_is_told(desk):
    comment = make_comment(make_article(), status="withdrawn")

    answer = press(desk, None, comment, hide="spam")

    assert "was withdrawn by its author" in told(answer)[0]
    assert not ModerationAction.objects.exists()


def test_claimed_by_another_is_left_to_her_until_it_ends(desk, settings, time_machine):
    time_machine.move_to("2026-11-22T18:00Z")
    comment = make_comment(make_article(), status="pending")
    ann = make_user("Moderator", name="ann")
    claims.claim(comment, by=ann)

    refused = press(desk, "approve", comment)
    page = desk.get(QUEUE, {"tab": "pending"}).content.decode()
    time_machine.move_to("2026-11-22T18:11Z")
    press(desk, "approve", comment)

    assert told(refused) == ["ann has claimed this until 18:10."]
    assert "Claimed by ann until 18:10 GMT" in page
    assert Comment.objects.get().status == "published"


def test_claim_and_give_back(desk):
    comment = make_comment(make_article())
    report(comment)

    press(desk, "claim", comment)
    page = desk.get(QUEUE).content.decode()
    press(desk, "release", comment)

    assert "Give back" in page
    assert "Claimed by" not in desk.get(QUEUE).content.decode()


def test_ticked_are_decided_as_one_and_undone_as_one(desk):
    article = make_article()
    comments = [make_comment(article) for _ in range(3)]
    ruth = make_user("Moderator", first_name="Ruth")
    moderation.hide(comments[0], by=ruth, reason="hate")
    ticked = [f"{c.pk}:{moderation.version_of(c)}" for c in comments]

    refused = desk.post(DECIDE, {"bulk": "hide", "ticked": ticked}, follow=True)
    answer = desk.post(
        DECIDE, {"bulk": "hide", "ticked": ticked, "reason": "spam"}, follow=True
    )
    group = ModerationAction.objects.first().group
    undone = desk.post(reverse("admin:comments_undo", args=[group]), follow=True)

    assert "Choose the reason" in told(refused)[0]
    left = "Left alone, as already decided by Ruth, claimed or changed: 1."
    assert told(answer) == [f"Hide: 2 done. {left}"]
    assert told(undone) == ["Undone: 2."]
    statuses = Comment.objects.order_by("pk").values_list("status", flat=True)
    assert list(statuses) == ["hidden", "published", "published"]


def test_of_those_ticked_none_is_decided_unseen(desk, moderator):
    article = make_article()
    kept, edited, claimed, plain = (make_comment(article) for _ in range(4))
    report(kept)
    ticked = [f"{c.pk}:{moderation.version_of(c)}" for c in Comment.objects.all()]
    moderation.approve(kept, by=make_user("Moderator", first_name="Ruth"))
    edited.edited_at = timezone.now()
    edited.save(update_fields=["edited_at"])
    claims.claim(claimed, by=make_user("Moderator"))

    answer = desk.post(
        DECIDE, {"bulk": "hide", "ticked": ticked, "reason": "spam"}, follow=True
    )

    assert told(answer) == [
        "Hide: 1 done. Left alone, as already decided by Ruth, claimed or changed: 3."
    ]
    assert list(Comment.objects.filter(status="hidden")) == [plain]


def test_in_the_list_none_is_decided_unseen(desk):
    kept, plain = make_comment(make_article()), make_comment(make_article())
    report(kept)
    url = reverse("admin:comments_comment_changelist")
    page = desk.get(url).content.decode()
    versions = re.findall(r'name="version" value="([^"]+)"', page)
    moderation.approve(kept, by=make_user("Moderator"))

    chosen = {"_selected_action": [kept.pk, plain.pk], "reason": "spam"}
    desk.post(url, {"action": "hide", "version": versions, **chosen})

    assert len(versions) == 2
    assert list(Comment.objects.filter(status="hidden")) == [plain]


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"act": "explode"},
        {"bulk": "explode", "ticked": ["1"]},
        {"bulk": "hide", "reason": "spam"},
        {"bulk": "hide", "reason": "spam", "ticked": ["x", "9" * 40]},
        {"act": "approve", "comment": "x"},
        {"act": "approve", "comment": "99999999999999999999"},
    ],
)
def test_odd_presses_change_nothing(desk, data):
    comment = make_comment(make_article(), status="pending")

    answer = desk.post(DECIDE, {"comment": comment.pk, **data})

    assert answer.status_code in {302, 404}
    assert not ModerationAction.objects.exists()


def test_script_gets_short_answers(desk):
    comment = make_comment(make_article(), status="pending")
    data = {"act": "approve", "comment": comment.pk, "version": "0-"}

    done = desk.post(DECIDE, data, headers={"Accept": "application/json"})
    again = desk.post(DECIDE, data, headers={"Accept": "application/json"})

    group = str(ModerationAction.objects.get().group)
    assert (done.status_code, done.json()) == (
        200,
        {"said": "Approve.", "group": group},
    )
    assert again.status_code == 409
    assert again.json()["said"].startswith("Already decided by")


@pytest.mark.parametrize("place", ["//evil.example/", "https://evil.example/", "\\\\x"])
def test_a_press_leads_to_no_other_site(desk, place):
    comment = make_comment(make_article())

    answer = desk.post(DECIDE, {"act": "lock", "comment": comment.pk, "next": place})

    assert answer.headers["Location"] == QUEUE


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


def test_thread_is_hidden_after_a_look_at_the_consequence(desk):
    article = make_article()
    first = make_comment(article, name="Ann")
    for _ in range(14):
        make_comment(article, first, name="Bob")
    url = reverse("admin:comments_thread", args=[first.pk])

    page = desk.get(url).content.decode()
    refused = desk.post(url, {"note": "Why"})
    answer = desk.post(url, {"reason": "hate"}, follow=True)

    assert "This hides the comment and 14 replies of 2 people." in page
    assert "Choose the reason readers will see." in refused.content.decode()
    assert "Why</textarea>" in refused.content.decode()
    assert told(answer) == ["Hidden: 15 comments."]
    assert set(Comment.objects.values_list("status", flat=True)) == {"hidden"}


def test_thread_decided_on_since_is_looked_at_again(desk):
    first = make_comment(make_article())
    reply = make_comment(first.article, first)
    report(reply)
    url = reverse("admin:comments_thread", args=[first.pk])
    seen = desk.get(url).context["decisions"]
    moderation.approve(reply, by=make_user("Moderator", first_name="Ruth"))

    refused = desk.post(url, {"reason": "hate", "note": "Why", "decisions": seen})
    untouched = set(Comment.objects.values_list("status", flat=True))
    again = refused.context["decisions"]
    desk.post(url, {"reason": "hate", "decisions": again})

    html = refused.content.decode()
    assert "Already decided by Ruth" in html and "Look at it again." in html
    assert "Why</textarea>" in html
    assert untouched == {"published"}
    assert set(Comment.objects.values_list("status", flat=True)) == {"hidden"}


def test_on_the_page_too_nothing_is_hidden_unseen(desk):
    comment = make_comment(make_article())
    report(comment)
    url = reverse("hide_comment", args=[comment.pk])
    seen = desk.get(url).context["version"]
    moderation.approve(comment, by=make_user("Moderator", first_name="Ruth"))

    refused = desk.post(url, {"reason": "hate", "version": seen})
    comment.refresh_from_db()

    assert "Already decided by Ruth" in refused.content.decode()
    assert comment.status == "published"


def test_what_was_hidden_anew_is_not_restored_unseen(desk, moderator):
    comment = make_comment(make_article())
    moderation.hide(comment, by=moderator, reason="spam")
    url = reverse("restore_comment", args=[comment.pk])
    seen = desk.get(url).context["version"]
    ruth = make_user("Moderator", first_name="Ruth")
    moderation.restore(comment, by=ruth)
    moderation.hide(comment, by=ruth, reason="illegal")

    refused = desk.post(url, {"version": seen})
    comment.refresh_from_db()
    desk.post(url, {"version": refused.context["version"]})

    assert "Already decided by Ruth" in refused.content.decode()
    assert comment.status == "hidden"
    comment.refresh_from_db()
    assert comment.status == "published"


def test_sanction_from_a_card(desk, reader):
    comment = make_comment(make_article(), author=reader)
    url = reverse("admin:comments_sanction", args=[comment.pk])

    page = desk.get(url).content.decode()
    refused = desk.post(
        url, {"target": "account", "kind": "suspension", "reason": "abuse", "note": "N"}
    )
    answer = desk.post(
        url,
        {"target": "account", "kind": "suspension", "reason": "abuse", "lasts": "7"},
    )

    sanction = Sanction.objects.get()
    days = (sanction.until - timezone.now()).days
    assert "the account" in page
    assert "Say until when" in refused.content.decode()
    assert "N</textarea>" in refused.content.decode()
    assert answer.status_code == 302
    assert (sanction.account, days) == (reader, 6)


def test_sanction_in_the_past_keeps_what_was_typed(desk):
    url = reverse("admin:comments_sanction_add")
    data = {"email": "nell@example.org", "kind": "ban", "reason": "spam"}

    answer = desk.post(url, {**data, "until": "2020-01-01T00:00", "message": "Words"})

    html = answer.content.decode()
    assert answer.status_code == 400
    assert "This moment is over." in html
    assert "Words</textarea>" in html
    assert not Sanction.objects.exists()


def test_reader_and_comment_tell_their_timeline(desk, reader, moderator):
    from comments.readers import reader_for

    known = reader_for(reader)
    comment = make_comment(make_article(), author=reader)
    moderation.hide(comment, by=moderator, reason="hate", note="Third time")

    pages = [
        desk.get(reverse("admin:comments_reader_change", args=[known.pk])),
        desk.get(reverse("admin:comments_comment_change", args=[comment.pk])),
        desk.get(reverse("admin:comments_moderationaction_changelist")),
    ]

    for page in pages:
        html = page.content.decode()
        assert page.status_code == 200
        assert "hate" in html
        assert str(moderator) in html
    assert "status: published → hidden" in pages[1].content.decode()


def test_the_log_is_closed_to_administrators_too(desk, moderator):
    moderation.lock(make_comment(make_article()), by=moderator)
    chief = make_user(None, is_staff=True, is_superuser=True)
    desk.force_login(chief)
    act = ModerationAction.objects.get()

    add = desk.get(reverse("admin:comments_moderationaction_add"))
    change = reverse("admin:comments_moderationaction_change", args=[act.pk])
    delete = reverse("admin:comments_moderationaction_delete", args=[act.pk])
    bulk = desk.post(
        reverse("admin:comments_moderationaction_changelist"),
        {"action": "delete_selected", "_selected_action": [act.pk], "post": "yes"},
    )

    assert add.status_code == 403
    assert desk.post(change, {"note": "Nothing"}).status_code == 403
    assert desk.post(delete, {"post": "yes"}).status_code == 403
    assert bulk.status_code in {200, 302}
    assert ModerationAction.objects.get().note == ""


def test_sanctions_are_lifted_from_their_list(desk, moderator, reader):
    ban = sanctions.impose(
        Sanction(kind="ban", account=reader, reason="abuse"), by=moderator
    )
    url = reverse("admin:comments_sanction_changelist")
    data = {"action": "lift", "_selected_action": [ban.pk]}

    lifted = desk.post(url, data, follow=True)
    again = desk.post(url, data, follow=True)

    ban.refresh_from_db()
    assert not ban.is_standing
    assert "lifted." in told(lifted)[0]
    assert "lifted already" in told(again)[0]
    assert desk.post(f"{url}{ban.pk}/delete/", {"post": "yes"}).status_code == 403


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


@pytest.mark.parametrize(
    ("act", "back"),
    [("lock", "unlock"), ("slow", "unslow"), ("lock_article", "unlock_article")],
)
def test_what_a_card_quiets_it_lets_loose_again(desk, act, back):
    comment = make_comment(make_article())
    report(comment)
    page = {"before": desk.get(QUEUE).content.decode()}

    press(desk, act, comment)
    page["after"] = desk.get(QUEUE).content.decode()
    press(desk, back, comment)

    assert f'value="{act}"' in page["before"]
    assert f'value="{back}"' in page["after"]
    acts = ModerationAction.objects.values_list("act", flat=True)
    assert list(acts) == [back, act]


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
