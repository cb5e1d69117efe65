"""Figures in a text: one spelling each, and nothing but their kind of content."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.figures import Figure, find_figures, write
from articles.sanitiser import sanitise

POST = "https://x.com/harbour/status/12345"

STORED = [
    '<figure class="image" data-image="2"></figure>',
    '<figure class="image" data-image="2"><figcaption>The quay</figcaption></figure>',
    '<figure class="gallery" data-images="4 7 9"><figcaption>Day</figcaption></figure>',
    '<figure class="recording" data-recording="3"></figure>',
    f'<figure class="embed" data-embed="{POST}"><a href="{POST}">{POST}</a></figure>',
    f'<figure class="embed" data-embed="{POST}" data-image="5">'
    f'<a href="{POST}">The wall</a>'
    "<blockquote><p>It is over.</p><p>“Go &amp; see.”</p></blockquote>"
    '<figcaption><cite>Ann, harbourmaster</cite> <time datetime="2026-11-25">'
    "2026-11-25</time></figcaption></figure>",
]


@pytest.mark.parametrize("figure", STORED)
def test_a_stored_figure_stays_as_it_is(figure):
    text = f"<p>Before.</p>{figure}<p>After.</p>"

    assert sanitise(text) == text


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("<figure class=image data-image=2></figure>", STORED[0]),
        (
            "<figure data-image='2' class='image'><img src=x onerror=alert(1)>"
            "<figcaption>The <b>quay</b><script>x</script></figcaption></figure>",
            '<figure class="image" data-image="2"><figcaption>The quayx</figcaption>'
            "</figure>",
        ),
        (
            '<figure class="image" data-image="2"> The quay </figure>',
            STORED[1],
        ),
        (
            f'<figure class="embed" data-embed="{POST}"></figure>',
            STORED[4],
        ),
        (
            f'<p><figure class="embed" data-embed="{POST}"></figure></p>',
            STORED[4],
        ),
        (
            f'<figure class="gallery" data-images="4 7 9">{STORED[0]}</figure>',
            STORED[0],
        ),
        ('<figure class="image">Words</figure>', "Words"),
        ('<figure class="image big" data-image="2">Words</figure>', "Words"),
        ('<figure class="image" data-image="2 or 1=1">Words</figure>', "Words"),
        ('<figure class="embed" data-embed="javascript:alert(1)">x</figure>', "x"),
        ('<figure class="embed" data-embed="https://a@x.com/b">x</figure>', "x"),
        ('<figure class="recording" data-recording="0">x</figure>', "x"),
        ("<figcaption>x</figcaption>", "x"),
    ],
)
def test_what_is_typed_comes_to_the_one_spelling(typed, stored):
    assert sanitise(typed) == stored


@pytest.mark.parametrize(
    "caption", ['<b>"bold"</b> & <i>so</i>', "</figcaption></figure><script>x</script>"]
)
def test_markup_in_a_caption_is_taken_out(caption):
    html = sanitise(
        f'<figure class="image" data-image="2"><figcaption>{caption}</figcaption>'
        "</figure>"
    )

    (figure,) = find_figures(html)
    assert "<" not in figure.caption
    assert "script" not in html


def test_figures_are_found_in_their_order():
    figures = list(find_figures("<p>x</p>".join(STORED)))

    assert [write(figure) for figure in figures] == STORED
    assert figures[2].images == (4, 7, 9)
    assert figures[5] == Figure(
        "embed",
        (5,),
        url=POST,
        title="The wall",
        quote="It is over.\n“Go & see.”",
        author="Ann, harbourmaster",
        date="2026-11-25",
    )


parts = st.sampled_from(
    [*STORED, "<figure class=", '"image"', " data-image=", '"2"', ">", "</figure>"]
    + ["<figcaption>", "</figcaption>", "<a href='https://x.com/a/status/1'>", "</a>"]
    + ["<cite>", "<time datetime='2026-11-25'>", "<blockquote>", "<p>", "</p>", "<h2>"]
    + [
        "</blockquote>",
        "<li>",
        "<strong>",
        "text",
        "&lt;",
        "\x00",
        "<pre>",
        " data-embed=",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(parts, max_size=12).map("".join))
def test_soup_of_figures_is_a_fixed_point(soup):
    once = sanitise(soup)

    assert sanitise(once) == once
    assert "".join(write(f) for f in find_figures(once)).count("<figure") == once.count(
        "<figure"
    )
