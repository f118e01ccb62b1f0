"""What the survey promises about its elements, their codes and the levels of an answer."""

import pytest

from portal.survey.elements import (
    DEFAULT_CODES,
    ELEMENTS,
    LEVELS,
    OFFICER_ELEMENTS,
    Element,
    LevelOutOfRange,
    checked_level,
)


def test_keeps_the_nine_stable_keys_in_the_order_of_the_survey() -> None:
    assert [str(element) for element in ELEMENTS] == [
        "requirements",
        "procedure",
        "time",
        "cost",
        "product",
        "competence",
        "conduct",
        "complaints",
        "facilities",
    ]


def test_gives_every_element_a_code_of_its_own_from_u1_to_u9() -> None:
    assert list(DEFAULT_CODES) == list(ELEMENTS)
    assert list(DEFAULT_CODES.values()) == [f"U{number}" for number in range(1, 10)]


def test_default_codes_cannot_be_changed_in_place() -> None:
    with pytest.raises(TypeError):
        DEFAULT_CODES[Element.TIME] = "U9"  # type: ignore[index]  # what the test refuses


def test_an_officer_answers_for_competence_and_conduct_only() -> None:
    assert OFFICER_ELEMENTS == (Element.COMPETENCE, Element.CONDUCT)


@pytest.mark.parametrize("level", LEVELS)
def test_accepts_the_four_levels(level: int) -> None:
    assert checked_level(level) == level


@pytest.mark.parametrize("level", [0, 5, -1, 25])
def test_refuses_any_other_level(level: int) -> None:
    with pytest.raises(LevelOutOfRange, match=str(level)):
        checked_level(level)
