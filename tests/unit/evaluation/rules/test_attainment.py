"""An indicator's attainment: exact, between 0 and 120, and better results never count less."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.evaluation.rules.attainment import (
    Direction,
    TargetUnmeasurable,
    attainment,
    is_measurable,
)
from portal.evaluation.rules.exact import NotFinite, exact

numbers = st.fractions(-1000, 1000)
targets = st.fractions(0, 1000).filter(bool)
directions = st.sampled_from(Direction)


@given(realisation=numbers, target=targets, direction=directions)
def test_attainment_lies_between_0_and_120(
    realisation: Fraction, target: Fraction, direction: Direction
) -> None:
    reached = attainment(realisation, target=target, direction=direction)

    assert reached is not None
    assert 0 <= reached <= 120


@given(target=targets, direction=directions)
def test_exactly_on_target_is_100(target: Fraction, direction: Direction) -> None:
    assert attainment(target, target=target, direction=direction) == 100


@given(one=numbers, other=numbers, target=targets)
def test_more_never_counts_less_where_higher_is_better_and_never_more_where_lower_is(
    one: Fraction, other: Fraction, target: Fraction
) -> None:
    low, high = sorted((one, other))

    def reached(value: Fraction, direction: Direction) -> Fraction:
        found = attainment(value, target=target, direction=direction)
        assert found is not None
        return found

    assert reached(low, Direction.HIGHER) <= reached(high, Direction.HIGHER)
    assert reached(low, Direction.LOWER) >= reached(high, Direction.LOWER)


@given(distance=st.fractions(0, 1000), farther=st.fractions(0, 1000), target=targets)
def test_in_a_range_both_sides_count_alike_and_farther_never_counts_more(
    distance: Fraction, farther: Fraction, target: Fraction
) -> None:
    def reached(value: Fraction) -> Fraction:
        return attainment(value, target=target, direction=Direction.RANGE) or Fraction()

    assert reached(target + distance) == reached(target - distance)
    assert reached(target + distance + farther) <= reached(target + distance)


@pytest.mark.parametrize(
    ("target", "direction"),
    [
        (0, Direction.HIGHER),
        (0, Direction.RANGE),
        (-1, Direction.HIGHER),
        (-1, Direction.LOWER),
        (-1, Direction.RANGE),
    ],
)
def test_a_target_without_a_percentage_is_refused(target: int, direction: Direction) -> None:
    assert not is_measurable(target, direction)
    with pytest.raises(TargetUnmeasurable, match=str(target)):
        attainment(5, target=target, direction=direction)
    with pytest.raises(TargetUnmeasurable):
        attainment(None, target=target, direction=direction)


def test_no_complaint_at_all_is_a_target_that_can_be_kept() -> None:
    assert attainment(0, target=0, direction=Direction.LOWER) == 100
    assert attainment(Decimal("0.5"), target=0, direction=Direction.LOWER) == 0
    assert attainment(-1, target=0, direction=Direction.LOWER) == 0


@pytest.mark.parametrize("number", [float("nan"), float("inf"), Decimal("NaN"), Decimal("-inf")])
def test_what_is_no_number_is_refused(number: float | Decimal) -> None:
    with pytest.raises(NotFinite):
        attainment(number, target=100, direction=Direction.HIGHER)


def test_numbers_of_any_size_are_exact() -> None:
    huge = 10**400

    assert exact(huge) == huge
    assert exact(Decimal("1e400")) == huge
    assert attainment(huge, target=huge, direction=Direction.HIGHER) == 100
