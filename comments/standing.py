"""Whether a sender may speak now: one query for every write of a reader.

It also tells the newest change of the word rules, so that every process knows of a
new rule with the next comment, and the name an account signs with.
"""

from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from articles.roles import Actor
from articles.stamps import long_stamp
from comments.models import Sanction
from comments.models.sanction import address_digits
from comments.refusals import PostingRefused

Kind = Sanction.Kind


@dataclass(frozen=True)
class Sender:
    """What a request tells of who sends it; nothing of it is ever printed.

    `network` is a keyed hash; `automatic` and `is_spam` are the answers of the form's
    traps and of Akismet, asked before any transaction begins. The `address` is
    compared with banned ranges and not kept.
    """

    network: str = ""
    address: str = ""
    automatic: tuple[str, ...] = ()
    is_spam: bool | None = None


UNKNOWN = Sender()


@dataclass(frozen=True)
class Standing:
    is_premoderated: bool = False
    rules_version: str = ""
    display_name: str = ""  # of an account that has one


def check_standing(
    by: Actor, *, sender: Sender = UNKNOWN, email: str = "", is_speech: bool = True
) -> Standing:
    """Return how a sender stands, who may speak at all.

    A warning to be read stops speech alone. The newsroom's own people are stopped by
    what stands against their account, never by an address they share.

    Raises PostingRefused.
    """
    found = dict(reversed(_look_up(by, sender, email)))
    for kind in (Kind.BAN, Kind.SUSPENSION):
        if kind in found:
            raise PostingRefused(_sentence(Sanction.objects.get(pk=found[kind])))
    if Kind.WARNING in found and is_speech:
        raise PostingRefused(
            "A moderator has sent you a warning. Read it first, then go on.",
            has_warning=True,
        )
    return Standing(
        is_premoderated=Kind.PREMODERATION in found,
        rules_version=found["rules"],
        display_name=found.get("name", ""),
    )


def _look_up(by: Actor, sender: Sender, email: str) -> list[tuple[str, str]]:
    """Return the kind and id of each sanction, then what else is asked with them."""
    is_staff = by.is_authenticated and by.is_staff
    email = "" if is_staff else (getattr(by, "email", "") or email).strip().lower()
    digits = "" if is_staff else address_digits(sender.address)
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    told = {
        "now": now,
        "account": by.pk or 0,
        "email": email,
        "domain": email.partition("@")[2],
        "network": "" if is_staff else sender.network,
        "digits": digits,
    }
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, told)
        return cursor.fetchall()


def _sentence(sanction: Sanction) -> str:
    what = "You cannot comment" if sanction.account_id else "Nobody can comment"
    where = "" if sanction.account_id else " from this address"
    if sanction.email:
        where = " with this e-mail address"
    until = f" until {long_stamp(sanction.until)}" if sanction.until else ""
    why = f"Reason: {sanction.get_reason_display()}."
    message = f" {sanction.message}" if sanction.message else ""
    return f"{what}{where}{until}. {why}{message}"


# Written out, for every comment runs it. Notes stand in nobody's way.
_STANDING = """
SELECT kind, CAST(id AS varchar(20)) FROM comments_sanction
WHERE lifted_at IS NULL AND (until IS NULL OR until > %(now)s)
AND acknowledged_at IS NULL AND kind <> 'note' AND (
    account_id = %(account)s
    OR (email <> '' AND email = %(email)s)
    OR (domain <> '' AND domain = %(domain)s)
    OR (network <> '' AND network = %(network)s)
    OR (first_address <> '' AND %(digits)s <> ''
        AND first_address <= %(digits)s AND last_address >= %(digits)s)
)
UNION ALL
SELECT 'rules', COALESCE(CAST(MAX(changed_at) AS varchar(40)), '')
FROM comments_wordrule
UNION ALL
SELECT 'name', display_name FROM comments_reader WHERE user_id = %(account)s
"""
