"""Pictures and galleries within a text: how they print, and how the pages follow."""

import re

import pytest
from django.core.files.base import ContentFile

from articles import renditions
from articles.models import Article, Image, Update
from articles.uses import find_uses, reprint
from tests.factories import (
    make_article,
    make_image,
    make_live_article,
    make_recording,
    make_update,
    mp4_bytes,
    picture_bytes,
)
from tests.presses import composer, desk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def figure(*images, caption="", kind="image"):
    ids = " ".join(str(image.pk) for image in images)
    name = "data-images" if kind == "gallery" else "data-image"
    caption = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure class="{kind}" {name}="{ids}">{caption}</figure>'


def printed(client, body):
    page = client.get(make_article(body=body).get_absolute_url()).content.decode()
    return page[page.index('<div class="prose">') : page.index('class="story-foot"')]


def test_picture_is_printed_with_the_librarys_words(client):
    image = make_image(size=(160, 90), caption="The quay", credit="Ann & Co")

    page = printed(client, f"<p>Before.</p>{figure(image)}")

    assert f'<img src="{image.file.url}" width="160" height="90"' in page
    assert 'alt="The harbour at dawn"' in page
    assert "The quay <cite>Ann &amp; Co</cite>" in page


def test_picture_carries_the_texts_own_caption(client):
    image = make_image(caption="The quay", credit="Ann")

    page = printed(client, figure(image, caption="Three hours later &amp; dry"))

    assert "Three hours later &amp; dry <cite>Ann</cite>" in page
    assert "The quay" not in page


def test_first_picture_loads_at_once_and_the_others_when_near(client):
    body = figure(make_image()) + "<p>x</p>" + figure(make_image())

    alone, below = printed(client, body), make_article(body=body)
    below.lead_image = make_image()
    below.save()
    page = client.get(below.get_absolute_url()).content.decode()

    assert alone.count('loading="lazy"') == 1
    assert alone.index("<img") < alone.index('loading="lazy"')
    assert page.count('fetchpriority="high"') == 1
    assert page.count('loading="lazy"') == 2


def test_gallery_prints_each_picture_with_its_own_words(client):
    images = [make_image(caption=f"Step {number}") for number in (1, 2, 3)]

    page = printed(client, figure(*images, kind="gallery", caption="From dawn"))

    assert re.findall(r"Step \d", page) == ["Step 1", "Step 2", "Step 3"]
    assert 'aria-label="From dawn: 3 pictures" tabindex="0"' in page
    assert 'aria-label="2 of 3"' in page


@pytest.mark.parametrize("kind", ["image", "gallery", "embed"])
def test_undescribed_picture_is_left_out(client, kind):
    image = make_image(alt_text="")
    body = figure(image, kind=kind)
    if kind == "embed":
        body = body.replace(" ", ' data-embed="https://x.com/a/status/1" ', 1)
        assert "data-embed" in body

    page = printed(client, f"<p>Before.</p>{body}")

    assert "Before." in page
    assert ("embed-post" in page) == (kind == "embed")
    assert image.file.url not in page


def test_decorative_picture_has_an_empty_alt_text(client):
    image = make_image(alt_text="left from before", is_decorative=True)

    assert 'alt=""' in printed(client, figure(image))


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            '<figure class="image" data-image="404"></figure>',
            "Picture 404 is not in the library.",
        ),
        (
            '<figure class="recording" data-recording="404"></figure>',
            "Recording 404 is not in the library.",
        ),
        ("undescribed", "has no alt text: describe it in the library"),
    ],
)
def test_unfit_figure_is_told_beside_the_field(client, journalist, body, message):
    if body == "undescribed":
        body = figure(make_image(alt_text=""))
    client.force_login(journalist)
    article = make_live_article()

    response = client.post(
        desk(article), composer(body=f"<p>Kept.</p>{body}", _publish="")
    )

    assert response.status_code == 400
    assert message in str(response.context["form"].errors["body"])
    assert "Kept." in response.content.decode()
    assert not Update.objects.exists()


def test_page_follows_when_the_cuts_are_made(client):
    image = make_image(size=(900, 600))
    article = make_live_article(body=figure(image))
    update = make_update(article, body=figure(image))

    renditions.make(image)

    page = client.get(article.get_absolute_url()).content.decode()
    article.refresh_from_db()
    update.refresh_from_db()
    assert image.file.url not in page
    assert page.count("-800.jpg 800w") == 2
    assert (article.change, update.change) == (1, 0)


def test_reprint_keeps_what_is_being_written(client):
    image = make_image(caption="Old words")
    article = make_live_article(body=figure(image))
    update = make_update(article, body=figure(image), headline="Before")
    Update.objects.filter(pk=update.pk).update(headline="Written meanwhile")
    Image.objects.update(caption="New words")

    kept = update.history.count(), article.history.count()
    reprint(find_uses(Image.objects.get()), is_news=True)

    assert (update.history.count(), article.history.count()) == kept
    update.refresh_from_db()
    article.refresh_from_db()
    assert update.headline == "Written meanwhile"
    assert "New words" in update.html
    assert "New words" in article.html
    assert update.change == article.change == 1


def test_every_use_is_found_and_no_other():
    image, other = make_image(), make_image()
    for _ in range(9):
        make_image()
    close = Image.objects.latest("pk")  # its number begins with the first one's
    poster = make_recording(mp4_bytes(), poster=image)
    recording = f'<figure class="recording" data-recording="{poster.pk}"></figure>'
    embed = (
        f'<figure class="embed" data-embed="https://x.com/a/status/1"'
        f' data-image="{image.pk}"></figure>'
    )
    live = make_live_article()
    used = [
        make_article(lead_image=image),
        make_article(body=figure(image)),
        make_article(body=figure(other, image, close, kind="gallery")),
        make_article(body=embed),
        make_article(body=recording),
        make_article(body=figure(image), status="draft", published_at=None),
    ]
    updates = [make_update(live, image=image), make_update(live, body=figure(image))]
    make_article(lead_image=other, body=figure(close, other, kind="gallery"))
    make_article(body=f'<p>&lt;figure class="image" data-image="{image.pk}"</p>')
    make_update(live, body=f"<p>No. {image.pk}</p>", image=other)

    uses = find_uses(image)

    assert {article.pk for article in uses.articles} == {a.pk for a in used}
    assert {update.pk for update in uses.updates} == {u.pk for u in updates}


def test_withdrawn_updates_picture_is_on_no_page(client):
    image = make_image(caption="Taken down")
    article = make_live_article()
    update = make_update(article, image=image, body=figure(image))
    assert image.file.url in client.get(article.get_absolute_url()).content.decode()

    Update.objects.filter(pk=update.pk).update(status="withdrawn")

    for url in ("/", article.get_absolute_url()):
        page = client.get(url).content.decode()
        assert image.file.url not in page
        assert "Taken down" not in page


def test_replaced_file_leaves_no_trace_on_the_page(client):
    image = make_image(size=(900, 600))
    article = make_article(body=figure(image), lead_image=image)
    renditions.make(image)
    image.refresh_from_db()
    old = [image.file.name, image.renditions.base]

    image.file = ContentFile(picture_bytes(size=(800, 600)), "b.png")
    image.save()
    reprint(find_uses(image), is_news=True)

    page = client.get(article.get_absolute_url()).content.decode()
    assert not any(name in page for name in old)
    assert page.count(image.file.url) == 4  # lead, text, social card, JSON-LD


def test_a_text_without_figures_costs_no_query(django_assert_num_queries):
    article = Article(
        headline="x", slug="x", section=make_article().section, body="<p>x</p>"
    )

    with django_assert_num_queries(1):
        article.save_without_historical_record()
