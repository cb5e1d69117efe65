"""Word rules see through disguises, stop at the ends of words, and stay fast."""

import random
import string
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.rules import Rule, Rules, fold


def breaks(phrase, text):
    return bool(Rules([Rule(1, phrase)]).find(text))


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("spam", "This is SPAM"),
        ("spam", "spám!"),
        ("spam", "s.p-a_m"),
        ("spam", "sp\u200bam"),
        ("spam", "s\u00adp\u2060am"),
        ("spam", "s p a m"),
        ("spam", "ѕраm"),
        ("spam", "5p4m"),
        ("spam", "ｓｐａｍ"),
        ("spam", "𝓼𝓹𝓪𝓶"),
        ("spam", "hello,spam"),
        ("spam", "(spam)"),
        ("spám", "spam"),
        ("free money", "Free, money!"),
        ("free money", "free\n\nm0ney"),
        ("well-known", "a well known fact"),
        ("well known", "a well-known fact"),
        ("kill", "kiIl"),
        ("hit", "h1t"),
        ("1488", "so 14.88 it is"),
        ("Straße", "STRASSE"),
        ("شريط", "هذا شريط"),
    ],
)
def test_disguised_words_are_found(phrase, text):
    assert breaks(phrase, text)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("spam", "a spammer"),
        ("spam", "antispam"),
        ("ass", "class assistant"),
        ("ass", "I paid 455 euros"),
        ("fall", "they fail"),
        ("fail", "they fall"),
        ("bum", "burn"),
        ("free money", "freemoney"),
        ("free money", "free the money"),
        ("ass", "as sure as that"),
        ("spam", ""),
    ],
)
def test_other_words_are_not(phrase, text):
    assert not breaks(phrase, text)


def test_each_broken_rule_is_named_once():
    rules = Rules(
        [Rule(1, "he"), Rule(2, "she"), Rule(3, "hers"), Rule(4, "she", True)]
    )

    found = rules.find("she, he and she")

    assert sorted(rule.pk for rule in found) == [1, 2, 4]


@given(st.text(max_size=80), st.text(max_size=10))
def test_any_text_and_rule_are_taken(text, phrase):
    assert breaks(phrase, phrase) == bool(fold(phrase).looks)
    breaks(phrase, text)


@given(st.text(alphabet="ab. ", max_size=40), st.text(alphabet="ab", min_size=1))
def test_plain_words_are_found_as_by_looking_word_by_word(text, phrase):
    if any(len(word) < 2 for word in text.replace(".", " ").split()) or "." in text:
        return
    assert breaks(phrase, text) == (phrase in text.split())


def hostile_texts():
    yield "The water came over the wall at six, and then some. " * 200
    yield "a.b.c." * 2000
    yield "a b c d " * 1300
    yield ("e" + "\u0301" * 9) * 1000
    yield "\u200b" * 10_000


def test_2000_rules_on_10_kb_cost_no_more_than_a_few_of_them():
    """Linear in the text: the number of rules makes no difference to speak of."""
    dice = random.Random(7)
    words = ["".join(dice.choices(string.ascii_lowercase, k=8)) for _ in range(2000)]
    few = Rules([Rule(n, word) for n, word in enumerate(words[:5])])
    many = Rules([Rule(n, word) for n, word in enumerate(words)])

    def best(rules, text):
        times = []
        for _ in range(5):
            started = time.perf_counter()
            rules.find(text)
            times.append(time.perf_counter() - started)
        return min(times)

    for text in hostile_texts():
        text = text[:10_000]
        assert best(many, text) < 5 * best(few, text) + 0.005
