"""The tree's numbers say what the parent links say, with gaps or without."""

import random
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comments import tree
from comments.models import Comment
from comments.tree import new_tree_id
from comments.tree_check import list_faults
from tests.factories import make_article, make_comment, squeeze

pytestmark = pytest.mark.django_db


def outline(article):
    """The tree as its numbers tell it: (level, pk) in the order of the page."""
    rows = Comment.objects.filter(article=article).in_tree_order()
    return list(rows.values_list("level", "pk"))


def outline_by_parents(article):
    """The same, walked by parent links alone."""
    children = {}
    for comment in Comment.objects.filter(article=article).order_by("pk"):
        children.setdefault(comment.parent_id, []).append(comment.pk)

    def walk(parent, level):
        for pk in children.get(parent, []):
            yield level, pk
            yield from walk(pk, level + 1)

    return list(walk(None, 0))


def test_threads_stand_by_age_and_replies_below_what_they_answer():
    article, now = make_article(), timezone.now()
    second = make_comment(article, created_at=now)
    first = make_comment(article, created_at=now - timedelta(seconds=1))
    reply = make_comment(article, first)
    deeper = make_comment(article, reply)
    later = make_comment(article, first)

    assert outline(article) == [
        (0, first.pk),
        (1, reply.pk),
        (2, deeper.pk),
        (1, later.pk),
        (0, second.pk),
    ]
    assert list_faults() == []


def numbers(**which):
    rows = Comment.objects.order_by("pk").filter(**which)
    return list(rows.values_list("pk", "lft", "rght"))


@pytest.mark.parametrize(("depth", "replies"), [(1, 200), (4, 30), (10, 5), (25, 1)])
def test_reply_in_a_usual_thread_moves_no_other_comment(depth, replies):
    article = make_article()
    last = make_comment(article)
    for _ in range(depth):
        for _ in range(replies):
            before = numbers()
            reply = make_comment(article, last)
            assert numbers(pk__lt=reply.pk) == before
        last = reply

    assert outline(article) == outline_by_parents(article)
    assert list_faults() == []


@pytest.mark.parametrize("is_dense", [False, True])
def test_any_order_of_replies_leaves_a_sound_tree(is_dense):
    dice = random.Random(is_dense)
    article = make_article()
    planted = [make_comment(article)]

    for turn in range(120):
        planted.append(make_comment(article, dice.choice(planted)))
        if is_dense and turn % 7 == 0:
            squeeze(planted[0])

    assert outline(article) == outline_by_parents(article)
    assert list_faults() == []


@pytest.mark.parametrize("is_dense", [False, True])
def test_chain_of_replies_has_no_end(is_dense):
    article = make_article()
    comment = make_comment(article)

    for turn in range(150):
        comment = make_comment(article, comment)
        if is_dense and turn == 100:
            squeeze(comment)

    assert comment.level == 150
    assert outline(article) == outline_by_parents(article)
    assert list_faults() == []


def test_chain_in_a_large_thread_moves_its_own_neighbours_only():
    article = make_article()
    first = make_comment(article)
    branches = [make_comment(article, first) for _ in range(8)]
    last = branches[3]
    strangers = [branch.pk for branch in branches if branch != last]
    before = numbers(pk__in=strangers)

    for _ in range(80):
        last = make_comment(article, last)

    assert numbers(pk__in=strangers) == before
    assert outline(article) == outline_by_parents(article)
    assert list_faults() == []


def test_chain_is_spread_once_in_many_replies_and_a_few_rows_at_a_time():
    article = make_article()
    comment = make_comment(article)
    moved = []
    for _ in range(300):
        before = {pk: (lft, rght) for pk, lft, rght in numbers()}
        comment = make_comment(article, comment)
        after = {pk: (lft, rght) for pk, lft, rght in numbers()}
        moved.append(sum(before[pk] != after[pk] for pk in before))

    assert sum(count > 0 for count in moved) < 300 / 6
    assert sum(moved) < 300 * 6


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.integers(min_value=0), min_size=1, max_size=25))
def test_property_any_choice_of_parents_is_a_sound_tree(choices):
    article, now = make_article(), timezone.now()
    planted = [None]
    for age, choice in enumerate(choices):
        parent = planted[choice % len(planted)]
        moment = now + timedelta(seconds=age)
        planted.append(make_comment(article, parent, created_at=moment))

    assert outline(article) == outline_by_parents(article)
    assert list_faults() == []


@pytest.mark.parametrize(
    "words",
    ['a "b" \\ c', "\\", '"', '")', ",,", "(a,b)", "null", " ", "", "’\U0001f30a\n"],
)
def test_whatever_stands_in_a_column_is_planted_as_it_is(words):
    moment = timezone.now()
    fields = {"body": words, "held_because": words, "network": words}

    planted = make_comment(make_article(), created_at=moment, likes=3, **fields)

    saved = Comment.objects.get(pk=planted.pk)
    assert {name: getattr(saved, name) for name in fields} == fields
    assert (saved.created_at, saved.likes, saved.edited_at) == (moment, 3, None)
    assert (saved.is_pick, saved.submission) == (False, None)


@pytest.mark.parametrize("is_dense", [False, True])
def test_mptts_own_reads_are_right(is_dense):
    article = make_article()
    first = make_comment(article)
    replies = [make_comment(article, first) for _ in range(3)]
    deeper = make_comment(article, replies[0])
    last = make_comment(article, replies[0])
    if is_dense:
        squeeze(first)
    for comment in (first, last):
        comment.refresh_from_db()

    assert first.get_descendant_count() == 5
    assert list(first.get_descendants()) == [
        replies[0],
        deeper,
        last,
        replies[1],
        replies[2],
    ]
    assert list(last.get_ancestors()) == [first, replies[0]]
    assert set(first.get_leafnodes()) == {deeper, last, replies[1], replies[2]}
    assert last.is_leaf_node()


def test_reply_names_an_article_its_parent_is_not_of():
    parent = make_comment(make_article())

    with pytest.raises(ValueError, match="article of its parent"):
        make_comment(make_article(), parent)


def test_comment_saved_past_the_tree_is_refused():
    with pytest.raises(RuntimeError, match="planted"):
        Comment.objects.create(article=make_article(), name="x", body="x")


@pytest.mark.django_db(transaction=True)
def test_two_threads_that_draw_one_number_both_stand(monkeypatch):
    article = make_article()
    taken = make_comment(article).tree_id
    draws = iter([taken, taken + 1])
    monkeypatch.setattr(tree, "new_tree_id", lambda moment: next(draws))

    second = make_comment(article)

    assert second.tree_id == taken + 1


def test_thread_numbers_rise_with_age_and_fit_63_bits():
    now = timezone.now()
    later = now + timedelta(seconds=1)

    assert new_tree_id(now) < new_tree_id(later) < 2**63


def test_status_saved_later_moves_no_number():
    article = make_article()
    first = make_comment(article)
    stale = Comment.objects.get(pk=first.pk)
    make_comment(article, first)

    stale.status = Comment.Status.HIDDEN
    stale.save()

    assert list_faults() == []


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("level", 5, "has level 5"),
        ("lft", 3, "numbers that are taken"),
        ("rght", 99, "reaches out of"),
    ],
)
def test_check_finds_a_forged_number(column, value, says):
    article = make_article()
    first = make_comment(article)
    reply = make_comment(article, make_comment(article, first))
    squeeze(first)
    Comment.objects.filter(pk=reply.parent_id).update(**{column: value})

    assert any(says in fault for fault in list_faults())


def test_check_finds_a_forged_parent():
    article = make_article()
    first = make_comment(article)
    reply = make_comment(article, make_comment(article, first))
    Comment.objects.filter(pk=reply.pk).update(parent=first)

    assert list_faults() == [
        f"comment {reply.pk} stands under {reply.parent_id}, not {first.pk}"
    ]
