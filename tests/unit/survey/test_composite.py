"""A respondent's composite as an exact integer, and mean and variance from sums."""

from fractions import Fraction
from random import Random
from statistics import mean, variance

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.survey.elements import ELEMENTS, Element, LevelOutOfRange, NoAnswers
from portal.survey.index import COMPOSITE_SCALE, CompositeSums, TooFewRespondents, scaled_composite
from tests.unit.survey.strategies import ballots

composites = st.integers(min_value=COMPOSITE_SCALE, max_value=4 * COMPOSITE_SCALE)


@given(scores=ballots)
def test_is_exactly_the_mean_of_the_elements_answered(scores: dict[Element, int]) -> None:
    exact = Fraction(sum(scores.values()), len(scores))

    assert Fraction(scaled_composite(scores), COMPOSITE_SCALE) == exact


def test_runs_from_one_to_four_times_the_scale() -> None:
    assert COMPOSITE_SCALE == 2520
    assert scaled_composite(dict.fromkeys(ELEMENTS, 1)) == 2520
    assert scaled_composite(dict.fromkeys(ELEMENTS, 4)) == 10080


def test_refuses_an_empty_questionnaire() -> None:
    with pytest.raises(NoAnswers):
        scaled_composite({})


def test_refuses_an_answer_outside_the_scale() -> None:
    with pytest.raises(LevelOutOfRange):
        scaled_composite({Element.COST: 5})


@given(values=st.lists(composites, min_size=2))
def test_mean_and_variance_follow_from_the_sums_without_loss(values: list[int]) -> None:
    points = [Fraction(value, COMPOSITE_SCALE) for value in values]

    sums = CompositeSums.of(values)

    assert sums.mean == mean(points)
    assert sums.variance == variance(points)


@given(values=st.lists(composites), more=st.lists(composites), shuffled=st.randoms())
def test_sums_of_groups_add_up_whatever_the_order(
    values: list[int], more: list[int], shuffled: Random
) -> None:
    together = values + more
    shuffled.shuffle(together)

    assert CompositeSums.of(values) + CompositeSums.of(more) == CompositeSums.of(together)


def test_nobody_has_no_mean() -> None:
    with pytest.raises(NoAnswers):
        _ = CompositeSums().mean


def test_one_respondent_has_no_variance() -> None:
    with pytest.raises(TooFewRespondents):
        _ = CompositeSums.of([2520]).variance
