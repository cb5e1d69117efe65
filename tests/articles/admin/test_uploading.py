"""Many pictures at once: taken in one by one, described after."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from articles.models import Image
from tests.articles.admin.pictures import JSON, LIBRARY, files
from tests.factories import (
    make_image,
    picture_bytes,
    picture_upload,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


def describe(desk, *rows):
    form = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": len(rows)}
    for number, (image, told) in enumerate(rows):
        form[f"form-{number}-id"] = image.pk
        form |= {f"form-{number}-{name}": value for name, value in told.items()}
    return desk.post(f"{LIBRARY}describe/", form)


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
