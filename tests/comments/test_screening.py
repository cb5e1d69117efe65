import time

import bleach
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comments.screening import Verdict, count_links, fingerprint, screen

FINE = {"links_allowed": 2, "is_repeat": False, "is_premoderated": False}
LINKS = "https://a.example/ www.b.example c.com"


def test_plain_text_is_not_held():
    verdict = screen("I was there, see https://a.com and b.org.", **FINE)

    assert verdict == Verdict()
    assert (verdict.is_held, verdict.sentence) == (False, "")


@pytest.mark.parametrize(
    ("text", "known", "because"),
    [
        (LINKS, {}, "it has 3 links"),
        ("a.com", {"links_allowed": 0}, "it has 1 link"),
        ("Yes.", {"is_repeat": True}, "it repeats an earlier comment"),
        (
            "Yes.",
            {"is_premoderated": True},
            "every comment here is read before it appears",
        ),
        (
            LINKS,
            {"is_repeat": True, "is_premoderated": True},
            "it has 3 links, it repeats an earlier comment"
            " and every comment here is read before it appears",
        ),
        (
            LINKS,
            {"is_repeat": True, "is_spam": True},
            "it has 3 links and it repeats an earlier comment",
        ),
    ],
)
def test_an_author_is_told_why(text, known, because):
    verdict = screen(text, **FINE | known)

    assert verdict.is_held
    assert verdict.sentence == f"Your comment waits for a moderator because {because}."
    assert len(verdict.sentence) <= 200


@pytest.mark.parametrize(
    ("known", "holds"),
    [
        ({"automatic": ["honeypot filled"]}, ("honeypot filled",)),
        ({"is_spam": True}, ("Akismet takes it for spam",)),
        ({"automatic": ["a"], "is_spam": True}, ("a", "Akismet takes it for spam")),
    ],
)
def test_what_gives_a_program_away_holds_silently(known, holds):
    verdict = screen("Yes.", **FINE | known)

    assert verdict.holds == holds
    assert verdict.sentence == "Your comment waits for a moderator."


@pytest.mark.parametrize("is_spam", [None, False])
def test_no_answer_and_no_spam_hold_nothing(is_spam):
    assert not screen("Yes.", **FINE, is_spam=is_spam).is_held


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("No link here. None at all... is it.", 0),
        ("12.30 and 3.14, e.g. this, v1.2.3, foo.js", 0),
        ("https://a.com", 1),
        ("HTTP://A.COM/x?y=https://b.com", 1),
        ("http://[::1]/", 0),
        ("http://192.0.2.1/x http://localhost:8000 https://pills.shop", 3),
        ("http://user:pw@a.com/", 1),
        ("www.pills.shop", 1),
        ("www. and www", 0),
        ("a.com,b.org;c.co.uk (d.net) <e.de> [f](g.fr)", 6),
        ("(a.com)b.com", 2),
        ("a.com/x,b.com", 1),
        ("a.com:80/x", 1),
        ("zoe@reader.com, zoe@news.reader.com", 0),
        ("A.Com. B.ORG!", 2),
        ("münchen.de und 日本.jp", 2),
        ("a.com-b", 1),
        ("a.pills", 0),
    ],
)
def test_links_are_counted(text, count):
    assert count_links(text) == count


def linkified(text):
    return bleach.linkify(text, callbacks=[]).count("<a ")


PIECES = [
    "a",
    "b1",
    ".",
    ".",
    "com",
    "de",
    "zz",
    " ",
    "@",
    "-",
    "(",
    ")",
    ",",
    "/",
    ":",
]


@settings(deadline=None)
@given(st.lists(st.sampled_from([*PIECES, "80", "?", "ftp://", "é"])).map("".join))
def test_bare_domains_are_counted_as_bleach_links_them(text):
    assert count_links(text) == linkified(text)


@pytest.mark.parametrize(
    "piece",
    [
        "a.",
        ".a",
        "(",
        "a-",
        "-",
        "a@",
        "https://",
        "http://a.com ",
        "www.",
        "a.com/",
        "@.",
    ]
    + ["a.com-", "\u0301\u0316", "\ufdfa", "é", "\u200b", "x"],
)
def test_a_long_text_costs_no_more_than_its_length(piece):
    text = (piece * 10_000)[:10_000]
    start = time.process_time()

    screen(text, **FINE)
    fingerprint(text)

    assert time.process_time() - start < 0.25


@pytest.mark.parametrize(
    "again",
    [
        "i was there!",
        "  I\n\nwas\tthere. ",
        "I was t\u200bhere",
        "I-was-there…",
        "Ｉ ｗａｓ ｔｈｅｒｅ",
        "I w\u00adas there\ufe0f\u2060",
        "**I** `was` ~there~",
    ],
)
def test_the_same_text_again_is_known(again):
    assert fingerprint(again) == fingerprint("I was there.")


@pytest.mark.parametrize(
    "other", ["I was here", "I was there 2", "I was thére", "👍", "", "..."]
)
def test_another_text_is_another(other):
    assert fingerprint(other) != fingerprint("I was there.")


def test_accents_and_large_letters_are_one_however_typed():
    assert fingerprint("CAFÉ Straße") == fingerprint("cafe\u0301 STRASSE")


def test_texts_of_signs_alone_are_told_apart():
    assert len({fingerprint(text) for text in ["", "!", "?!", "👍", "😡"]}) == 5
    assert fingerprint("? !") == fingerprint("?!")


def test_a_fingerprint_is_64_hex_digits_of_anything():
    assert len(bytes.fromhex(fingerprint("\ud800"))) == 32
