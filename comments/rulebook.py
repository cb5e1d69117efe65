"""The word rules in use, how one is changed, and what it would have caught before."""

import time
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from articles.roles import require
from comments.models import Comment, WordRule
from comments.rules import NO_RULES, Rule, Rules

DAYS = 30
_MOST = 20_000  # comments a dry run looks at
_SECONDS = 2.0
_SHOWN = 20
_BROAD = 0.05  # of all comments: a rule that catches more deserves a second thought


@lru_cache(maxsize=2)
def rules_of(version: str) -> Rules:
    """Return the rules in use; `version` names their newest change, "" for none."""
    if not version:
        return NO_RULES
    active = WordRule.objects.filter(is_active=True)
    told = active.values_list("pk", "phrase", "action")
    return Rules(Rule(pk, text, act == "refuse") for pk, text, act in told)


@transaction.atomic
def change_rule(rule: WordRule, *, by: User) -> WordRule:
    """Save a new or changed rule; every process knows it with the next comment.

    Raises PermissionDenied.
    """
    act = "add" if rule.pk is None else "change"
    require(by, f"comments.{act}_wordrule")
    # One after another: the newest moment tells that something has changed.
    list(WordRule.objects.order_by("-changed_at").select_for_update()[:1])
    rule.changed_at, rule.changed_by = timezone.now(), by
    rule.save()
    return rule


@dataclass
class DryRun:
    """What a rule would have caught among `looked_at` comments, the newest first."""

    looked_at: int = 0
    caught: int = 0
    is_whole: bool = True
    examples: list[Comment] = field(default_factory=list)

    @property
    def is_broad(self) -> bool:
        return self.caught > max(1, self.looked_at * _BROAD)


def try_out(phrase: str) -> DryRun:
    """Look for a phrase in the comments of the last 30 days.

    As far back as two seconds allow, so that no rule keeps anybody waiting.
    """
    rules, run = Rules([Rule(0, phrase)]), DryRun()
    since = timezone.now() - timedelta(days=DAYS)
    recent = Comment.objects.filter(created_at__gt=since).order_by("-pk")
    recent = recent.exclude(status=Comment.Status.WITHDRAWN)
    give_up = time.monotonic() + _SECONDS
    found: list[int] = []
    bodies = recent.values_list("pk", "body")[: _MOST + 1]
    for pk, body in bodies.iterator(chunk_size=500):
        if run.looked_at == _MOST or time.monotonic() > give_up:
            run.is_whole = False
            break
        run.looked_at += 1
        if rules.find(body):
            run.caught += 1
            found.append(pk)
    examples = Comment.objects.filter(pk__in=found[:_SHOWN]).order_by("-pk")
    run.examples = list(examples.select_related("article"))
    return run
