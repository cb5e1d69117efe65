"""The picture library: many at once, described after, used, replaced, never lost."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from articles import library, renditions
from articles.models import Article, Image, Recording
from tests.factories import (
    make_article,
    make_image,
    make_live_article,
    make_recording,
    make_update,
    make_user,
    mp3_bytes,
    picture_bytes,
    picture_upload,
)
from tests.presses import change as form

pytestmark = pytest.mark.django_db

LIBRARY = "/admin/articles/image/"
JSON = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def desk(client, journalist):
    client.force_login(journalist)
    return client


def files(media):
    return {path.relative_to(media).as_posix() for path in media.rglob("*.*")}


def change(desk, image, **fields):
    told = {"alt_text": image.alt_text, "caption": image.caption, "focus_x": 50}
    told |= {"credit": image.credit, "focus_y": 50} | fields
    return desk.post(f"{LIBRARY}{image.pk}/change/", told)


def test_several_pictures_are_taken_in_and_wait_to_be_described(desk, media):
    uploads = [picture_upload(f"{n}.png", size=(40, n)) for n in (30, 31, 32)]

    response = desk.post(f"{LIBRARY}upload/", {"files": uploads})

    assert response.headers["Location"] == f"{LIBRARY}describe/"
    assert Image.objects.undescribed().count() == 3
    assert Image.objects.waiting().count() == 3
    assert len(files(media)) == 3


def test_each_file_that_cannot_be_taken_in_is_told_and_the_others_are(desk, media):
    known = make_image(size=(40, 33), caption="Dawn")
    uploads = [
        picture_upload("good.png", size=(40, 30)),
        SimpleUploadedFile("page.jpg", b"<html><script>alert(1)</script>"),
        SimpleUploadedFile("half.png", picture_bytes(size=(400, 300))[:300]),
        picture_upload("again.png", size=(40, 33)),
        SimpleUploadedFile("<img src=x onerror=alert(1)>.svg", b"<svg/>"),
    ]

    response = desk.post(f"{LIBRARY}upload/", {"files": uploads})

    page = response.content.decode()
    assert Image.objects.count() == 2
    assert "<b>good.png</b>: is in the library as" in page
    assert "<b>page.jpg</b>: This is not a picture we can print." in page
    assert "<b>half.png</b>: This picture is damaged" in page
    assert f"The library has this picture already: No. {known.pk}, “Dawn”." in page
    assert "onerror=alert(1)>" not in page
    assert len(files(media)) == 2


def test_nothing_chosen_is_told(desk):
    page = desk.post(f"{LIBRARY}upload/", {}).content.decode()

    assert "Choose one or more pictures first." in page


def test_script_is_answered_file_by_file(desk):
    known = make_image(size=(40, 33))
    upload = picture_upload("again.png", size=(40, 33))

    fresh = desk.post(f"{LIBRARY}upload/", {"files": picture_upload()}, headers=JSON)
    again = desk.post(f"{LIBRARY}upload/", {"files": upload}, headers=JSON)

    (first,), (second,) = fresh.json()["files"], again.json()["files"]
    assert (first["name"], first["problem"]) == ("harbour.png", "")
    assert Image.objects.undescribed().get().pk == first["kept"]
    assert (second["kept"], second["known"]) == (None, known.pk)


@pytest.mark.parametrize("page", ["upload/", "describe/", "1/thumbnail/"])
@pytest.mark.parametrize("who", ["nobody", "reader", "moderator"])
def test_the_desks_pages_are_for_the_newsroom(client, request, page, who):
    if who != "nobody":
        client.force_login(request.getfixturevalue(who))

    seen = client.get(f"{LIBRARY}{page}")
    sent = client.post(f"{LIBRARY}{page}", {"files": picture_upload()})

    refused = 403 if who == "moderator" else 302
    assert (seen.status_code, sent.status_code) == (refused, refused)
    assert not Image.objects.exists()


def describe(desk, *rows):
    form = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": len(rows)}
    for number, (image, told) in enumerate(rows):
        form[f"form-{number}-id"] = image.pk
        form |= {f"form-{number}-{name}": value for name, value in told.items()}
    return desk.post(f"{LIBRARY}describe/", form)


def test_pictures_are_described_together_and_some_may_wait(desk):
    first, second, third = (make_image(alt_text="") for _ in range(3))

    response = describe(
        desk,
        (first, {"alt_text": "The quay", "caption": "Dawn", "credit": "Ann"}),
        (second, {}),
        (third, {"is_decorative": "on"}),
    )

    first.refresh_from_db()
    assert response.headers["Location"] == f"{LIBRARY}describe/"
    assert (first.alt_text, first.caption, first.credit) == ("The quay", "Dawn", "Ann")
    assert list(Image.objects.undescribed()) == [second]


def test_caption_without_alt_text_is_refused_beside_the_field_and_kept(desk):
    first, second = make_image(alt_text=""), make_image(alt_text="")

    response = describe(
        desk, (first, {"caption": "Dawn <b>"}), (second, {"alt_text": "The quay"})
    )

    page = response.content.decode()
    assert "Say what the picture shows, or mark it decorative." in page
    assert 'value="Dawn &lt;b&gt;"' in page
    assert 'value="The quay"' in page
    assert Image.objects.undescribed().count() == 2


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


@pytest.mark.parametrize("kind", ["image", "recording"])
def test_what_is_shown_somewhere_is_not_deleted(admin_client, admin_user, media, kind):
    kept = make_image() if kind == "image" else make_recording()
    make_article(body=f'<figure class="{kind}" data-{kind}="{kept.pk}"></figure>')
    url = f"/admin/articles/{kind}/{kept.pk}/delete/"

    page = admin_client.get(url).content.decode()
    admin_client.post(url, {"post": "yes"})
    with pytest.raises(ValidationError, match="is still shown"):
        library.remove(kept, by=admin_user)

    assert "is shown in: Headline" in page
    assert type(kept).objects.filter(pk=kept.pk).exists()
    assert files(media) == {kept.file.name}


def test_what_is_shown_nowhere_is_deleted_with_its_files(
    admin_client, media, django_capture_on_commit_callbacks
):
    image = make_image()
    renditions.make(image)

    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(f"{LIBRARY}{image.pk}/delete/", {"post": "yes"})

    assert not Image.objects.exists()
    assert files(media) == set()


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


def test_remove_now_tells_what_loses_it_and_takes_it_out_of_all(
    desk, media, django_capture_on_commit_callbacks
):
    image = make_image(caption="The quay")
    article = make_article(lead_image=image, headline="The flood")
    url = f"{LIBRARY}{image.pk}/remove-now/"

    asked = desk.get(url).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        answer = desk.post(url, follow=True)

    assert "The flood" in asked
    assert "“The quay” is removed from every page." in answer.content.decode()
    article.refresh_from_db()
    assert article.lead_image is None
    assert not Image.objects.exists()
    assert files(media) == set()
    assert str(LogEntry.objects.get()) == "Deleted “The quay.”"


def test_remove_now_is_not_for_a_contributor(client, roles, media):
    image = make_image()
    client.force_login(make_user("Contributor"))

    answers = [
        client.get(f"{LIBRARY}{image.pk}/change/"),
        client.post(f"{LIBRARY}{image.pk}/remove-now/"),
    ]

    assert "Remove now" not in answers[0].content.decode()
    assert [answer.status_code for answer in answers] == [200, 403]
    assert Image.objects.exists()
