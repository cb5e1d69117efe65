"""Tables as after a war: comments of accounts and guests, reports, acts, sanctions."""

from datetime import timedelta
from random import Random
from typing import NamedTuple

from django.contrib.auth.models import Group, User
from django.db import connection
from django.utils import timezone

from benchmarks.comments.seed import make_dice, plant_article, several
from comments.models import Comment, ModerationAction, Reason, Report, Sanction
from tests.factories import make_section

_BATCH = 2000
_ACCOUNTS = 3000
_SECTIONS = ("world", "nation", "science", "culture")


class Scale(NamedTuple):
    comments: int
    articles: int
    reports: int
    acts: int
    thread: int  # comments of the one that is hidden
    views: int  # times each page is asked for
    hides: int


FULL = Scale(200_000, 40, 20_000, 20_000, 5_000, 40, 5)
QUICK = Scale(4_000, 8, 400, 400, 300, 5, 2)


def fill(scale: Scale) -> None:
    dice = make_dice(6)
    moderator = User.objects.create_user("moderator", is_staff=True)
    moderator.groups.add(Group.objects.get(name="Moderator"))
    accounts = User.objects.bulk_create(
        User(username=f"reader-{number}") for number in range(_ACCOUNTS)
    )
    for number in range(scale.articles):
        shapes = several(scale.comments // scale.articles, dice)
        article = plant_article(shapes, dice)
        article.section = make_section(_SECTIONS[number % len(_SECTIONS)])
        article.save(update_fields=["section"])
    _sign(accounts[0].pk)
    pks = list(Comment.objects.order_by("pk").values_list("pk", flat=True))
    _report(dice, pks, accounts, scale)
    _act(dice, pks, moderator, scale)
    Sanction.objects.bulk_create(
        Sanction(account=account, kind="warning", reason="abuse", made_by=moderator)
        for account in accounts[::10]
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _sign(first: int) -> None:
    """Half of the comments are of accounts, the others of guests with an address."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE comments_comment SET author_id = %s + id %% %s WHERE id %% 2 = 0",
            [first, _ACCOUNTS],
        )
        cursor.execute(
            "UPDATE comments_comment SET email = 'guest-' || (id %% 20000) ||"
            " '@example.org' WHERE id %% 2 = 1",
            [],
        )


def _report(dice: Random, pks: list[int], accounts: list[User], scale: Scale) -> None:
    """Two in three still wait; some comments are reported by many."""
    now = timezone.now()
    rows = []
    for number in range(scale.reports):
        is_open = number % 3 > 0
        reporter = dice.choice(accounts)
        moment = now - timedelta(minutes=dice.uniform(0, 40_000))
        rows.append(
            Report(
                comment_id=dice.choice(pks[-len(pks) // 8 :]),
                reporter=reporter,
                reporter_key=f"account:{reporter.pk}-{number}",
                reason=dice.choice(Reason.values),
                reported_at=moment,
                resolved_at=None if is_open else now,
                outcome="" if is_open else dice.choice(["upheld", "dismissed"]),
                weight=dice.choice([50, 66, 100, 133]),
            )
        )
    Report.objects.bulk_create(rows, batch_size=_BATCH)


def _act(dice: Random, pks: list[int], moderator: User, scale: Scale) -> None:
    ModerationAction.objects.bulk_create(
        (
            ModerationAction(
                comment_id=dice.choice(pks),
                act=dice.choice(["hide", "approve"]),
                reason="abuse",
                acted_by=moderator,
                status_before="pending",
                status_after="published",
            )
            for _ in range(scale.acts)
        ),
        batch_size=_BATCH,
    )
