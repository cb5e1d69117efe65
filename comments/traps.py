"""Two traps that programs fall into and people do not see.

A field no reader is shown, and the signed moment a form was drawn: nobody reads an
article and writes in a second. Neither refuses; each gives a reason to hold.
"""

import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.core.signing import BadSignature, Signer

HONEYPOT = "website"  # the field that stays empty
TOKEN = "form_token"  # noqa: S105  the field that carries what `issue` returned
MAX_AGE_SECONDS = 24 * 60 * 60
_SIGNER = "comments.traps"


@dataclass(frozen=True)
class Issued:
    """What a token says.

    An expired token is not valid, but its `submission` is still known: a double
    click in a tab left open since yesterday makes one comment too.
    """

    is_valid: bool = False
    age_seconds: int = 0
    submission: uuid.UUID | None = None


def issue(now: float | None = None) -> str:
    """Return a token for one drawn form; `now` is in seconds since 1970."""
    value = f"{_milliseconds(now)}:{uuid.uuid4().hex}"
    return Signer(salt=_SIGNER).sign(value)


def read(token: str, *, now: float | None = None) -> Issued:
    """Return what a sent token says, nothing if we did not issue it. Never raises."""
    try:
        issued, _, submission = Signer(salt=_SIGNER).unsign(token).partition(":")
        # Not below 0: another server's clock may be ahead.
        age = max(0, _milliseconds(now) - int(issued)) // 1000
        return Issued(age <= MAX_AGE_SECONDS, age, uuid.UUID(submission))
    except (BadSignature, ValueError):
        return Issued()


def looks_automatic(
    data: Mapping[str, object], *, now: float | None = None
) -> list[str]:
    """Return why a sent form looks like a program's, for moderators; [] if it does not.

    `data` is what was sent, with the fields HONEYPOT and TOKEN.
    """
    reasons = []
    if str(data.get(HONEYPOT) or "").strip():
        reasons.append("honeypot filled")
    issued = read(str(data.get(TOKEN) or ""), now=now)
    if issued.submission is None:
        reasons.append("no valid form token")
    elif not issued.is_valid:
        reasons.append("sent more than 24 hours after the form was drawn")
    elif issued.age_seconds < settings.COMMENT_MIN_SECONDS:
        seconds = (
            "1 second" if issued.age_seconds == 1 else f"{issued.age_seconds} seconds"
        )
        reasons.append(f"sent {seconds} after the form was drawn")
    return reasons


def _milliseconds(now: float | None) -> int:
    return int((time.time() if now is None else now) * 1000)
