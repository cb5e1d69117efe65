"""What readers may write, and how it is printed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comments.markup import render
from tests.articles.test_sanitiser import ATTACKS, executable_parts


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One.\n\nTwo\nthree.", "<p>One.</p><p>Two<br>three.</p>"),
        ("*so* **much** water", "<p><em>so</em> <strong>much</strong> water</p>"),
        ("2 * 3 * 4 and snake_case_name", "<p>2 * 3 * 4 and snake_case_name</p>"),
        (
            "> said this\n> and that\nNo.",
            "<blockquote><p>said this<br>and that</p></blockquote><p>No.</p>",
        ),
        (
            "Bring:\n- a torch\n- water",
            "<p>Bring:</p><ul><li>a torch</li><li>water</li></ul>",
        ),
        ("1. first\n2. second", "<ol><li>first</li><li>second</li></ol>"),
        ("`rm -rf *`", "<p><code>rm -rf *</code></p>"),
        ("```\na < b\n\n*c*\n```\nend", "<pre>a &lt; b\n\n*c*</pre><p>end</p>"),
        ("5 < 6 & 7 > 2", "<p>5 &lt; 6 &amp; 7 &gt; 2</p>"),
        ("Спасибо 🌊 شكرا", "<p>Спасибо 🌊 شكرا</p>"),
    ],
)
def test_text_is_printed_as_meant(text, html):
    assert render(text) == html


def test_links_are_marked_as_readers_own():
    html = render("See https://example.org/a?b=1&c=2.")

    assert html == (
        '<p>See <a href="https://example.org/a?b=1&amp;c=2"'
        ' rel="nofollow ugc noopener">https://example.org/a?b=1&amp;c=2</a>.</p>'
    )


def test_marks_that_turn_text_around_are_dropped():
    assert render("a\u202eb\x00c\u2066d") == "<p>abcd</p>"


@pytest.mark.parametrize("attack", ATTACKS)
def test_attack_is_printed_as_text(attack):
    assert executable_parts(render(f"{attack}\n\n> {attack}\n- {attack}")) == []


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="ab <>\"'&*_`>-1.\n/:htps", max_size=80))
def test_any_text_is_neutral(text):
    assert executable_parts(render(text)) == []
