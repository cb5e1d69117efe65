"""The demo newsroom: believable, loaded once, accounts only where asked."""

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from articles.models import Article, Image, Section, Series, Update
from comments.models import Comment, ModerationAction, Report
from comments.tree_check import list_faults
from tests.factories import make_article

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.thorough,
    pytest.mark.usefixtures("roles"),
]
MODELS = (Article, Update, Image, Section, Series, Comment, Report, User)


def counts():
    return [model.objects.order_by().count() for model in MODELS]


def test_demo_is_a_newsroom_and_twice_is_as_once(settings, capsys):
    settings.DEBUG = True
    call_command("demo", stdout=None)
    once = counts()
    bodies = list(Article.objects.values_list("html", flat=True))

    call_command("demo")

    assert counts() == once
    assert list(Article.objects.values_list("html", flat=True)) == bodies
    assert_is_a_newsroom()


def assert_is_a_newsroom():
    live = Article.objects.running().get()
    statuses = set(Comment.objects.order_by().values_list("status", flat=True))
    assert Article.objects.published().count() >= 6
    assert Section.objects.count() >= 3
    assert Series.objects.count() == 1
    assert Article.objects.filter(coverage="closed").exists()
    assert live.updates.published().count() >= 14
    assert live.html.count("<p>") >= 8
    assert "/story/" not in live.html + "".join(u.html for u in live.updates.all())
    assert any("data-player" in update.html for update in live.updates.all())
    assert Comment.objects.order_by().count() >= 150
    assert Comment.objects.order_by("-level").first().level >= 11
    assert statuses == {"published", "pending", "hidden", "withdrawn"}
    assert Report.objects.filter(resolved_at=None).exists()
    assert list_faults() == []
    assert (
        ModerationAction.objects.count()
        == Comment.objects.filter(status="hidden").count()
    )


def test_demo_stays_out_of_a_newsroom_with_stories_of_its_own():
    make_article()

    with pytest.raises(CommandError, match="Nothing was loaded"):
        call_command("demo")

    assert Article.objects.count() == 1
    assert not Series.objects.exists()


def test_accounts_are_made_only_where_asked(settings, capsys):
    settings.DEBUG = False
    call_command("demo")
    without = User.objects.count()

    call_command("demo", "--accounts")

    assert without == 0
    assert set(User.objects.values_list("username", flat=True)) == {
        "journalist",
        "editor",
        "moderator",
        "reader",
    }
