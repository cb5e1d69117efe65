"""Cutting a running text into updates by the stamps it is written with."""

import re
from datetime import UTC, date, datetime
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.diffs import text_of
from articles.pasting import as_html, cut
from articles.sanitiser import sanitise

NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)


def cut_of(text, now=NOW, day=None):
    return cut(sanitise(as_html(text)), now=now, day=day)


def stamps(text, **options):
    """Day and time of each piece, in the order of the text."""
    return [f"{p.moment:%d %H%M}" for p in cut_of(text, **options).pieces]


def texts(text):
    return [text_of(piece.html) for piece in cut_of(text).pieces]


@pytest.mark.parametrize(
    "head",
    [
        *("UPDATE 1800 GMT:", "UPDATE 1800 GMT", "Update: 1800 GMT -", "UPDATE 1800:"),
        *("UPDATED 1800 GMT –", "1800 GMT:", "1800 GMT", "1800:", "1800 -", "18.00:"),
        *("6:00 pm", "6 pm:", "6.00 p.m. —", "18:00 GMT", "UPDATE 18.00", "1900 CET:"),
        *("22 Nov 1800 GMT:", "2026-11-22 1800 GMT:", "today 1800:", "1800Z:"),
    ],
)
@pytest.mark.parametrize(
    "frame",
    [
        "{} The wall broke.",
        "{}\nThe wall broke.",
        "<p>{} The wall broke.</p>",
        "<p><strong>{}</strong> The wall broke.</p>",
        "<p><strong>{}</strong></p><p>The wall broke.</p>",
        "<p>{}<br>The wall broke.</p>",
        "<h2>{}</h2><p>The wall broke.</p>",
    ],
)
def test_head_in_all_its_forms(head, frame):
    found = cut_of(frame.format(head))

    assert [piece.moment.astimezone(UTC).hour for piece in found.pieces] == [18]
    assert texts(frame.format(head)) == ["The wall broke."]
    assert not found.preface and not found.original


def test_lone_stamp_of_wires_is_a_head():
    assert texts("1800\nThe wall broke.") == ["The wall broke."]


@pytest.mark.parametrize(
    "line",
    [
        "1800 people left their houses.",
        "2026 was the year of the storm.",
        "1914–1918 was worse.",
        "1914-18 was worse.",
        "22 November 2026",
        "22 November 2026: the day of the storm",
        "3 people are missing.",
        "24 hours later the water fell.",
        "10-12 people are missing.",
        "2020 US troops came.",
        "06.11 is the number to call.",
        "10:1 are the odds.",
    ],
)
def test_years_and_counts_are_no_stamps(line):
    assert texts(f"1800 GMT: The wall broke.\n{line}") == [f"The wall broke.\n{line}"]


def test_paragraphs_lists_and_links_stay_with_their_stamp():
    body = (
        "<p>Two things:</p><ul><li>the <em>wall</em></li><li>the gate</li></ul>"
        '<p><a href="https://example.org/">There</a></p><blockquote><p>“No.”</p>'
        "</blockquote>"
    )

    found = cut_of(f"<p>UPDATE 1800 GMT:</p>{body}<p>1730 GMT: Rain.</p>")

    assert [piece.html for piece in found.pieces] == [body, "<p>Rain.</p>"]


def test_stamps_behind_line_breaks_of_one_paragraph():
    found = cut_of(
        "<p><strong>1800 GMT:</strong> The wall broke.<br>All went.<br><br>"
        "<strong>1730 GMT:</strong> Rain.<br>UPDATE 1700 GMT<br>Wind.<br>"
        "ORIGINAL ENTRY: A storm.</p>"
    )

    assert [piece.html for piece in found.pieces] == [
        "<p>The wall broke.<br>All went.</p>",
        "<p>Rain.</p>",
        "<p>Wind.</p>",
    ]
    assert found.original == "<p>A storm.</p>"


def test_stamps_in_a_list_are_updates():
    found = cut_of(
        "<ul><li><p>1800 GMT: The wall broke.</p></li><li>1730 GMT: Rain.</li></ul>"
    )

    assert [text_of(piece.html) for piece in found.pieces] == [
        "The wall broke.",
        "Rain.",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0030: c\n2350: b\n2200: a", ["22 0030", "21 2350", "21 2200"]),
        ("2200: a\n2350: b\n0030: c", ["21 2200", "21 2350", "22 0030"]),
        (
            "0100: d\n2300: c\n0100: b\n2300: a",
            ["22 0100", "21 2300", "21 0100", "20 2300"],
        ),
        ("1800: b\n1800: a", ["22 1800", "22 1800"]),
        ("2350: a", ["21 2350"]),
        ("0010: b\n2400: b\n2350: a", ["22 0010", "22 0000", "21 2350"]),
        ("0010: b\n21 Nov 2350: a\n2340: a", ["22 0010", "21 2350", "21 2340"]),
        ("1800: b\nyesterday 1900: a\n1700: a", ["22 1800", "21 1900", "21 1700"]),
    ],
)
def test_midnight_is_crossed_in_both_orders(text, expected):
    assert stamps(text) == expected


def test_day_that_is_given_is_the_newest_updates():
    assert stamps("0030: b\n2350: a", day=date(2026, 3, 1)) == ["01 0030", "28 2350"]
    assert stamps("2350: a\n0030: b", day=date(2026, 3, 1)) == ["28 2350", "01 0030"]


def test_two_stamps_of_one_day_rather_than_across_midnight():
    assert stamps("1800: b\n0500: a") == ["22 1800", "22 0500"]
    assert stamps("0800: a\n1800: b") == ["22 0800", "22 1800"]


@pytest.mark.parametrize(
    "line", ["Original story by the wire.", "Original post was wrong."]
)
def test_sentence_that_begins_like_the_original_entry_is_a_sentence(line):
    found = cut_of(f"1800: The wall broke.\n{line}")

    assert found.original == ""
    assert text_of(found.pieces[0].html) == f"The wall broke.\n{line}"


def test_original_entry_last_means_newest_first():
    found = cut_of("1730: b\n1800: a\nORIGINAL ENTRY: A storm.\nIt rains.")

    assert [f"{piece.moment:%d %H%M}" for piece in found.pieces] == [
        "22 1730",
        "21 1800",
    ]
    assert text_of(found.original) == "A storm.\nIt rains."


def test_original_entry_first_means_oldest_first():
    found = cut_of("ORIGINAL ENTRY\nA storm.\n1730: a\n1800: b")

    assert [f"{piece.moment:%d %H%M}" for piece in found.pieces] == [
        "22 1730",
        "22 1800",
    ]
    assert text_of(found.original) == "A storm."


def test_what_stands_before_the_first_stamp_is_kept_apart():
    found = cut_of("Storm live\nAll times GMT\n1800: The wall broke.")

    assert text_of(found.preface) == "Storm live\nAll times GMT"
    assert len(found.pieces) == 1


def test_text_without_a_stamp_has_no_pieces():
    found = cut_of("Just a story.\nOf two lines.")

    assert found.pieces == []
    assert text_of(found.preface) == "Just a story.\nOf two lines."


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("UPDATE 1800 IST:", "names no zone we know"),
        ("31 Feb 1800 GMT:", "not in the calendar"),
        ("13:00 pm:", "1 to 12"),
    ],
)
def test_unclear_stamp_keeps_its_text_and_says_why(head, said):
    found = cut_of(f"{head} The wall broke.\n1730: Rain.")

    first, second = found.pieces
    assert (first.moment, text_of(first.html)) == (None, "The wall broke.")
    assert said in first.fault
    assert f"{second.moment:%d %H%M}" == "22 1730"


def test_entities_stay_what_they_are():
    found = cut_of("<p>1800&nbsp;GMT: Smith &amp; Sons &lt;b&gt; “quoted”</p>")

    assert found.pieces[0].html == "<p>Smith &amp; Sons &lt;b&gt; “quoted”</p>"
    assert texts("1800 GMT: Smith & Sons <b>") == ["Smith & Sons <b>"]


def test_hostile_html_is_neutral_before_it_is_cut():
    found = cut_of(
        '<p onclick="x()">1800 GMT: <script>x()</script>Hello'
        '<img src=x onerror=x()><a href="javascript:x()">link</a></p>'
    )

    html = found.pieces[0].html
    assert not re.search(r"<(script|img)|onclick|onerror|javascript", html)
    assert "Hello" in html and "link" in html


WORDS = st.lists(
    st.one_of(
        st.sampled_from(
            ["1800", "GMT", "UPDATE", "UPDATE 1800 GMT:", "6 pm", "18.00:", "-", ":"]
            + ["ORIGINAL ENTRY:", "ORIGINAL", "22 Nov", "2026", "today", "\n", "2400:"]
            + ["<br>", "<strong>", "</strong>", "</p><p>", "<ul><li>", "</li></ul>"]
            + ["&amp;", "&lt;", "&nbsp;", "US", "IST", "–"]
        ),
        st.text("abz &<>é0189:", max_size=6),
    ),
    max_size=30,
)


def words_of(html):
    return re.findall(r"\w+", unescape(re.sub(r"<[^>]*>", " ", html)))


@given(WORDS)
def test_cutting_loses_no_word(parts):
    html = sanitise(as_html(" ".join(["<p>", *parts])))

    found = cut(html, now=NOW)

    heads = "".join(f"<p>{piece.stamp}</p>" for piece in found.pieces)
    kept = words_of(found.preface + found.original + heads)
    for piece in found.pieces:
        kept += words_of(piece.html)
    original = ["ORIGINAL", "ENTRY"] * bool(re.search("ORIGINAL ENTRY", html))
    missing = list(words_of(html))
    for word in kept:
        if word in missing:
            missing.remove(word)
    assert set(missing) <= set(original)


@given(WORDS)
def test_what_is_cut_is_what_the_sanitiser_lets_through(parts):
    found = cut(sanitise(as_html(" ".join(["<p>", *parts]))), now=NOW)

    for html in (found.preface, found.original, *(p.html for p in found.pieces)):
        assert words_of(sanitise(html)) == words_of(html)
        assert not re.search(
            r"<(?!/?(p|br|hr|h[23]|strong|em|a|[uo]l|li|bl|pre))", html
        )


def test_second_original_entry_follows_the_first():
    found = cut_of("1800: a\nORIGINAL ENTRY: A storm.\nORIGINAL ENTRY: It rains.")

    assert text_of(found.original) == "A storm.\nIt rains."
