"""What the instructions name is there."""

import re

import pytest
from django.core.management import get_commands

from tests.services import ROOT

README = (ROOT / "README.md").read_text()
INSTALL = (ROOT / "docs/install.md").read_text()
CRON = (ROOT / "docs/dateline.cron").read_text()


@pytest.mark.parametrize("text", [README, INSTALL, CRON])
def test_every_command_that_is_named_can_be_given(text):
    named = set(re.findall(r"manage\.py ([a-z_]+)", text))

    assert named
    assert named <= get_commands().keys()


def test_every_setting_of_the_instructions_is_explained():
    named = set(re.findall(r"^([A-Z_]+)=", INSTALL, re.M))
    explained = set(re.findall(r"`([A-Z_]+)`", README))

    assert "TRUSTED_PROXIES" in named
    assert named <= explained


def test_every_variable_that_is_read_is_explained():
    code = "".join(path.read_text() for path in (ROOT / "config").glob("*.py"))
    read = set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"', code))
    read |= set(re.findall(r'read_\w+\(\s*env, "([A-Z_]+)"', code))

    assert len(read) > 30
    assert read <= set(re.findall(r"`([A-Z_]+)`", README))


@pytest.mark.parametrize("page", ["README.md", "docs/install.md", "docs/deploy.md"])
def test_no_link_leads_nowhere(page):
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", (ROOT / page).read_text())

    assert links
    assert [at for at in links if not (ROOT / page).parent.joinpath(at).exists()] == []
