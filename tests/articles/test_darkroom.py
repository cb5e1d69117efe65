"""The thread that cuts pictures: nobody waits for it, and it needs no one to end."""

import pytest

from articles import library, live
from articles.models import Image, Update
from articles.renditions import Darkroom, darkroom
from tests.factories import make_live_article, make_user, photo, picture_upload

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrent]
MINUTE = 60


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.RENDITIONS_IN_BACKGROUND = True
    yield
    darkroom.wait(MINUTE)


@pytest.fixture
def journalist(roles):
    return make_user("Journalist")


def camera_upload():
    upload = picture_upload()
    upload.file.seek(0)
    upload.file.truncate()
    photo(size=(4000, 3000)).save(upload.file, "JPEG", quality=90)
    upload.size = upload.file.tell()
    upload.seek(0)
    return upload


def test_upload_and_publish_do_not_wait_for_the_cuts(journalist):
    article = make_live_article()
    image = library.take_in(camera_upload(), by=journalist)
    Image.objects.update(is_decorative=True)

    update = Update(article=article, body="<p>x</p>", image=image)
    live.publish_update(update, by=journalist)
    was_waiting = Image.objects.get().is_waiting

    darkroom.wait(MINUTE)
    assert was_waiting
    assert len(Image.objects.get().renditions.sizes) == 5


def test_pictures_left_by_a_process_that_died_are_made_when_the_next_wakes(journalist):
    Image.objects.create(file=picture_upload(), is_decorative=True)
    successor = Darkroom()

    successor.wake()
    successor.wake()
    successor.wait(MINUTE)

    assert not Image.objects.waiting().exists()


def test_picture_that_comes_while_the_thread_is_at_work_is_made_too(journalist):
    library.take_in(camera_upload(), by=journalist)
    library.take_in(picture_upload(), by=journalist)

    darkroom.wait(MINUTE)

    assert not Image.objects.waiting().exists()


def test_nothing_is_begun_where_a_service_does_the_work(journalist, settings):
    settings.RENDITIONS_IN_BACKGROUND = False

    library.take_in(picture_upload(), by=journalist)

    assert Image.objects.waiting().count() == 1
