"""Nothing executable leaves the sanitiser, and what it made it would make again."""

import re
import time

import bleach
import pytest
from django.core.exceptions import ValidationError
from hypothesis import example, given, settings
from hypothesis import strategies as st

from articles.sanitiser import MAX_DEPTH, MAX_LENGTH, SCHEMES, TAGS, sanitise

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


def bleached(html):
    """What bleach alone would leave of `html`."""
    return bleach.clean(
        html,
        tags=TAGS,
        attributes={"a": ["href", "title", "rel"], "ol": ["start"]},
        protocols=SCHEMES,
        strip=True,
    )


_PIECES = st.sampled_from(
    ["<p>", "</p>", "<a>", "</a>", '<a href="https://a.example/">', "<ol>", "<li>"]
    + ['<a href="https://u@b.example/">', '<a href="https://a\\b.example">', "<pre>\n"]
    + ['<a href="http://a.example/?b&amp;c">', '<a href="https://a&#10;b">', "<br>"]
    + ["&amp;", "&lt;", "&#x27;", "&quot;", "&lt;b&gt;", "x", "é\u200b", '"', "\n", "&"]
    + ["<b>", "<P>", "<p >", "<!--", "-->", "<script>", "</script>", "\x0b", "\x85"]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(_PIECES, max_size=12).map("".join))
@example("<pre>\n</p>\n")
def test_property_bleach_has_nothing_to_take_from_what_leaves(html):
    clean = sanitise(html)

    assert bleached(clean).replace("\xa0", "&nbsp;") == clean
    assert executable_parts(clean) == []


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://user@evil.example/">x</a>',
        '<a href="https://user&#64;evil.example/">x</a>',
        '<a href="https://good.example\\@evil.example/">x</a>',
        '<a href="https://evil.example/&#10;x">x</a>',
    ],
)
def test_address_that_hides_where_it_leads_is_dropped(html):
    assert "href" not in sanitise(html)
