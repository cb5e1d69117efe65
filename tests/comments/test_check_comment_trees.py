"""The command that proves the trees: it reports, mends one thread, and then rests."""

import pytest
from django.core.management import CommandError, call_command

from comments.counts import counts_of
from comments.models import Comment, CommentCount
from comments.tree_check import list_faults
from tests.factories import make_article, make_comment, squeeze

pytestmark = pytest.mark.django_db
NUMBERS = ("pk", "tree_id", "lft", "rght", "level")


def make_thread(article, length=4):
    first = make_comment(article)
    return [first, *(make_comment(article, first) for _ in range(length))]


def numbers_of(article):
    rows = Comment.objects.filter(article=article).in_tree_order()
    return list(rows.values_list(*NUMBERS))


def outline_of(article):
    return [(pk, level) for pk, *_, level in numbers_of(article)]


def damage(comment, **columns):
    Comment.objects.filter(pk=comment.pk).update(**columns)


def test_sound_trees_are_said_to_be_sound(capsys):
    make_thread(make_article())

    call_command("check_comment_trees")

    assert "Every thread is sound." in capsys.readouterr().out


def test_damage_is_reported_and_ends_with_an_error(capsys):
    thread = make_thread(make_article())
    damage(thread[2], lft=1, rght=90)

    with pytest.raises(CommandError, match="faults; run with --fix"):
        call_command("check_comment_trees")

    assert f"comment {thread[2].pk}" in capsys.readouterr().out


@pytest.mark.parametrize(
    "columns",
    [{"lft": 1, "rght": 90}, {"level": 7}, {"lft": 50, "rght": 51}, {"rght": 99}],
)
def test_fix_mends_the_broken_thread_and_touches_no_other(columns):
    article, other = make_article(), make_article()
    thread = make_thread(article)
    make_thread(other)
    squeeze(thread[0])
    untouched, right = numbers_of(other), outline_of(article)
    damage(thread[2], **columns)

    call_command("check_comment_trees", "--fix")

    assert list_faults() == []
    assert outline_of(article) == right
    assert numbers_of(other) == untouched
    call_command("check_comment_trees")


def test_fix_brings_a_comment_home_that_stood_in_another_thread():
    article, other = make_article(), make_article()
    thread, strange = make_thread(article), make_thread(other)
    damage(thread[3], tree_id=strange[0].tree_id, lft=2, rght=3)

    call_command("check_comment_trees", "--fix")

    assert list_faults() == []
    assert Comment.objects.get(pk=thread[3].pk).tree_id == thread[0].tree_id


def test_check_of_one_article_looks_at_no_other():
    damage(make_thread(make_article())[1], level=9)
    sound = make_thread(make_article())[0].article

    call_command("check_comment_trees", "--article", str(sound.pk))


def test_fix_puts_a_wrong_count_right():
    article = make_article()
    make_thread(article, length=2)
    CommentCount.objects.update(published=77)

    call_command("check_comment_trees", "--fix")

    assert counts_of(article) == {None: 3}
