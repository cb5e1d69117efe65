"""Any sequence of acts leaves the tree saying what the parent links say."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from comments import mending, moderation, tree_repair
from comments.counts import counts_of, recount
from comments.models import Comment
from comments.tree_check import list_faults
from tests.factories import make_article, make_comment, make_user, squeeze

BEGAN = datetime(2026, 1, 14, tzinfo=UTC)
pick = st.integers(min_value=0, max_value=10_000)


class Threads(RuleBasedStateMachine):
    """Readers, moderators and an import at work on two articles."""

    def __init__(self):
        super().__init__()
        self.savepoint = transaction.savepoint()
        self.reader, self.moderator = make_user(None), make_user("Moderator")
        self.articles = [make_article(), make_article()]
        self.minutes = 0

    def teardown(self):
        transaction.savepoint_rollback(self.savepoint)

    def any_comment(self, number, **which):
        pks = list(Comment.objects.filter(**which).values_list("pk", flat=True))
        return Comment.objects.get(pk=pks[number % len(pks)]) if pks else None

    @rule(number=pick, age=st.integers(0, 500))
    def import_thread(self, number, age):
        self.minutes += 1
        moment = BEGAN - timedelta(days=age, minutes=self.minutes)
        make_comment(self.articles[number % 2], created_at=moment)

    @rule(number=pick)
    def reply(self, number):
        parent = self.any_comment(number)
        if parent:
            make_comment(parent.article, parent, author=self.reader)

    @rule(number=pick)
    def find_a_thread_of_an_earlier_version(self, number):
        comment = self.any_comment(number)
        if comment:
            squeeze(comment)

    @rule(number=pick)
    def hide(self, number):
        comment = self.any_comment(number, status="published")
        if comment:
            moderation.hide(comment, by=self.moderator, reason="spam")

    @rule(number=pick)
    def restore(self, number):
        comment = self.any_comment(number, status="hidden")
        if comment:
            moderation.restore(comment, by=self.moderator)

    @rule(number=pick)
    def lock(self, number):
        comment = self.any_comment(number, is_locked=False)
        if comment:
            moderation.lock(comment, by=self.moderator)

    @rule(number=pick)
    def withdraw(self, number):
        comment = self.any_comment(number, status="published", author=self.reader)
        if comment:
            mending.withdraw(comment, by=self.reader)

    @rule(number=pick)
    def repair(self, number):
        comment = self.any_comment(number)
        if comment:
            tree_repair.repair(comment.tree_id)

    @invariant()
    def the_tree_is_sound(self):
        assert list_faults() == []
        for article in getattr(self, "articles", []):
            kept = counts_of(article)
            assert not recount(article.pk), kept


@pytest.mark.usefixtures("roles")
@pytest.mark.django_db
def test_any_sequence_of_acts_leaves_a_sound_tree():
    machine = Threads.TestCase
    machine.settings = settings(
        max_examples=12,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    machine("runTest").runTest()
