"""What each group may do, as it is written down."""

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse

from articles import roles as newsroom_roles
from articles.models import Update
from comments import roles as comment_roles
from tests.factories import (
    make_live_article,
    make_update,
)

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("roles")
def test_groups_hold_exactly_what_is_written_down():
    moderating = comment_roles.ROLES
    for role in newsroom_roles.ROLES | moderating:
        names = [*newsroom_roles.ROLES.get(role, []), *moderating.get(role, [])]
        held = {
            f"{permission.content_type.app_label}.{permission.codename}"
            for permission in Group.objects.get(name=role).permissions.all()
        }
        assert held == set(names)


def test_nothing_of_the_newsroom_is_deleted_by_a_form(client):
    update = make_update(make_live_article())
    client.force_login(User.objects.create_superuser("root"))
    rows = {"update": update, "article": update.article}

    answers = [
        client.post(
            reverse(f"admin:articles_{kind}_delete", args=[row.pk]), {"post": "yes"}
        )
        for kind, row in rows.items()
    ]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert Update.objects.filter(pk=update.pk).exists()
