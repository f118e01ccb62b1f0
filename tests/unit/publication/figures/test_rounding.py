"""P4: figures as coarse as their number of answers requires, bounds included."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.publication.figures.disclosure_rules import (
    count_bounds,
    element_step_of,
    grade_bound,
    nrr_of,
    rounded_count,
    rounded_element,
    rounded_ikm,
    step_of,
    whole_points,
)
from portal.survey.index import Grade


@given(st.integers(0, 10_000))
def test_a_count_is_shown_to_five_and_known_within_two(n: int) -> None:
    shown = rounded_count(n)
    lower, upper = count_bounds(shown)

    assert shown % 5 == 0
    assert lower <= n <= upper
    assert upper - lower <= 4


def test_the_city_of_today_is_counted_in_tens_and_a_half_goes_up() -> None:
    assert [rounded_count(n, step=10) for n in (4, 5, 14, 15)] == [0, 10, 10, 20]
    assert count_bounds(20, step=10) == (15, 24)


@pytest.mark.parametrize(
    ("ikm", "n", "shown"),
    [
        (Fraction(8763, 100), 99, "87.5"),
        (Fraction(8763, 100), 100, "88"),
        (Fraction(175, 2), 100, "88"),
        (Fraction(8125, 100), 30, "82.5"),
        (Fraction(100), 30, "100"),
    ],
)
def test_an_index_has_one_decimal_below_a_hundred_and_an_ikm_none_above(
    ikm: Fraction, n: int, shown: str
) -> None:
    assert rounded_ikm(ikm, n=n) == Decimal(shown)


@given(st.fractions(25, 100), st.integers(10, 500))
def test_a_shown_ikm_lies_on_its_grid_and_within_half_a_step(ikm: Fraction, n: int) -> None:
    shown, step = rounded_ikm(ikm, n=n), step_of(n)

    assert shown % step == 0
    assert abs(Fraction(shown) - ikm) <= Fraction(step) / 2


@pytest.mark.parametrize(
    ("n", "step", "shown"), [(99, "5", "90"), (100, "2.5", "87.5"), (250, "1", "88")]
)
def test_an_element_is_coarser_than_the_ikm(n: int, step: str, shown: str) -> None:
    assert element_step_of(n) == Decimal(step)
    assert rounded_element(Fraction(8763, 100), n=n) == Decimal(shown)


def test_an_nrr_is_as_coarse_as_its_ikm() -> None:
    assert nrr_of(Decimal("82.5")) == Decimal("3.30")
    assert nrr_of(Decimal(88)) == Decimal("3.52")


def test_the_ends_of_an_interval_are_whole_and_go_outwards_within_the_scale() -> None:
    assert whole_points(3.301, 3.499) == (82, 88)
    assert whole_points(0.9, 4.01) == (25, 100)


@pytest.mark.parametrize(
    ("ikm", "letter", "lower", "upper"),
    [
        (Fraction(8831, 100), Grade.A, "88.31", "100"),
        (Fraction(8830, 100), Grade.B, "76.61", "88.30"),
        (Fraction(65), Grade.C, "65.00", "76.60"),
        (Fraction(25), Grade.D, "25.00", "64.99"),
    ],
)
def test_a_grade_comes_from_the_unrounded_index_with_both_bounds(
    ikm: Fraction, letter: Grade, lower: str, upper: str
) -> None:
    bound = grade_bound(ikm)

    assert (bound.letter, bound.lower, bound.upper) == (letter, Decimal(lower), Decimal(upper))
