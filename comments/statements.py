"""Telling authors why: by mail, after the act is safe, never many at a time.

Rows wait in the database and go out a few at once: with the act itself, with those
that follow, and with `manage.py send_statements`. An address gets one mail an hour at
most, with all that was decided since the last. An act that is undone before its mail
has left is never mentioned.
"""

import logging
from collections import defaultdict
from contextlib import suppress
from datetime import timedelta
from itertools import chain
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import (
    Case,
    CharField,
    DateTimeField,
    Exists,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from comments.acts import insert_from
from comments.appeal_links import DAYS, issue
from comments.models import ModerationAction, Statement

AT_ONCE = 10  # mails that go out with one act
_MOST_IN_ONE = 20  # decisions in one mail
_TRIES = 5
_PAUSE = timedelta(hours=1)
_Act = ModerationAction.Act
_logger = logging.getLogger(__name__)


def state_reasons(group: UUID) -> None:
    """Let the authors of what one act hid, or whom it stopped, be told in time."""
    account, comment = F("account__email"), F("comment__author__email")
    address = Case(
        When(sanction__isnull=False, then=account),
        When(comment__author__isnull=False, then=comment),
        default=F("comment__email"),
        output_field=CharField(),
    )
    log = ModerationAction.objects.of_group(group).order_by("pk")
    told = log.filter(act__in=[_Act.HIDE, _Act.SANCTION]).alias(address=address)
    told = told.exclude(Q(address="") | Q(address=None) | Q(pk__in=_known(group)))
    columns = {
        "action_id": F("pk"),
        "address": address,
        "made_at": Value(timezone.now(), DateTimeField()),
        "tries": Value(0),
    }
    if insert_from(told, Statement, columns):
        transaction.on_commit(send_due, robust=True)


def send_due(most: int = AT_ONCE) -> int:
    """Send what is due to `most` addresses at most; return how many mails went out.

    What cannot be sent now waits for the next time.
    """
    sent, taken, connection = 0, _take(most), get_connection()
    try:
        for address in list(taken):
            statements = taken.pop(address)
            try:
                _mail(address, statements, connection).send()
                sent += 1
            except (OSError, SMTPException) as error:
                if not _is_of_one_mail(error):
                    taken[address] = statements
                    raise
                _give_back(statements, tries=1)
    except (OSError, SMTPException) as error:
        # The server's fault, not an address's: all the rest would wait for it too.
        _logger.warning("Statements of reasons wait: %s.", type(error).__name__)
        _give_back(list(chain(*taken.values())))
    finally:
        with suppress(OSError, SMTPException):
            connection.close()
    return sent


def _is_of_one_mail(error: Exception) -> bool:
    """Whether its address or its words were refused; all others may pass."""
    if isinstance(error, SMTPDataError):
        return error.smtp_code >= 500
    return isinstance(error, SMTPRecipientsRefused)


def _give_back(statements: list[Statement], *, tries: int = 0) -> None:
    rows = Statement.objects.filter(pk__in=[told.pk for told in statements])
    rows.update(sent_at=None, tries=F("tries") + tries)


@transaction.atomic
def _take(most: int) -> dict[str, list[Statement]]:
    """Mark as sent what is about to be, so that nobody else sends it too."""
    now = timezone.now()
    just_told = Statement.objects.filter(
        address=OuterRef("address"), sent_at__gt=now - _PAUSE
    )
    due = Statement.objects.unsent().filter(~Exists(just_told), tries__lt=_TRIES)
    first = due.order_by().values("address").annotate(first=Min("pk"))
    addresses = list(first.order_by("first").values_list("address", flat=True)[:most])
    mine = due.filter(address__in=addresses).order_by("pk")
    locked = mine.select_for_update(of=("self",), skip_locked=True).select_related(
        "action__comment__article", "action__sanction"
    )
    by_address: dict[str, list[Statement]] = defaultdict(list)
    for statement in locked[: most * _MOST_IN_ONE]:
        if len(by_address[statement.address]) < _MOST_IN_ONE:
            by_address[statement.address].append(statement)
    pks = [statement.pk for chosen in by_address.values() for statement in chosen]
    Statement.objects.filter(pk__in=pks).update(sent_at=now)
    return by_address


def _mail(address: str, statements: list[Statement], connection: Any) -> EmailMessage:
    """Nothing a reader typed is in it, so that nobody can send mail through us."""
    decisions = [
        {"action": told.action, "link": absolute(link_of(told.action))}
        for told in statements
    ]
    context = {"decisions": decisions, "days": DAYS, "newsroom": settings.NEWSROOM_NAME}
    text = render_to_string("comments/email/statement.txt", context)
    subject = f"{settings.NEWSROOM_NAME}: a moderator’s decision"
    return EmailMessage(subject, text, to=[address], connection=connection)


def link_of(action: ModerationAction) -> str:
    """Where the author reads why, and appeals."""
    return reverse("appeal", args=[issue(action.pk)])


def absolute(path: str) -> str:
    return settings.NEWSROOM_ADDRESS + path


def _known(group: UUID) -> QuerySet:
    told = Statement.objects.filter(action__group=group)
    return told.values("action")
