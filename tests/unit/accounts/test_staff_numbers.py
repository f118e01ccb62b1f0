"""A staff number is one number, however it is grouped, and whole or refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.accounts.domain.identity import Identity, identity_of
from portal.accounts.domain.staff_numbers import (
    DigitsLost,
    NotAStaffNumber,
    normal_form,
    read_staff_number,
    spelled,
)
from portal.organisation.domain.cells import read_staff_number as read_cell

NUMBER = "199001012020011001"


@pytest.mark.parametrize(
    "text",
    [
        NUMBER,
        "19900101 202001 1 001",
        "19900101.202001.1.001",
        "19900101-202001-1-001",
        " 19900101\u00a0202001\u00a01\u00a0001 ",
        "'199001012020011001",
        "1990 0101 2020 0110 01\u200b",
        "１９９００１０１２０２００１１００１",
        "19900101\u2011202001\u20131 001",
    ],
)
def test_every_spelling_is_one_number_in_files_forms_sign_in_and_search(text: str) -> None:
    assert read_staff_number(text) == read_cell(text) == spelled(text) == NUMBER
    assert identity_of(text) == Identity(staff_number=NUMBER)


@pytest.mark.parametrize(
    "text",
    [
        "1.99001012020011E+17",
        "1,99001E+17",
        "2E+17",
        "1.9e+17",
        "199001012020011000",
        "19900101 202001 1 000",
        "1990010120200110",
        "19900101202001100000",
    ],
)
def test_a_number_that_lost_digits_is_refused_when_it_is_entered(text: str) -> None:
    with pytest.raises(DigitsLost):
        read_staff_number(text)


def test_a_wrong_number_of_old_can_still_sign_in_and_be_found() -> None:
    assert identity_of("199001012020011000").staff_number == "199001012020011000"
    assert spelled("199001012020011 000") == "199001012020011000"


@pytest.mark.parametrize("text", ["7", "thl-007", "123456789", "199001012020000", "3E5"])
def test_short_and_lettered_numbers_are_numbers(text: str) -> None:
    assert read_staff_number(text) == text.upper().replace("-", "")


@pytest.mark.parametrize("text", ["", " - ", "budi", "19/87", "é7", "1" * 21, "7;8"])
def test_what_is_no_staff_number_is_refused(text: str) -> None:
    with pytest.raises(NotAStaffNumber):
        read_staff_number(text)
    assert spelled(text) == text


@given(text=st.text(max_size=30))
def test_reading_again_changes_nothing(text: str) -> None:
    try:
        number = normal_form(text)
    except NotAStaffNumber:
        return
    assert normal_form(number) == number
    assert number.isascii()
    assert number.isalnum()
