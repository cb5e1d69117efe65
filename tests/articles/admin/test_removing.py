"""Pictures and recordings that go: what is shown nowhere, and what must go now."""

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError

from articles import library, renditions
from articles.models import Image
from tests.articles.admin.pictures import LIBRARY, files
from tests.factories import (
    make_article,
    make_image,
    make_recording,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


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
