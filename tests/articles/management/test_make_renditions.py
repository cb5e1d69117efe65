"""The command an ops person runs, or leaves running, where no thread does the work."""

import pytest
from django.core.management import CommandError, call_command

from articles import renditions
from articles.models import Image
from tests.factories import make_image, picture_bytes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_it_makes_what_waits_and_twice_is_as_once(capsys):
    image = make_image()

    call_command("make_renditions")
    base = Image.objects.get(pk=image.pk).renditions.base
    call_command("make_renditions")

    assert Image.objects.get(pk=image.pk).renditions.base == base
    assert capsys.readouterr().out.count("Every picture has its renditions.") == 2


def test_all_are_made_again(media):
    images = [make_image(), make_image()]
    for image in images:
        renditions.make(image)
    before = set(Image.objects.values_list("stored_renditions__base", flat=True))

    call_command("make_renditions", "--all")

    after = set(Image.objects.values_list("stored_renditions__base", flat=True))
    assert (len(after), before & after) == (2, set())


def test_a_picture_that_cannot_be_cut_is_named_and_the_others_are_made(media, capsys):
    image, other = make_image(caption="Torn"), make_image()
    (media / image.file.name).write_bytes(picture_bytes(size=(400, 300))[:400])

    with pytest.raises(CommandError, match="1 pictures keep their originals."):
        call_command("make_renditions")

    other.refresh_from_db()
    assert other.renditions is not None
    assert f"picture {image.pk}, “Torn”: " in capsys.readouterr().out


def test_bar_is_drawn_on_a_terminal(capsys, monkeypatch):
    make_image()
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)

    call_command("make_renditions")

    assert f"[{'#' * 30}] 1 of 1" in capsys.readouterr().out
