"""The cuts of a picture: when they are made, when readers get them, when they go."""

import io
import re
from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image as Pillow

from articles import renditions
from articles.models import Image
from tests.articles.cuts import made
from tests.factories import (
    make_article,
    make_image,
    make_live_article,
    make_update,
    picture_bytes,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


def test_animation_moves_as_webp_and_stands_still_where_less_motion_is_asked(client):
    frames = [Pillow.new("RGB", (480, 320), (shade, 0, 0)) for shade in (0, 90, 180)]
    file = io.BytesIO()
    frames[0].save(
        file, "GIF", save_all=True, append_images=frames[1:], duration=80, loop=0
    )

    image = make_image(file=SimpleUploadedFile("a", file.getvalue()))
    image, cuts = made(image)
    page = client.get(make_article(lead_image=image).get_absolute_url())

    assert (cuts[480, "webp"].n_frames, cuts[480, "webp"].info["loop"]) == (3, 0)
    assert (480, "avif") not in cuts
    assert not getattr(cuts[480, "jpg"], "is_animated", False)
    first, second = re.findall(r"<source [^>]*>", page.content.decode())
    assert 'media="(prefers-reduced-motion: reduce)"' in first
    assert 'type="image/webp"' in second


def test_page_offers_each_width_once_it_is_made_and_the_original_before(client):
    image = make_image(size=(1600, 900), caption="The quay", credit="Ann")
    url = make_article(lead_image=image).get_absolute_url()

    before = client.get(url).content.decode()
    renditions.make(image)
    after = client.get(url).content.decode()

    assert f'<img src="{image.file.url}" width="1600" height="900"' in before
    assert "<source" not in before
    sources = re.findall(r'<source type="image/(\w+)" srcset="([^"]*)" sizes', after)
    assert [kind for kind, _ in sources] == ["avif", "webp"]
    assert all(srcset.count("w,") == 4 for _, srcset in sources)
    assert re.search(r'<img src="[^"]*-800.jpg" srcset=', after)
    assert 'width="1600" height="900"' in after
    assert image.file.url not in after


def test_social_sites_get_the_crop(client):
    image, _ = made(make_image(size=(1600, 1600)))

    page = client.get(make_article(lead_image=image).get_absolute_url())

    page = page.content.decode()
    assert re.search(
        r'og:image" content="http://testserver/media/\S+-social.jpg"', page
    )
    assert 'og:image:width" content="1200"' in page


def test_cut_is_served_as_what_it_is(client):
    image, _ = made(make_image(size=(500, 300)))

    for suffix in ("avif", "webp", "jpg"):
        response = client.get(image.renditions.url(384, suffix))
        kind = "jpeg" if suffix == "jpg" else suffix
        assert response.status_code == 200
        assert response.headers["Content-Type"] == f"image/{kind}"
        assert "immutable" in response.headers["Cache-Control"]


def test_names_of_cuts_are_new_each_time_and_tell_nothing(media):
    image, _ = made(make_image())
    first = image.renditions.base

    made(image)

    assert image.renditions.base != first
    assert re.fullmatch(r"renditions/[0-9a-f]{2}/[0-9a-f]{22}", image.renditions.base)


def test_undescribed_picture_is_not_printed(client):
    image = make_image(alt_text="")
    article = make_live_article(lead_image=image)
    make_update(article, image=image)

    for url in (article.get_absolute_url(), "/"):
        page = client.get(url).content.decode()
        assert image.file.url not in page
        assert "<picture" not in page

    Image.objects.update(is_decorative=True)
    assert image.file.url in client.get(article.get_absolute_url()).content.decode()


def test_picture_that_cannot_be_cut_keeps_its_original_and_its_place(media, client):
    image = make_image()
    (media / image.file.name).write_bytes(picture_bytes(size=(400, 300))[:400])
    other = make_image()
    told = []

    failed = renditions.make_waiting(lambda *report: told.append(report))

    image.refresh_from_db()
    assert (failed, image.is_waiting, image.renditions) == (1, True, None)
    assert [(row.pk, bool(problem)) for row, problem in told] == [
        (image.pk, True),
        (other.pk, False),
    ]
    assert len(list((media / "renditions").rglob("*.avif"))) == 2  # the other's


def test_nothing_is_put_up_when_the_file_was_replaced_meanwhile(media):
    image = make_image()
    stale = Image.objects.get()
    image.file = ContentFile(picture_bytes(size=(60, 60)), "b.png")
    image.save()

    assert renditions.make(stale) is False

    image.refresh_from_db()
    assert (image.renditions, image.is_waiting) == (None, True)
    assert [path for path in (media / "renditions").rglob("*") if path.is_file()] == []


def test_nothing_is_put_up_when_the_focal_point_moved_meanwhile():
    image = make_image()
    stale = Image.objects.get()
    Image.objects.update(focus_x=10)

    assert renditions.make(stale) is False

    image.refresh_from_db()
    assert (image.renditions, image.is_waiting) == (None, True)


def test_no_half_set_is_left_when_the_disk_is_full(media, monkeypatch):
    image = make_image(size=(900, 600))
    save, saved = FileSystemStorage._save, []

    def full_after_three(storage, name, content):
        if len(saved) == 3:
            raise OSError("No space left on device")
        saved.append(name)
        return save(storage, name, content)

    monkeypatch.setattr(FileSystemStorage, "_save", full_after_three)
    with pytest.raises(OSError, match="No space"):
        renditions.make(image)

    image.refresh_from_db()
    assert image.is_waiting
    assert not any(default_storage.exists(name) for name in saved)


def test_new_file_puts_the_row_back_among_the_waiting():
    image, _ = made(make_image())

    image.file = ContentFile(picture_bytes(size=(60, 60)), "b.png")
    image.save()

    image.refresh_from_db()
    assert (image.renditions, image.is_waiting) == (None, True)
    assert (image.width, image.height) == (60, 60)


def test_change_number_rises_with_the_cuts_so_that_kept_pages_are_renewed():
    image = make_image()
    article = make_live_article(lead_image=image)
    update = make_update(article, image=image)

    renditions.make(image)

    article.refresh_from_db()
    update.refresh_from_db()
    assert (article.change, update.change) == (1, 0)


def test_orphaned_cuts_are_swept_after_a_day(media):
    image, _ = made(make_image())
    old = image.renditions
    made(image)

    assert renditions.sweep() == 0
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        swept = renditions.sweep()

    assert swept == len(list(old.labels))
    assert default_storage.exists(image.renditions.name("social", "jpg"))
