"""The file of settings: read in whole or not at all, and outdone by the process."""

import pytest

from tests.config.test_settings import manage

pytestmark = pytest.mark.services
NAME = "from django.conf import settings as s; print(s.NEWSROOM_NAME, s.SILENT_HOURS)"


@pytest.fixture
def file(tmp_path):
    return tmp_path / "dateline.env"


def test_file_is_read_and_the_process_outdoes_it(file):
    file.write_text('# The desk\n\nexport NEWSROOM_NAME="The Tide"\nSILENT_HOURS=5\n')

    result = manage(
        "shell", "-v0", "-c", NAME, ENV_FILE=str(file), NEWSROOM_NAME="The Ebb"
    )

    assert result.stdout.strip() == "The Ebb 5.0"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (None, "No such file"),
        (b"DEBUG=0\nSECRET_KEY = hush", "Line 2 of {file} is not NAME=value"),
        (b"NEWSROOM_NAME=\xff", "can't decode byte"),
    ],
)
def test_file_that_cannot_be_read_is_no_site_for_development(file, text, says):
    if text is not None:
        file.write_bytes(text)

    result = manage("check", ENV_FILE=str(file))

    assert result.returncode != 0
    assert says.format(file=file) in result.stderr
    assert "hush" not in result.stderr
