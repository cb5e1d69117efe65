"""The cuts of a picture: which there are, what they hold, when readers get them."""

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
from PIL import ImageCms

from articles import renditions
from articles.models import Image
from tests.factories import (
    make_article,
    make_image,
    make_live_article,
    make_update,
    picture_bytes,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def made(image):
    """The image with its renditions, and all its cuts by name."""
    renditions.make(image)
    image.refresh_from_db()
    cuts = {}
    for label, suffix in image.renditions.labels:
        with default_storage.open(image.renditions.name(label, suffix)) as file:
            cuts[label, suffix] = Pillow.open(io.BytesIO(file.read()))
    return image, cuts


def coloured(*colours, size=(400, 300), format="PNG", **options):
    """An upload of equal vertical stripes."""
    picture = Pillow.new("RGB", (len(colours), 1))
    for at, colour in enumerate(colours):
        picture.putpixel((at, 0), colour)
    file = io.BytesIO()
    picture.resize(size, Pillow.Resampling.NEAREST).save(file, format, **options)
    return SimpleUploadedFile("a", file.getvalue())


def widths(cuts, suffix):
    return [label for label, kind in cuts if kind == suffix and isinstance(label, int)]


@pytest.mark.parametrize("size", [(4000, 3000), (1600, 900), (3000, 4000)])
def test_large_picture_gets_five_widths_in_three_formats(size):
    _, cuts = made(make_image(size=size))

    for suffix, kind in (("avif", "AVIF"), ("webp", "WEBP"), ("jpg", "JPEG")):
        assert widths(cuts, suffix) == [384, 672, 800, 1200, 1600]
        assert {cut.format for (_, s), cut in cuts.items() if s == suffix} == {kind}
    assert cuts["square", "avif"].size == (600, 600)
    assert cuts["social", "jpg"].size == (1200, 630)
    shape = size[1] / size[0]
    assert all(
        abs(cuts[w, "webp"].height - w * shape) < 1 for w in widths(cuts, "webp")
    )


@pytest.mark.parametrize(
    "size", [(1, 1), (200, 90), (700, 500), (500, 40), (30, 20_000)]
)
def test_nothing_is_enlarged(size):
    _, cuts = made(make_image(size=size))

    assert all(cut.width <= size[0] for cut in cuts.values())
    assert all(cut.height <= size[1] for cut in cuts.values())


@pytest.mark.parametrize(
    ("focus", "seen"), [(0, "red"), (50, "lime"), (100, "blue"), (10, "red")]
)
def test_crops_keep_the_focal_point(focus, seen):
    file = coloured((255, 0, 0), (0, 255, 0), (0, 0, 255), size=(1800, 600))
    _, cuts = made(make_image(file=file, focus_x=focus))

    red, green, blue = cuts["square", "jpg"].convert("RGB").getpixel((300, 300))
    strongest = {"red": red, "lime": green, "blue": blue}
    assert max(strongest, key=strongest.get) == seen


@pytest.mark.parametrize("mode", ["RGB", "L", "P", "RGBA", "LA", "1", "I;16", "CMYK"])
def test_every_kind_of_pixels_is_printed_as_bright_as_it_is(mode):
    grey = Pillow.linear_gradient("L").resize((400, 300))
    if mode == "I;16":
        picture = grey.convert("I").point(lambda value: value * 257).convert("I;16")
    else:
        picture = grey.convert("RGB").convert(mode)
    file = io.BytesIO()
    picture.save(file, "JPEG" if mode == "CMYK" else "PNG")

    _, cuts = made(make_image(file=SimpleUploadedFile("a", file.getvalue())))

    for suffix in ("avif", "webp", "jpg"):
        cut = cuts[384, suffix].convert("L")
        assert abs(cut.resize((1, 1)).getpixel((0, 0)) - 127) < 6


def test_transparency_is_laid_on_white():
    file = io.BytesIO()
    Pillow.new("RGBA", (400, 300), (0, 0, 0, 0)).save(file, "PNG")

    _, cuts = made(make_image(file=SimpleUploadedFile("a", file.getvalue())))

    assert min(cuts[384, "jpg"].convert("RGB").getpixel((5, 5))) > 250
    assert cuts[384, "webp"].mode == "RGB"


def test_colours_of_another_space_become_srgb():
    """In this space what is called red is green."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for old, new in [(b"rXYZ", b"????"), (b"gXYZ", b"rXYZ"), (b"????", b"gXYZ")]:
        profile = profile.replace(old, new, 1)
    profile = profile.replace("sRGB".encode("utf-16-be"), "ours".encode("utf-16-be"))
    file = coloured((250, 20, 20), format="JPEG", icc_profile=profile, quality=95)

    _, cuts = made(make_image(file=file))

    red, green, _ = cuts[384, "jpg"].convert("RGB").getpixel((9, 9))
    assert (green > 200, red < 60) == (True, True)
    assert not any("icc_profile" in cut.info for cut in cuts.values())


def test_broken_profile_is_not_believed():
    file = coloured((250, 20, 20), format="JPEG", icc_profile=b"?" * 200, quality=95)

    _, cuts = made(make_image(file=file))

    assert cuts[384, "jpg"].convert("RGB").getpixel((9, 9))[0] > 200


def test_turned_picture_is_cut_upright():
    exif = Pillow.Exif()
    exif[0x112] = 6
    file = coloured((255, 0, 0), (0, 0, 255), format="JPEG", exif=exif)

    image, cuts = made(make_image(file=file))

    assert (image.width, image.height) == (300, 400)
    assert cuts[300, "jpg"].size == (300, 400)
    assert cuts[300, "jpg"].getpixel((150, 20))[0] > 200  # red is on top now


def test_cuts_hold_nothing_but_the_picture():
    exif = Pillow.Exif()
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 7.0)
    file = coloured((9, 9, 9), format="JPEG", exif=exif, comment=b"SECRET")

    image, cuts = made(make_image(file=file))

    told = {"exif", "xmp", "comment", "icc_profile", "photoshop"}
    assert all(not told & cut.info.keys() for cut in cuts.values())


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
