"""What is shown of a text that was found."""

import pytest

from articles.excerpts import BEFORE, SHOWN, excerpt, marked


def test_excerpt_stands_around_the_first_wanted_word_and_ends_at_words():
    text = "low water " * 50 + "then the tide came " + "over the wall " * 50

    shown = excerpt(text, {"tide"})

    assert shown.startswith("…") and shown.endswith("…")
    assert "then the <mark>tide</mark> came over" in shown
    assert shown.index("<mark>") <= BEFORE + len("…")
    assert len(shown) <= SHOWN + len("……<mark></mark>")
    assert set(shown.strip("…").split()) <= {*text.split(), "<mark>tide</mark>"}


@pytest.mark.parametrize(
    ("text", "wanted", "shown"),
    [
        ("The tide turned.", {"tid"}, "The <mark>tide</mark> turned."),
        ("Café, CAFÉ", {"cafe"}, "<mark>Café</mark>, <mark>CAFÉ</mark>"),
        ("Flotide", {"tide"}, "Flotide"),
        ("<b>tide</b>", {"tide"}, "&lt;b&gt;<mark>tide</mark>&lt;/b&gt;"),
        ("", {"tide"}, ""),
        ("No word of it", set(), "No word of it"),
    ],
)
def test_wanted_words_are_marked_where_words_begin_with_them(text, wanted, shown):
    assert marked(text, wanted) == excerpt(text, wanted) == shown


def test_text_without_spaces_is_cut_all_the_same():
    assert len(excerpt("x" * 1000, {"tide"})) <= SHOWN + 2
