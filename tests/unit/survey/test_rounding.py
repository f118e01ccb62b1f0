"""Half-up rounding without a float in between."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.survey.index import rounded_half_up


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (Fraction(5, 1000), 2, "0.01"),
        (Fraction(2675, 1000), 2, "2.68"),
        (Fraction(1, 2), 0, "1"),
        (Fraction(3, 2), 0, "2"),
        (Fraction(5, 2), 0, "3"),
        (Fraction(-5, 2), 0, "-3"),
        (Fraction(-1, 1000), 2, "0.00"),
        (Fraction(88305, 1000), 2, "88.31"),
        (Fraction(8830499999, 100000000), 2, "88.30"),
        (100, 2, "100.00"),
        (0, 1, "0.0"),
    ],
)
def test_rounds_a_half_away_from_zero_and_shows_every_place(
    value: Fraction | int, decimals: int, shown: str
) -> None:
    assert str(rounded_half_up(value, decimals)) == shown


@given(value=st.fractions(), decimals=st.integers(min_value=0, max_value=6))
def test_is_never_further_away_than_half_a_unit(value: Fraction, decimals: int) -> None:
    error = abs(Fraction(rounded_half_up(value, decimals)) - value)

    assert error <= Fraction(1, 2 * 10**decimals)


@given(first=st.fractions(), second=st.fractions(), decimals=st.integers(0, 4))
def test_keeps_the_order_of_numbers(first: Fraction, second: Fraction, decimals: int) -> None:
    low, high = sorted((first, second))

    assert rounded_half_up(low, decimals) <= rounded_half_up(high, decimals)


def test_keeps_more_digits_than_the_usual_decimal_precision() -> None:
    many = 10**40 + 1

    assert rounded_half_up(many, 2) == Decimal(f"{many}.00")
