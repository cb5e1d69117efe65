"""The picture library: browsed, picked from, mended, replaced; pages follow."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from articles import library, renditions
from articles.models import Article, Image, Recording
from tests.articles.admin.pictures import LIBRARY, change, files
from tests.factories import (
    make_article,
    make_image,
    make_live_article,
    make_recording,
    make_update,
    mp3_bytes,
    picture_upload,
)
from tests.presses import change as form

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


def test_library_shows_what_is_still_to_be_described(desk):
    make_image(caption="Fit")
    make_image(alt_text="", caption="Unfit")

    all_of_them = desk.get(LIBRARY).content.decode()
    missing = desk.get(f"{LIBRARY}?description=missing").content.decode()

    assert ("Fit" in all_of_them, "Unfit" in all_of_them) == (True, True)
    assert ">Fit<" not in missing
    assert "Needs alt text" in missing


@pytest.mark.parametrize(("asked", "found"), [("quay", True), ("moon", False)])
def test_library_is_searched_by_caption_credit_and_alt_text(desk, asked, found):
    for name in ("caption", "credit", "alt_text"):
        make_image(**{name: f"The quay, {name}"})

    page = desk.get(LIBRARY, {"q": asked}).content.decode()

    assert page.count('class="library-card"') == (3 if found else 0)


@pytest.mark.parametrize("total", [1, 9])
def test_library_asks_as_often_for_one_as_for_many(
    desk, total, django_assert_max_num_queries
):
    for _ in range(total):
        make_image()

    with django_assert_max_num_queries(9):
        page = desk.get(LIBRARY).content.decode()

    assert page.count('class="library-card"') == total


def test_picker_offers_only_described_pictures(desk):
    fit = make_image(caption="The quay")
    make_image(alt_text="")

    page = desk.get(LIBRARY, {"_popup": "1"}).content.decode()

    assert re.findall(r'data-pick="(\d+)" data-words="([^"]*)"', page) == [
        (str(fit.pk), "The quay")
    ]


@pytest.mark.parametrize("value", ["404", "undescribed", "x", "9" * 30])
def test_lead_image_that_cannot_be_printed_is_refused_and_kept(desk, value):
    article = make_article(status=Article.Status.DRAFT, published_at=None)
    if value == "undescribed":
        value = str(make_image(alt_text="").pk)

    response = desk.post(
        f"/admin/articles/article/{article.pk}/change/",
        {"headline": "Changed", "slug": "s", "lead_image": value, "_publish": "1"},
    )

    page = response.content.decode()
    article.refresh_from_db()
    assert "The library has no picture with this number, or it has no alt" in page
    assert f'value="{value}"' in page
    assert article.status == Article.Status.DRAFT


def test_picture_field_shows_the_picture_it_holds(desk):
    image = make_image(caption="The quay")
    article = make_article(lead_image=image)

    page = desk.get(f"/admin/articles/article/{article.pk}/change/").content.decode()
    led = desk.get(f"{LIBRARY}{image.pk}/thumbnail/")

    assert f'<img class="picture-input-preview" src="{image.file.url}"' in page
    assert led.headers["Location"] == image.file.url


def test_page_of_a_picture_says_where_it_is_used(desk, django_assert_max_num_queries):
    image = make_image()
    figure = f'<figure class="image" data-image="{image.pk}"></figure>'
    article = make_live_article(lead_image=image, headline="Sea wall breached")
    update = make_update(article, body=figure, headline="The second breach")

    with django_assert_max_num_queries(9):
        page = desk.get(f"{LIBRARY}{image.pk}/change/").content.decode()

    assert f'<a href="{form(article)}">Sea wall breached</a>' in page
    assert f'<a href="{form(update)}">Sea wall breached, The second' in page


def test_contributor_learns_nothing_of_others_drafts_from_a_picture(
    client, contributor
):
    image = make_image()
    make_article(status="draft", headline="Mayor to go", lead_image=image)
    make_article(
        status="draft", headline="My own", lead_image=image, created_by=contributor
    )
    client.force_login(contributor)

    page = client.get(f"{LIBRARY}{image.pk}/change/").content.decode()

    assert "My own" in page
    assert "Mayor to go" not in page


@pytest.mark.parametrize(
    ("status", "is_allowed"),
    [("draft", True), ("submitted", True), ("published", False), ("withdrawn", False)],
)
@pytest.mark.parametrize("place", ["on top", "of an update", "poster in a text"])
def test_contributor_changes_no_picture_that_readers_see(
    client, contributor, status, is_allowed, place
):
    image = make_image(caption="Before")
    if place == "on top":
        make_article(status=status, lead_image=image)
    elif place == "of an update":
        make_update(make_live_article(), status=status, image=image)
    else:
        recording = make_recording(poster=image)
        figure = f'<figure class="recording" data-recording="{recording.pk}"></figure>'
        make_article(status=status, body=figure)
    client.force_login(contributor)

    answer = change(client, image, caption="After")

    assert answer.status_code == (302 if is_allowed else 403)
    image.refresh_from_db()
    assert image.caption == ("After" if is_allowed else "Before")


def test_contributor_changes_no_recording_that_readers_see(client, contributor):
    recording = make_recording(title="Before")
    figure = f'<figure class="recording" data-recording="{recording.pk}"></figure>'
    make_article(body=figure)
    client.force_login(contributor)

    answer = client.post(form(recording), {"title": "After"})

    assert answer.status_code == 403
    recording.refresh_from_db()
    assert recording.title == "Before"


def test_replaced_file_keeps_its_number_and_gets_a_new_name(
    desk, media, django_capture_on_commit_callbacks
):
    image = make_image(size=(900, 600), caption="The quay")
    article = make_live_article(lead_image=image)
    renditions.make(image)
    before = files(media)

    with django_capture_on_commit_callbacks(execute=True):
        change(desk, image, file=picture_upload("b.png", size=(800, 500)))

    after = Image.objects.get()
    page = desk.get(article.get_absolute_url()).content.decode()
    assert (after.pk, after.width, after.caption) == (image.pk, 800, "The quay")
    assert (after.is_waiting, after.renditions) == (True, None)
    assert not before & files(media)  # what had to go is gone
    assert files(media) == {after.file.name}
    assert after.file.url in page
    assert image.file.url not in page


def test_file_stays_when_saving_fails(desk, media):
    image = make_image()

    response = change(desk, image, alt_text="", file=picture_upload(size=(9, 9)))

    assert response.status_code == 200
    assert files(media) == {image.file.name}


def test_caption_mended_in_the_library_reaches_every_page(desk):
    image = make_image(caption="Teh quay")
    figure = f'<figure class="image" data-image="{image.pk}"></figure>'
    article = make_live_article(body=figure)
    update = make_update(article, body=figure)

    change(desk, image, caption="The quay")

    page = desk.get(article.get_absolute_url()).content.decode()
    update.refresh_from_db()
    article.refresh_from_db()
    assert page.count("<figcaption>The quay") == 2
    assert "Teh" not in page
    assert update.change == article.change == 1


def test_moved_focal_point_has_the_picture_cut_again_and_its_cuts_served(desk):
    image = make_image(size=(900, 600))
    renditions.make(image)

    change(desk, image, focus_x=10)

    image.refresh_from_db()
    assert (image.focus_x, image.is_waiting) == (10, True)
    assert image.renditions is not None


@pytest.mark.parametrize("value", ["-1", "101", "left"])
def test_focal_point_outside_the_picture_is_refused(desk, value):
    image = make_image()

    response = change(desk, image, focus_x=value)

    image.refresh_from_db()
    assert response.status_code == 200
    assert image.focus_x == 50


def test_what_the_darkroom_made_meanwhile_is_kept(journalist):
    image = make_image(size=(900, 600))
    stale = Image.objects.get()
    renditions.make(image)
    library.revise(stale, by=journalist)

    image.refresh_from_db()
    assert image.renditions is not None
    assert image.is_waiting is False


def test_recording_is_uploaded_and_its_captions_replaced(
    desk, media, django_capture_on_commit_callbacks
):
    vtt = b"WEBVTT\n\n00:00.000 --> 00:02.000\nA bell.\n"
    form = {"title": "The bell", "captions_language": "en"}
    sound = SimpleUploadedFile("bell.exe", mp3_bytes())
    captions = SimpleUploadedFile("a.vtt", vtt)
    add = form | {"file": sound, "captions": captions}
    desk.post("/admin/articles/recording/add/", add)
    recording = Recording.objects.get()
    first = recording.captions.name

    with django_capture_on_commit_callbacks(execute=True):
        desk.post(
            f"/admin/articles/recording/{recording.pk}/change/",
            form | {"captions": SimpleUploadedFile("b.vtt", vtt + b"\n")},
        )

    recording.refresh_from_db()
    assert recording.file.name.endswith(".mp3")
    assert recording.captions.name != first
    assert files(media) == {recording.file.name, recording.captions.name}
