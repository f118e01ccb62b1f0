"""What the survey promises about its elements, their codes and the levels of an answer."""

import pytest

from portal.settings import ELEMENT_CODES
from portal.survey.elements import (
    ELEMENTS,
    LEVELS,
    OFFICER_ELEMENTS,
    Element,
    ElementCodes,
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


@pytest.mark.parametrize("codes", ElementCodes)
def test_every_element_has_a_code_of_its_own_from_u1_to_u9(codes: ElementCodes) -> None:
    assert [codes.code(element) for element in codes.order] == [f"U{n}" for n in range(1, 10)]
    assert set(codes.order) == set(ELEMENTS)


def test_the_two_lists_of_codes_differ_in_the_last_two() -> None:
    regulation, questionnaire = (codes.order for codes in ElementCodes)

    assert regulation[:7] == questionnaire[:7]
    assert regulation[7:] == (Element.COMPLAINTS, Element.FACILITIES)
    assert questionnaire[7:] == (Element.FACILITIES, Element.COMPLAINTS)


def test_the_setting_knows_the_same_lists() -> None:
    assert tuple(ElementCodes) == ELEMENT_CODES


def test_an_officer_answers_for_competence_and_conduct_only() -> None:
    assert OFFICER_ELEMENTS == (Element.COMPETENCE, Element.CONDUCT)


@pytest.mark.parametrize("level", LEVELS)
def test_accepts_the_four_levels(level: int) -> None:
    assert checked_level(level) == level


@pytest.mark.parametrize("level", [0, 5, -1, 25])
def test_refuses_any_other_level(level: int) -> None:
    with pytest.raises(LevelOutOfRange, match=str(level)):
        checked_level(level)
