"""Variance within and between units, reliability, and the answers a comparison needs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.statistics.constants import (
    DEFAULT_ICC,
    RELIABILITY_FOR_COMPARISON,
    RELIABILITY_FOR_PERSON,
    UNITS_FOR_OWN_ICC,
)
from portal.statistics.moments import (
    LEAST_VARIANCE,
    Sample,
    SampleTooSmall,
    pooled_variance,
    within_variance,
)
from portal.statistics.reliability import answers_needed, is_comparable, reliability
from portal.statistics.shrinkage import icc_in_use, variance_components
from tests.unit.statistics.strategies import cities, samples

correlations = st.floats(min_value=0.001, max_value=0.999)


@given(city=cities)
def test_pooled_variance_lies_between_the_least_and_the_most_varied_unit(
    city: dict[str, Sample],
) -> None:
    variances = [unit.variance for unit in city.values()]

    assert min(variances) - 1e-12 <= pooled_variance(city.values()) <= max(variances) + 1e-12


@given(sample=samples, copies=st.integers(min_value=1, max_value=5))
def test_pooling_equal_units_changes_nothing(sample: Sample, copies: int) -> None:
    assert pooled_variance([sample] * copies) == pytest.approx(sample.variance)


def test_units_with_one_answer_each_have_no_variance_within() -> None:
    with pytest.raises(SampleTooSmall):
        pooled_variance([Sample(1, 3.0), Sample(1, 4.0)])


def test_answers_all_alike_are_held_at_a_variance_that_can_divide() -> None:
    alike = [Sample(30, 4.0), Sample(30, 4.0)]

    assert pooled_variance(alike) == 0
    assert within_variance(alike) == LEAST_VARIANCE
    assert within_variance([Sample(30, 4.0, 0.25)]) == 0.25


@given(city=cities)
def test_the_share_of_variance_between_units_is_a_share(city: dict[str, Sample]) -> None:
    found = variance_components(city.values())

    assert 0 <= found.icc <= 1
    assert found.between >= 0


@given(sample=samples, copies=st.integers(min_value=2, max_value=5))
def test_units_that_do_not_differ_have_no_variance_between(sample: Sample, copies: int) -> None:
    assert variance_components([sample] * copies).icc == 0


def test_variance_between_units_needs_two_of_them() -> None:
    with pytest.raises(SampleTooSmall):
        variance_components([Sample(30, 3.0, 0.3)])


def test_a_portal_with_few_desks_uses_the_default_icc() -> None:
    apart = [Sample(50, 2.0 + 0.2 * desk, 0.25) for desk in range(UNITS_FOR_OWN_ICC)]

    assert icc_in_use(apart[:-1]) == DEFAULT_ICC
    assert icc_in_use(apart) == variance_components(apart).icc != DEFAULT_ICC


@given(n=st.integers(min_value=1, max_value=10_000), icc=correlations)
def test_more_answers_are_more_reliable(n: int, icc: float) -> None:
    assert 0 < reliability(n, icc) < reliability(n + 1, icc) < 1


@given(
    target=st.sampled_from([0.5, RELIABILITY_FOR_COMPARISON, RELIABILITY_FOR_PERSON, 0.9]),
    icc=correlations,
)
def test_answers_needed_are_the_fewest_that_reach_the_reliability(
    target: float, icc: float
) -> None:
    needed = answers_needed(target, icc)

    assert needed is not None
    assert reliability(needed, icc) >= target - 1e-9
    assert needed == 1 or reliability(needed - 1, icc) < target


def test_at_the_default_icc_a_comparison_needs_forty_five_answers() -> None:
    assert answers_needed(RELIABILITY_FOR_COMPARISON, DEFAULT_ICC) == 45
    assert is_comparable(45, DEFAULT_ICC)
    assert not is_comparable(44, DEFAULT_ICC)


def test_no_number_of_answers_tells_units_apart_that_do_not_differ() -> None:
    assert answers_needed(RELIABILITY_FOR_COMPARISON, 0.0) is None
    assert reliability(10_000, 0.0) == 0


def test_one_answer_is_enough_where_all_variance_lies_between() -> None:
    assert answers_needed(RELIABILITY_FOR_PERSON, 1.0) == 1
