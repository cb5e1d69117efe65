"""Nothing executable leaves the sanitiser, and what it made it would make again."""

import re
import time

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.sanitiser import MAX_DEPTH, MAX_LENGTH, TAGS, sanitise

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="java\tscript:alert(1)">x</a>',
    '<a href="&#106;avascript:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="//evil.example">x</a>',
    '<a href="https://user:pass@evil.example">x</a>',
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><mglyph><style><!--</style><img title='--><img src=1 onerror=x>'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<xmp><p title='</xmp><img src=x onerror=alert(1)>'>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<form action=//evil.example><button formaction=javascript:alert(1)>x</button>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<template><script>alert(1)</script></template>",
    "<ol start='1 onclick=alert(1)'><li>x</li></ol>",
    "<p><!--><script>alert(1)</script>--></p>",
]
_ELEMENT = re.compile(r"<\s*/?\s*([a-zA-Z!?][^\s/>]*)([^>]*)")


def executable_parts(html):
    """Elements outside the allowlist, handlers, styles and addresses that run."""
    parts = []
    for tag, rest in _ELEMENT.findall(html):
        if tag.lower() not in TAGS:
            parts.append(tag)
        if re.search(r"\s(on\w+|style|srcdoc|formaction)\s*=", rest, re.I):
            parts.append(rest)
        if re.search(
            r"href=\"\s*((?!https?:|mailto:)[a-z][\w+.-]*:|//|\\)", rest, re.I
        ):
            parts.append(rest)
    return parts


def test_the_check_sees_what_is_not_sanitised():
    assert all(executable_parts(attack) for attack in ATTACKS[:3])


@pytest.mark.parametrize("attack", ATTACKS)
def test_attack_leaves_nothing_executable(attack):
    clean = sanitise(f"<p>before</p>{attack}<p>after</p>")

    assert executable_parts(clean) == []
    assert sanitise(clean) == clean


def test_a_journalists_text_stays_as_written():
    text = (
        "<h2>What we know</h2><p>The wall <strong>broke</strong> at <em>six</em>.</p>"
        '<ul><li>Port: <a href="https://example.org/a?b=1&amp;c=2">closed</a></li></ul>'
        '<blockquote><p>“Go.”</p></blockquote><hr><ol start="3"><li>x</li></ol>'
    )

    assert sanitise(text) == text


def test_an_editors_empty_paragraph_is_no_text():
    assert sanitise("<p></p>") == ""
    assert sanitise("<p><br></p>") == ""


fragments = st.sampled_from(
    [*ATTACKS, "<p>", "</p>", "<a href=", '"', "'", ">", "<", "&lt;", "&#x3c;", "<!--"]
    + ["<b", "on", "=", " ", "\t", "\u200b", "<svg>", "<style>", "<ul><li>", "text"]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(fragments, max_size=14).map("".join))
def test_tag_soup_is_neutral_and_a_fixed_point(soup):
    clean = sanitise(soup)

    assert executable_parts(clean) == []
    assert sanitise(clean) == clean


def test_too_long_a_text_is_refused_before_it_is_parsed():
    with pytest.raises(ValidationError, match="characters long"):
        sanitise("x" * (MAX_LENGTH + 1))


def test_deep_nesting_is_refused_at_once():
    started = time.process_time()

    with pytest.raises(ValidationError, match="nests more than"):
        sanitise("<div>" * 10_000)

    assert time.process_time() - started < 1


def test_nesting_up_to_the_limit_is_fine():
    assert sanitise("<blockquote>" * MAX_DEPTH + "x").count("<blockquote>") == MAX_DEPTH
