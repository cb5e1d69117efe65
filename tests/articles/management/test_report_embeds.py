"""The report of embeds that the table of providers does not know."""

import pytest
from django.core.management import call_command

from tests.factories import make_article, make_live_article, make_update

pytestmark = pytest.mark.django_db


def report(capsys):
    call_command("report_embeds")
    return capsys.readouterr().out


def test_unknown_hosts_are_listed_commonest_first_with_their_texts(capsys):
    first = make_article(body="<p>https://rare.example/a</p>")
    live = make_live_article(body="<p>https://youtu.be/aqz-KE-bpKQ</p>")
    figure = '<figure class="embed" data-embed="https://often.example/1"></figure>'
    update = make_update(live, body=f"{figure}<p>https://often.example/2</p>")
    make_update(live, body="<p>See https://inline.example/x too.</p>")
    make_update(live, body="<p>https://mastodon.social/@harbour/123456</p>")

    lines = report(capsys).splitlines()

    assert lines == [
        "often.example: 2",
        "  https://often.example/1",
        f"    in {update.get_absolute_url()}",
        "  https://often.example/2",
        f"    in {update.get_absolute_url()}",
        "rare.example: 1",
        "  https://rare.example/a",
        f"    in {first.get_absolute_url()}",
    ]


def test_a_look_alike_host_is_in_the_report(capsys):
    make_article(body="<p>https://youtube.com.evil.example/watch?v=aqz-KE-bpKQ</p>")

    assert "youtube.com.evil.example: 1" in report(capsys)


def test_nothing_unknown_is_said(capsys):
    assert "Every embed has a known provider." in report(capsys)
