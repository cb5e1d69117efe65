"""Asks Akismet whether a comment is spam; off unless settings.AKISMET_KEY is set.

One POST of a form, answered by the word `true` or `false`; the protocol is at
https://akismet.com/developers/detailed-docs/comment-check/. What is asked about is
personal, so nothing of it is ever logged.
"""

import logging
from http.client import HTTPException
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from django.conf import settings

_ANSWERS = {b"true": True, b"false": False}
_MAX_ANSWER = 16  # bytes; `invalid` is the longest answer there is
_logger = logging.getLogger(__name__)


def is_switched_on() -> bool:
    return bool(settings.AKISMET_KEY)


def is_spam(
    *,
    text: str,
    name: str,
    email: str,
    address: str,
    user_agent: str,
    permalink: str,
) -> bool | None:
    """Return Akismet's answer; None when it gave none or is switched off.

    Akismet does not judge without the sender's address, so it is not asked then.
    Waits up to AKISMET_TIMEOUT seconds: call it outside any transaction. Also what
    Akismet would discard unseen is only spam here, for a moderator. Never raises.
    """
    if not is_switched_on() or not address:
        return None
    fields = {
        "api_key": settings.AKISMET_KEY,
        "blog": settings.AKISMET_BLOG,
        "blog_charset": "UTF-8",
        "user_ip": address,
        "user_agent": user_agent,
        "permalink": permalink,
        "comment_type": "comment",
        "comment_author": name,
        "comment_author_email": email,
        "comment_content": text,
    }
    try:
        answer = _ask(urlencode(fields, errors="replace").encode("ascii"))
    except (OSError, HTTPException, ValueError) as error:
        _logger.warning("Akismet gave no answer: %s.", type(error).__name__)
        return None
    if answer not in _ANSWERS:
        _logger.warning(
            "Akismet gave neither yes nor no: check AKISMET_KEY and AKISMET_BLOG."
        )
    return _ANSWERS.get(answer)


def _ask(form: bytes) -> bytes:
    request = Request(  # noqa: S310  the operator's own address, not a reader's
        settings.AKISMET_URL, data=form, headers={"User-Agent": "Dateline/1.0"}
    )
    with urlopen(request, timeout=settings.AKISMET_TIMEOUT) as response:  # noqa: S310
        return response.read(_MAX_ANSWER).strip()
