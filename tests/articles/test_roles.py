"""Who may do what, at every door through which the newsroom writes."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import live
from articles.models import Article, Correction, Update, WorkingCopy
from tests.factories import (
    make_article,
    make_author,
    make_live_article,
    make_update,
    make_user,
)
from tests.presses import (
    article_form,
    change,
    composer,
    desk,
    history,
    keep,
    press,
    update_form,
)

pytestmark = pytest.mark.django_db
PUBLISHERS = {"superuser", "Administrator", "Editor", "Journalist"}
WRITERS = PUBLISHERS | {"Contributor"}
EVERYBODY = [*sorted(WRITERS), "Moderator", "reader", "anonymous"]


class Objects:
    """What belongs to somebody else: public, and not."""

    def __init__(self):
        soon = timezone.now() + timedelta(days=1)
        self.story = make_live_article(body="<p>First.</p>")
        self.unseen = make_live_article(status="draft", body="<p>First.</p>")
        self.handed_in = make_article(status="submitted", published_at=None)
        self.public = make_update(self.story)
        self.hidden = make_update(self.story, status="hidden")
        self.scheduled = make_update(self.story, status="scheduled", stamped_at=soon)
        self.draft = make_update(self.story, status="draft")
        self.waiting = make_update(self.story, status="submitted")
        self.unseen_update = make_update(self.unseen)


def send(button, **fields):
    return lambda client, story: client.post(desk(story), composer(**fields, **button))


def act(name):
    return lambda client, update: press(client, update, name)


def save(button, **fields):
    def post(client, row):
        form = update_form if isinstance(row, Update) else article_form
        return client.post(change(row), form(row, **{button: "", **fields}))

    return post


def restore(client, row):
    entry = row.history.latest()
    return client.post(history(row), {"entry": entry.pk})


def coverage(client, story):
    url = reverse("admin:articles_article_coverage", args=[story.pk])
    return client.post(url, {"coverage": "closed"})


def paste(button):
    def post(client, story):
        pieces = {
            "pieces-TOTAL_FORMS": "1",
            "pieces-INITIAL_FORMS": "1",
            "pieces-0-is_wanted": "on",
            "pieces-0-stamped_at": "0000",
            "pieces-0-body": "<p>Rain.</p>",
        }
        url = reverse("admin:articles_article_paste", args=[story.pk])
        return client.post(url, {**pieces, button: ""})

    return post


def begin(button):
    def post(client, story):
        sent = article_form(story, slug="new", published_at_0="", published_at_1="")
        return client.post(reverse("admin:articles_article_add"), sent | {button: ""})

    return post


TOMORROW = {"stamped_at": "tomorrow 1800"}
SOME_DAY = {"published_at_0": "2090-01-01", "published_at_1": "10:00:00"}
DOORS = [
    ("desk: publish", send({"_publish": ""}), "story", PUBLISHERS),
    ("desk: schedule", send({"_schedule": ""}, **TOMORROW), "story", PUBLISHERS),
    ("desk: hand in", send({"_submit": ""}), "story", WRITERS),
    ("desk: draft", send({"_draft": ""}), "story", WRITERS),
    ("desk: draft", send({"_draft": ""}), "unseen", PUBLISHERS),
    ("desk: hand in", send({"_submit": ""}), "unseen", PUBLISHERS),
    ("desk: preview", send({"_preview": ""}), "story", WRITERS),
    ("desk: preview", send({"_preview": ""}), "unseen", PUBLISHERS),
    *((name, act(name), "public", PUBLISHERS) for name in ("pin", "key-event", "hide")),
    ("withdraw", act("withdraw"), "public", PUBLISHERS),
    ("show", act("show"), "hidden", PUBLISHERS),
    ("pin", act("pin"), "unseen_update", PUBLISHERS),
    ("publish", act("publish"), "draft", PUBLISHERS),
    ("publish", act("publish"), "waiting", PUBLISHERS),
    ("publish", act("publish"), "hidden", PUBLISHERS),
    ("key-event", act("key-event"), "draft", PUBLISHERS),
    ("discard", act("withdraw"), "draft", PUBLISHERS),
    ("send back", act("send-back"), "waiting", PUBLISHERS),
    ("coverage", coverage, "story", PUBLISHERS),
    ("coverage", coverage, "unseen", PUBLISHERS),
    ("paste: publish", paste("_publish"), "story", PUBLISHERS),
    ("paste: drafts", paste("_draft"), "story", WRITERS),
    ("paste: drafts", paste("_draft"), "unseen", PUBLISHERS),
    *(
        (f"update: {button}", save(button), row, PUBLISHERS)
        for button in ("_save", "_withdraw", "_publish")
        for row in ("public", "scheduled", "draft", "unseen_update")
        if (button, row) not in {("_publish", "public"), ("_publish", "unseen_update")}
    ),
    ("update: hand in", save("_submit"), "draft", PUBLISHERS),
    ("update: correct", save("_save", correction="Six."), "public", PUBLISHERS),
    ("article: correct", save("_continue", correction="Six."), "story", PUBLISHERS),
    ("article: save", save("_continue"), "story", PUBLISHERS),
    ("article: save", save("_continue"), "unseen", PUBLISHERS),
    ("article: withdraw", save("_withdraw"), "story", PUBLISHERS),
    ("article: publish", save("_publish"), "unseen", PUBLISHERS),
    ("article: publish", save("_publish"), "handed_in", PUBLISHERS),
    ("article: schedule", save("_schedule", **SOME_DAY), "unseen", PUBLISHERS),
    ("article: hand in", save("_submit"), "unseen", PUBLISHERS),
    ("article: send back", save("_send_back"), "handed_in", PUBLISHERS),
    ("article: begin", begin("_continue"), "story", WRITERS),
    ("article: hand in", begin("_submit"), "story", WRITERS),
    ("article: publish new", begin("_publish"), "story", PUBLISHERS),
    ("restore", restore, "public", PUBLISHERS),
    ("restore", restore, "draft", PUBLISHERS),
    ("restore", restore, "story", PUBLISHERS),
    ("restore", restore, "unseen", PUBLISHERS),
    ("keep: desk", lambda c, story: keep(c, story, "desk"), "story", WRITERS),
    ("keep: desk", lambda c, story: keep(c, story, "desk"), "unseen", PUBLISHERS),
    (
        "keep: update",
        lambda c, row: keep(c, row.article, f"update-{row.pk}"),
        "draft",
        PUBLISHERS,
    ),
]


def enter(role):
    client = Client()
    if role == "superuser":
        client.force_login(User.objects.create_superuser("root"))
    elif role != "anonymous":
        client.force_login(make_user(None if role == "reader" else role))
    return client


def everything():
    """All that a door could have changed."""
    kept = ("version", "change", "body", "status", "coverage")
    marks = ("is_pinned", "is_key_event", "stamped_at", "status", "body", "version")
    return (
        list(Article.objects.order_by("pk").values_list("pk", *kept)),
        list(Update.objects.order_by("pk").values_list("pk", *marks)),
        Correction.objects.count(),
        WorkingCopy.objects.count(),
    )


@pytest.mark.thorough
@pytest.mark.usefixtures("roles")
@pytest.mark.parametrize(
    ("door", "row", "allowed"),
    [(door, row, allowed) for _, door, row, allowed in DOORS],
    ids=[f"{name}, {row}" for name, _, row, _ in DOORS],
)
def test_only_these_come_in(door, row, allowed):
    objects, came_in, faults = Objects(), set(), {}
    target = getattr(objects, row)
    if door is restore:
        target.save()  # on record
        type(target).objects.filter(pk=target.pk).update(body="<p>Second.</p>")
    before = everything()
    for role in EVERYBODY:
        client = enter(role)
        with transaction.atomic():
            answer = door(client, target)
            if everything() != before:
                came_in.add(role)
            elif answer.status_code not in {302, 403, 404}:
                faults[role] = answer.status_code
            transaction.set_rollback(True)

    assert came_in == allowed
    assert faults == {}


OWN = [
    ("saves", lambda c, row: save("_save")(c, row), {"version": 1}),
    ("hands in", lambda c, row: save("_submit")(c, row), {"status": "submitted"}),
    ("discards", lambda c, row: press(c, row, "withdraw"), {"status": "withdrawn"}),
    ("publishes", lambda c, row: press(c, row, "publish"), {}),
    ("publishes", lambda c, row: save("_publish")(c, row), {}),
    ("schedules", lambda c, row: save("_schedule", **TOMORROW)(c, row), {}),
    ("sends back", lambda c, row: press(c, row, "send-back"), {}),
    ("hides", lambda c, row: press(c, row, "hide"), {}),
]


@pytest.mark.parametrize(("name", "door", "expected"), OWN)
def test_contributor_and_the_own_draft(client, contributor, name, door, expected):
    draft = make_update(make_live_article(), status="draft", created_by=contributor)
    client.force_login(contributor)

    door(client, draft)

    draft.refresh_from_db()
    now = {"status": draft.status, "version": draft.version}
    assert now["status"] == expected.get("status", "draft")
    if "version" in expected:
        assert now["version"] == expected["version"]


def test_contributor_adds_nothing_to_a_story_out_of_sight(contributor):
    unseen = make_live_article(status="draft")

    with pytest.raises(PermissionDenied):
        live.save_draft(Update(article=unseen, body="<p>Rain.</p>"), by=contributor)


def test_contributor_whose_name_is_on_it_writes_on_it(client, contributor):
    author = make_author("Ida Holm")
    author.user = contributor
    author.save()
    draft = make_update(make_live_article(), status="draft", author=author)
    client.force_login(contributor)

    client.post(change(draft), update_form(draft, _save=""))

    draft.refresh_from_db()
    assert draft.body == "<p>Better.</p>"


def test_contributor_lost_sight_of_what_is_published(client, contributor, journalist):
    draft = make_update(make_live_article(), status="draft", created_by=contributor)
    client.force_login(contributor)
    page = client.get(change(draft)).context["adminform"].form
    client.force_login(journalist)
    press(client, draft, "publish")
    client.force_login(contributor)

    answer = client.post(
        change(draft), update_form(draft, version=page["version"].value(), _save="")
    )

    draft.refresh_from_db()
    assert answer.status_code == 403
    assert draft.body == "<p>Something moved.</p>"
