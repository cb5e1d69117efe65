"""The signed address under which an author appeals against one decision."""

from datetime import timedelta

from django.core.signing import BadSignature, SignatureExpired, TimestampSigner

DAYS = 30
_SIGNER = TimestampSigner(salt="comments.appeals")


class LinkOver(Exception):
    """The time to appeal is over."""


def issue(action_id: int) -> str:
    """Return the token of one decision."""
    return _SIGNER.sign(str(action_id))


def read(token: str) -> int:
    """Return the id of the decision.

    Raises ValueError for what we did not issue, LinkOver after DAYS.
    """
    try:
        return int(_SIGNER.unsign(token, max_age=timedelta(days=DAYS)))
    except SignatureExpired as error:
        raise LinkOver("The time to appeal is over.") from error
    except BadSignature as error:
        raise ValueError(token) from error
