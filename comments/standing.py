"""Whether a sender may speak now: one query for every write of a reader.

It also tells the newest change of the word rules, so that every process knows of a
new rule with the next comment, the name an account signs with, and what the sender
has said within a day.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection, connections
from django.utils import timezone

from articles.models import Article
from articles.roles import Actor
from articles.stamps import long_stamp
from comments.models import Comment, Discussion, Sanction
from comments.models.sanction import address_digits
from comments.refusals import PostingRefused

Kind = Sanction.Kind
_Row = tuple[str, str, str]  # what it is, which one, and its words


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
    said: tuple[tuple[int, str], ...] = ()  # number and text of what was said lately


def check_standing(
    by: Actor,
    *,
    sender: Sender = UNKNOWN,
    email: str = "",
    article: Article | None = None,
    parent: Comment | None = None,
    is_speech: bool = True,
) -> Standing:
    """Return how a sender stands, who may speak at all.

    The same query tells an article whether its discussion is locked, and a parent
    whether the thread it stands in is neither locked nor slow. A warning to be
    read stops speech alone. The newsroom's own people are stopped by what stands
    against their account, never by an address they share.

    Raises PostingRefused.
    """
    rows = _look_up(by, sender, email, article, parent, is_speech=is_speech)
    found = {kind: value for kind, value, _ in reversed(rows)}
    if article is not None:
        Discussion.tell(article, is_locked="locked" in found)
    if parent is not None:
        parent.is_thread_calm = "thread" not in found
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
        said=tuple((int(pk), body) for kind, pk, body in rows if kind == "said"),
    )


def _look_up(
    by: Actor,
    sender: Sender,
    email: str,
    article: Article | None,
    parent: Comment | None,
    *,
    is_speech: bool,
) -> list[_Row]:
    """Return each sanction, then what else is asked with them."""
    is_staff = by.is_authenticated and by.is_staff
    email = "" if is_staff else (getattr(by, "email", "") or email).strip().lower()
    now, moment = timezone.now(), connection.ops.adapt_datetimefield_value
    told: dict[str, Any] = {
        "now": moment(now),
        "yesterday": moment(now - timedelta(days=1)),
        "account": by.pk,
        "article": article and article.pk,
        "thread": parent and parent.tree_id,
        "email": email or None,
        "domain": email.partition("@")[2] or None,
        "network": sender.network,
        "banned_network": None if is_staff else sender.network or None,
        "digits": None if is_staff else address_digits(sender.address) or None,
        "is_speech": is_speech,
    }
    statement = _CALL if connection.vendor == "postgresql" else _STANDING
    with connection.cursor() as cursor:
        cursor.execute(statement, told)
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


def lay_function(using: str, **_: Any) -> None:
    """Let PostgreSQL keep how it answers: planning takes it longer than the answer.

    After every migrate, of whatever stands below.
    """
    if connections[using].vendor == "postgresql":
        with connections[using].cursor() as cursor:
            cursor.execute(_FUNCTION)


# Written out, for every comment runs it. Notes stand in nobody's way, and what is not
# known of a sender is NULL, which equals nothing. That a network is not empty is its
# index's own condition: SQLite must be told that it holds.
_STANDING = """
SELECT kind, CAST(id AS varchar(20)), '' FROM comments_sanction
WHERE lifted_at IS NULL AND (until IS NULL OR until > %(now)s)
AND acknowledged_at IS NULL AND kind <> 'note' AND (
    account_id = %(account)s
    OR email = %(email)s OR domain = %(domain)s OR network = %(banned_network)s
    OR (first_address <= %(digits)s AND last_address >= %(digits)s)
)
UNION ALL
SELECT 'rules', COALESCE(CAST(MAX(changed_at) AS varchar(40)), ''), ''
FROM comments_wordrule
UNION ALL
SELECT 'name', display_name, '' FROM comments_reader WHERE user_id = %(account)s
UNION ALL
SELECT 'locked', '', '' FROM comments_discussion
WHERE article_id = %(article)s AND is_locked
UNION ALL
SELECT 'thread', '', '' FROM comments_comment WHERE tree_id = %(thread)s
AND parent_id IS NULL AND (is_locked OR slow_until IS NOT NULL)
UNION ALL
SELECT * FROM (
    SELECT 'said', CAST(id AS varchar(20)), body FROM comments_comment
    WHERE author_id = %(account)s AND %(is_speech)s
    AND created_at > %(yesterday)s ORDER BY created_at DESC LIMIT 20
) AS by_account
UNION ALL
SELECT * FROM (
    SELECT 'said', CAST(id AS varchar(20)), body FROM comments_comment
    WHERE author_id IS NULL AND network = %(network)s AND network > ''
    AND %(account)s IS NULL AND %(is_speech)s
    AND created_at > %(yesterday)s ORDER BY created_at DESC LIMIT 20
) AS by_network
"""
_GIVEN = {
    "now": "timestamptz",
    "yesterday": "timestamptz",
    "account": "bigint",
    "article": "bigint",
    "thread": "bigint",
    "email": "text",
    "domain": "text",
    "network": "text",
    "banned_network": "text",
    "digits": "text",
    "is_speech": "boolean",
}
_PARAMETERS = ", ".join(f"%({name})s" for name in _GIVEN)
_CALL = f"SELECT * FROM comment_standing({_PARAMETERS})"  # noqa: S608
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION comment_standing(
    {", ".join(f"given_{name} {kind}" for name, kind in _GIVEN.items())}
) RETURNS TABLE (what varchar, which varchar, words text) LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN QUERY {_STANDING % {name: f"given_{name}" for name in _GIVEN}};
END $$
"""
