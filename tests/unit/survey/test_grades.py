"""Grades: every bound from both sides, and the holes between the printed bands."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.survey.index import (
    GRADE_BOUNDS,
    Grade,
    IkmOutOfRange,
    grade_of_ikm,
    grade_of_index,
    lowest_ikm_of,
)

HAIR = Fraction(1, 10**12)


@pytest.mark.parametrize(
    ("ikm", "grade"),
    [
        ("25.00", Grade.D),
        ("64.99", Grade.D),
        ("65.00", Grade.C),
        ("76.60", Grade.C),
        ("76.61", Grade.B),
        ("88.30", Grade.B),
        ("88.31", Grade.A),
        ("100.00", Grade.A),
    ],
)
def test_every_end_of_every_printed_band_has_its_grade(ikm: str, grade: Grade) -> None:
    assert grade_of_ikm(Fraction(ikm)) is grade


@pytest.mark.parametrize(
    ("first_above", "below", "above"),
    [
        ("88.305", Grade.B, Grade.A),
        ("76.605", Grade.C, Grade.B),
        ("64.995", Grade.D, Grade.C),
    ],
)
def test_a_value_in_the_hole_between_two_bands_goes_where_it_rounds_to(
    first_above: str, below: Grade, above: Grade
) -> None:
    turning = Fraction(first_above)

    assert grade_of_ikm(turning - HAIR) is below
    assert grade_of_ikm(turning) is above


def test_bounds_of_the_older_table_are_not_used() -> None:
    assert grade_of_ikm(Fraction("81.26")) is Grade.B
    assert grade_of_ikm(Fraction("62.51")) is Grade.D


@pytest.mark.parametrize("ikm", [Fraction(25) - HAIR, Fraction(100) + HAIR, Fraction(0)])
def test_refuses_a_number_that_is_not_an_ikm(ikm: Fraction) -> None:
    with pytest.raises(IkmOutOfRange):
        grade_of_ikm(ikm)


def test_an_element_is_graded_from_its_mean_times_twenty_five() -> None:
    assert grade_of_index(Fraction("3.5322")) is Grade.A
    assert grade_of_index(Fraction("3.5322") - HAIR) is Grade.B


def test_an_index_is_not_rounded_before_it_is_graded() -> None:
    # Rounded to 3.53 first, the index would give 88.25 and lose its grade.
    assert grade_of_index(Fraction("3.5324")) is Grade.A


@given(
    first=st.fractions(min_value=25, max_value=100),
    second=st.fractions(min_value=25, max_value=100),
)
def test_a_higher_ikm_never_has_a_worse_grade(first: Fraction, second: Fraction) -> None:
    low, high = sorted((first, second))

    assert grade_of_ikm(high) <= grade_of_ikm(low)


def test_the_bounds_stand_once_best_first() -> None:
    assert [str(bound) for _, bound in GRADE_BOUNDS] == ["88.31", "76.61", "65.00", "25.00"]
    assert [lowest_ikm_of(grade) for grade in Grade] == [bound for _, bound in GRADE_BOUNDS]
    assert lowest_ikm_of(Grade.B) == Decimal("76.61")
