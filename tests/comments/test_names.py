"""Display names: what is refused, and what counts as the same name."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from comments.names import INVISIBLE, MAX_SKELETON, check_name, skeleton


@pytest.mark.parametrize(
    ("name", "double"),
    [
        ("Paul", "PauI"),  # a capital i
        ("Paul", "Pau1"),
        ("Nell", "  n e-l.l "),
        ("José", "Jose"),
        ("José", "Jose\u0301"),
        ("Ahha", "Анна"),  # Cyrillic throughout
        ("KATE", "ΚΑΤΕ"),  # Greek throughout
        ("Sam", "Ｓａｍ"),
        ("Sam", "𝓢𝓪𝓶"),
        ("Sam", "5am"),
        ("Lena", "L3n4"),
        ("Bernd", "Bemd"),
        ("Strauss", "Strauß"),
        ("Ilker", "İlker"),
        ("Sam", "Sam 🙂"),
    ],
)
def test_names_that_look_alike_share_a_skeleton(name, double):
    assert skeleton(name) == skeleton(double)


@pytest.mark.parametrize(
    ("name", "other"),
    [("Nell", "Nelly"), ("सुन", "सन"), ("陳", "王"), ("Sam 12345", "Sam 12346")],
)
def test_names_that_differ_to_the_eye_do_not(name, other):
    assert skeleton(name) != skeleton(other)


@given(st.text(max_size=80))
def test_skeleton_of_a_skeleton_is_itself_and_fits_its_column(name):
    once = skeleton(name)

    assert skeleton(once) == once
    assert len(once) <= MAX_SKELETON


@pytest.mark.parametrize(
    "name",
    [
        "Nell",
        "Ann-Marie O’Brien",
        "Nguyễn Thị Ế",
        "Jackie 陳",
        "Олександр",
        "סבסטיאן",
        "Badminton fan",
        "A creditor",
        "Jane Stafford",
        "4711",
        "x" * 60,
    ],
)
def test_honest_name_stays_as_it_is(name):
    assert check_name(name, reserved=["Dateline"]) == name


def test_spaces_are_made_one_and_accents_composed():
    assert check_name("  Jose\u0301 \u00a0 Rey ") == "José Rey"


@pytest.mark.parametrize(
    "character",
    [*"\x00\x1b\n\t\u00ad\u034f\u115f\u180e\u200b\u200d\u200e\u202e\u2066\u2028"]
    + [*"\u2800\u3164\ufe0f\ufeff\uffa0\ue000\U000e0041"],
)
def test_what_cannot_be_seen_is_refused(character):
    with pytest.raises(ValidationError, match=INVISIBLE):
        check_name(f"Ne{character}ll")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "Give a name."),
        (" \u3000 ", "Give a name."),
        ("x" * 61, "A name has at most 60 characters."),
        ("!!! 🙂", "A name needs at least one letter or digit."),
        ("Nеll", "This name mixes alphabets within a word. Keep to one."),
        ("Z\u0338\u0321\u0322\u0327a", "This name piles up accents."),
    ],
)
def test_unfit_name_is_refused_with_a_reason(name, said):
    with pytest.raises(ValidationError) as refusal:
        check_name(name)

    assert refusal.value.messages == [said]


@pytest.mark.parametrize(
    "name",
    [
        "Admin",
        "The Editors",
        "the editor",
        "TheEditor",
        "Moderator 1",
        "m0derat0r",
        "M o d e r a t o r",
        "$taff",
        "Ed-itor",
        "Édîtor",
        "Sup.port",
        "0fficial account",
        "newsroom2",
        "e\u0336d\u0336i\u0336t\u0336o\u0336r",
        "Dateline",
        "Date1ine desk",
        "D@teline",
    ],
)
def test_newsrooms_names_are_refused_however_they_are_dressed(name):
    with pytest.raises(ValidationError, match="belong to the newsroom"):
        check_name(name, reserved=["Dateline"])


def test_newsroom_of_two_words_is_one_name():
    assert check_name("High Tide", reserved=["The Tide"]) == "High Tide"
    with pytest.raises(ValidationError, match="belong to the newsroom"):
        check_name("The Tide desk", reserved=["The Tide"])


@given(st.text(max_size=70))
def test_any_text_is_cleaned_once_or_refused(name):
    try:
        cleaned = check_name(name)
    except ValidationError as refusal:
        assert refusal.messages[0].endswith(".")
    else:
        assert check_name(cleaned) == cleaned
        assert cleaned.isprintable()
