"""Text meant to be executed, in everything a figure of a text can say."""

from html import escape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from articles.models import Image, Recording
from tests.factories import make_image, make_live_article, make_update, mp3_bytes
from tests.payloads import PAYLOADS, parsed, texts_of
from tests.test_hostile_text import add, all_faults

pytestmark = [pytest.mark.django_db, pytest.mark.corpus]

POST = "https://x.com/harbour/status/12345"


def figures(text, image, recording):
    """Each kind of figure with `text` wherever it may say something."""
    caption = f"<figcaption>{text}</figcaption></figure>"
    return [
        f'<figure class="image" data-image="{image}">{caption}',
        f'<figure class="gallery" data-images="{image} {image}">{caption}',
        f'<figure class="recording" data-recording="{recording}">{caption}',
        f'<figure class="embed" data-embed="{POST}" data-image="{image}">'
        f'<a href="{POST}">{text}</a><blockquote><p>{text}</p></blockquote>'
        f"<figcaption><cite>{text}</cite> "
        f'<time datetime="{text}">{text}</time></figcaption></figure>',
    ]


def write(newsroom, text):
    """A live article whose texts hold all figures, the text typed raw and escaped."""
    image = make_image(alt_text=text[:300], caption=text[:300], credit=text[:120])
    recording = add(
        newsroom,
        Recording,
        file=SimpleUploadedFile("a.mp3", mp3_bytes()),
        captions_language="en",
        transcript=text,
        **{"title": text[:200], "caption": text[:300], "credit": text[:120]},
    )
    escaped = "".join(figures(escape(text), image.pk, recording.pk))
    article = make_live_article(lead_image=image, body=f"<p>x</p>{escaped}")
    for raw in figures(text, image.pk, recording.pk):
        make_update(article, body=f"<p>x</p>{raw}", image=image)
    return article


@pytest.mark.parametrize("payload", PAYLOADS, ids=ascii)
def test_payload_does_nothing_when_a_figure_says_it(client, admin_client, payload):
    article = write(admin_client, payload)
    image, recording = Image.objects.get(), Recording.objects.get()

    addresses = [article.get_absolute_url(), "/admin/articles/recording/"]
    addresses += ["/admin/articles/image/", "/admin/articles/image/?_popup=1"]
    addresses += [f"/admin/articles/image/{image.pk}/change/"]
    addresses += [f"/admin/articles/recording/{recording.pk}/change/"]
    addresses += [f"/admin/articles/article/{article.pk}/change/"]
    answers = [admin_client.get(address) for address in addresses]
    answers.append(client.get(article.get_absolute_url()))

    assert [answer.status_code for answer in answers] == [200] * len(answers)
    assert all_faults(answers) == []


@pytest.mark.parametrize("payload", PAYLOADS, ids=ascii)
def test_payload_is_printed_as_typed_when_it_is_a_quote(client, admin_client, payload):
    article = write(admin_client, payload)

    page = parsed(client.get(article.get_absolute_url()))

    words = " ".join(payload.split())
    assert words in texts_of(page, "embed-quote")
    assert any(told.startswith(words) for told in texts_of(page, "embed-source"))
