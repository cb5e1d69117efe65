import uuid

import pytest
from django.core.signing import Signer
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from comments.traps import HONEYPOT, TOKEN, Issued, issue, looks_automatic, read

NOON = 1_800_000_000.0
DAY = 86_400


def sent(token, **fields):
    return {TOKEN: token, HONEYPOT: "", "body": "I was there."} | fields


def test_a_token_tells_its_age_and_its_submission():
    issued = read(issue(now=NOON), now=NOON + 12.7)

    assert (issued.is_valid, issued.age_seconds) == (True, 12)
    assert isinstance(issued.submission, uuid.UUID)


def test_each_form_has_a_submission_of_its_own():
    assert len({read(issue()).submission for _ in range(50)}) == 50


def test_a_token_lives_for_a_day_and_its_submission_is_known_after():
    token = issue(now=NOON)
    fresh, expired = read(token, now=NOON + DAY), read(token, now=NOON + DAY + 1)

    assert (fresh.is_valid, expired.is_valid) == (True, False)
    assert expired.submission == fresh.submission


def test_a_clock_ahead_makes_no_negative_age():
    issued = read(issue(now=NOON + 5), now=NOON)

    assert (issued.is_valid, issued.age_seconds) == (True, 0)


@pytest.mark.parametrize(
    "forge",
    [
        lambda token: "",
        lambda token: token[:-1],
        lambda token: "9" + token[1:],
        lambda token: token.replace(":", ";"),
        lambda token: token + "\ud800",
        lambda token: "x" * 100_000,
        lambda token: Signer(salt="another").sign(token.rpartition(":")[0]),
        lambda token: Signer(salt="comments.traps").sign("not:ours"),
        lambda token: Signer(salt="comments.traps").sign("1"),
    ],
)
def test_a_forged_token_says_nothing(forge):
    token = issue(now=NOON)
    assert read(token, now=NOON).is_valid

    assert read(forge(token), now=NOON) == Issued()


@settings(deadline=None)
@given(st.text())
def test_no_token_raises(token):
    assert read(token) == Issued()


def test_a_token_of_another_secret_is_forged(settings):
    token = issue()
    settings.SECRET_KEY = "another" * 9

    assert read(token) == Issued()


def test_a_person_gives_no_reason():
    assert looks_automatic(sent(issue(now=NOON)), now=NOON + 3) == []


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.4, "0 seconds"), (1, "1 second"), (2.9, "2 seconds")]
)
def test_what_is_sent_at_once_looks_automatic(seconds, words):
    reasons = looks_automatic(sent(issue(now=NOON)), now=NOON + seconds)

    assert reasons == [f"sent {words} after the form was drawn"]


def test_the_least_time_is_a_setting(settings):
    settings.COMMENT_MIN_SECONDS = 0

    assert looks_automatic(sent(issue(now=NOON)), now=NOON) == []


def test_a_filled_honeypot_looks_automatic():
    data = sent(issue(now=NOON), **{HONEYPOT: "https://pills.example"})

    assert looks_automatic(data, now=NOON + 60) == ["honeypot filled"]


def test_an_expired_form_is_held_under_a_name_of_its_own():
    reasons = looks_automatic(sent(issue(now=NOON)), now=NOON + DAY + 1)

    assert reasons == ["sent more than 24 hours after the form was drawn"]


@pytest.mark.parametrize("data", [{}, {TOKEN: None}, {TOKEN: "x", HONEYPOT: " "}])
def test_no_token_looks_automatic(data):
    assert looks_automatic(data) == ["no valid form token"]


def test_every_reason_is_given_for_what_a_browser_sends():
    data = QueryDict(mutable=True)
    data.update({HONEYPOT: "x", TOKEN: "forged"})

    assert looks_automatic(data) == ["honeypot filled", "no valid form token"]
