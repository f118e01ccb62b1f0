"""A staff number is one number, however it is grouped, and whole or refused."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.accounts.staff.domain import Identity, identity_of
from portal.accounts.staff.staff_numbers import (
    CitizensNumber,
    DigitsLost,
    NotAStaffNumber,
    normal_form,
    read_staff_number,
    spelled,
)
from portal.evaluation.official.domain import OfficialFault
from portal.evaluation.official.staff_numbers import staff_number
from portal.organisation.records.cells import UnreadableCell
from portal.organisation.records.cells import read_staff_number as read_cell
from portal.organisation.records.faults import FaultKind

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
        "1.9E17",
        "1,99001e17",
        "1.9 E+17",
        " 1.99E+017 ",
        "199001012020011000.0",
        "199001012020011000,00",
        "199001012020011000",
        "19900101 202001 1 000",
        "1990010120200110",
        "19900101202001100000",
    ],
)
def test_a_number_that_lost_digits_is_refused_when_it_is_entered(text: str) -> None:
    with pytest.raises(DigitsLost):
        read_staff_number(text)


@pytest.mark.parametrize(
    "text",
    ["3273010101900001", "3273 0141 0190 0001", "3273017112990010", "'3273.014512.900120"],
)
def test_a_citizens_number_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(CitizensNumber):
        read_staff_number(text)
    with pytest.raises(UnreadableCell) as refusal:
        read_cell(text)
    assert (refusal.value.kind, refusal.value.detail) == (FaultKind.CITIZENS_NUMBER, "")
    assert staff_number(text) == ("", OfficialFault.CITIZENS_NUMBER)


@pytest.mark.parametrize("text", ["3273013901900001", "3273010113900001", "327301010190001"])
def test_what_only_looks_like_one_is_read_as_before(text: str) -> None:
    assert read_staff_number(text) == text


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


@pytest.mark.parametrize("text", ["12345.0", "12345,0", "12345.00", "7.0"])
def test_a_quantity_does_not_become_another_persons_number(text: str) -> None:
    with pytest.raises(NotAStaffNumber) as refusal:
        read_staff_number(text)
    assert not isinstance(refusal.value, DigitsLost)


# Of 16 digits are citizens' numbers.
numbers = st.from_regex(r"[0-9]{16,17}[1-9]", fullmatch=True)
separators = st.sampled_from([" ", ".", "-", "\u00a0", "\u2011", " . "])


@given(number=numbers, data=st.data())
def test_two_spellings_never_make_two_people(number: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(1, len(number) - 3), max_size=5)))
    groups = [number[a:b] for a, b in pairwise([0, *cuts, len(number)])]
    spelling = groups[0] + "".join(data.draw(separators) + group for group in groups[1:])

    assert read_staff_number(spelling) == read_cell(spelling) == spelled(spelling) == number


@given(number=numbers.filter(lambda number: number[0] != "0"))
def test_what_a_spreadsheet_makes_of_a_long_number_is_refused(number: str) -> None:
    rounded = f"{float(number[:15]):.0f}" + "0" * (len(number) - 15)
    for lost in (rounded, f"{float(number):.5E}", f"{rounded}.0"):
        with pytest.raises(DigitsLost):
            read_staff_number(lost)


@given(text=st.text(max_size=30))
def test_reading_again_changes_nothing(text: str) -> None:
    try:
        number = normal_form(text)
    except NotAStaffNumber:
        return
    assert normal_form(number) == number
    assert number.isascii()
    assert number.isalnum()
