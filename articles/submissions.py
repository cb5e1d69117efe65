"""The signed name of one drawn form: sent twice, it is one update.

It also proves for whom of the newsroom a form was drawn, when what they wrote arrives
after their session has ended.
"""

import uuid

from django.core.signing import BadSignature, TimestampSigner

FIELD = "submission"
MAX_AGE_SECONDS = 7 * 24 * 60 * 60
_SIGNER = TimestampSigner(salt="articles.submissions")


def issue(user_id: int | None) -> str:
    """Return a new token, for one drawing of a form for one person."""
    return _SIGNER.sign(f"{user_id or 0}-{uuid.uuid4().hex}")


def read(token: str) -> uuid.UUID | None:
    """Return the name in a token of ours, however old; None for any other text."""
    try:
        return uuid.UUID(_SIGNER.unsign(token).partition("-")[2])
    except (BadSignature, ValueError):
        return None


def drawn_for(token: str) -> int | None:
    """Return whose form it is, None where we did not draw it within a week."""
    try:
        value = _SIGNER.unsign(token, max_age=MAX_AGE_SECONDS)
    except BadSignature:
        return None
    return int(value.partition("-")[0])
