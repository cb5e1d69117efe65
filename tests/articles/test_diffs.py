"""What differs between two texts, word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.diffs import diff, text_of

TEXTS = st.text(st.sampled_from("ab \n.—é"), max_size=60)


def side(pieces, act):
    return "".join(piece.text for piece in pieces if piece.act in {"same", act})


@given(TEXTS, TEXTS)
def test_pieces_rebuild_both_texts(before, after):
    pieces = diff(before, after)

    assert side(pieces, "removed") == before
    assert side(pieces, "added") == after


@pytest.mark.parametrize("length", [30_000, 60_000])
def test_pieces_of_long_texts_rebuild_both(length):
    before = "The water rose.\n" * (length // 16)
    after = before.replace("rose", "fell", 3) + "All went home."

    pieces = diff(before, after)

    assert side(pieces, "removed") == before
    assert side(pieces, "added") == after


def test_only_the_changed_words_are_marked():
    pieces = diff("The water rose at six.", "The water fell at six.")

    assert [(piece.act, piece.text) for piece in pieces] == [
        ("same", "The water "),
        ("removed", "rose"),
        ("added", "fell"),
        ("same", " at six."),
    ]


def test_same_text_is_one_piece():
    assert [piece.act for piece in diff("Rain.", "Rain.")] == ["same"]
    assert diff("", "") == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a " * 30_000, "b a " * 15_000),
        (" ".join(map(str, range(10_000))), " ".join(map(str, range(5, 10_005)))),
        ("a\n" * 30_000, "b\na\n" * 15_000),
        ("ab " * 8_000, "ab cd " * 4_000),
        ("a b c d e f g h " * 12, "h g f e d c b a " * 12),
        (
            "".join(f"{n % 150} " for n in range(15_000)),
            "".join(f"{n * 7 % 150} " for n in range(15_000)),
        ),
    ],
    ids=["one word", "numbers", "short lines", "two words", "few", "many of each"],
)
def test_texts_that_repeat_themselves_are_compared_at_once(before, after):
    pieces = diff(before, after)  # in minutes, were nothing bounded

    assert side(pieces, "removed") == before
    assert side(pieces, "added") == after


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>Two</p>", "One\nTwo"),
        ("<ul><li>One</li><li>Two</li></ul>", "One\nTwo"),
        ("<p>One<br>Two &amp; <em>three</em></p>", "One\nTwo & three"),
        ("<p>a &lt;b&gt; c</p>", "a <b> c"),
        ("", ""),
    ],
)
def test_text_of_html_has_a_line_for_each_paragraph(html, text):
    assert text_of(html) == text
