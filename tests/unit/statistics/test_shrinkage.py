"""Empirical-Bayes estimates: between own and overall mean, and bands that say no too much."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.statistics.moments import (
    NoSample,
    Sample,
    cochran_q,
    moment_estimate,
    paule_mandel,
    within_variance,
)
from portal.statistics.shrinkage import ShrinkageBand, shrink
from tests.unit.statistics.strategies import cities


def city_with(desk: Sample) -> dict[str, Sample]:
    others = {str(number): Sample(100, 3.3 + number / 50, 0.3) for number in range(8)}
    return {**others, "desk": desk}


@given(city=cities)
def test_an_estimate_lies_between_the_units_own_mean_and_the_overall_mean(
    city: dict[str, Sample],
) -> None:
    found = shrink(city)

    for code, estimate in found.by_unit.items():
        low, high = sorted((city[code].mean, found.overall))
        assert low - 1e-9 <= estimate.mean <= high + 1e-9
        assert 0 <= estimate.weight <= 1


@given(city=cities)
def test_an_estimate_is_never_less_certain_than_the_units_own_answers(
    city: dict[str, Sample],
) -> None:
    within = within_variance(city.values())

    for code, estimate in shrink(city).by_unit.items():
        assert estimate.sd**2 <= within / city[code].n * (1 + 1e-9)


@given(city=cities)
def test_more_answers_keep_more_of_the_units_own_mean(city: dict[str, Sample]) -> None:
    by_size = sorted(city, key=lambda code: city[code].n)
    weights = [shrink(city).by_unit[code].weight for code in by_size]

    assert weights == sorted(weights)


@given(city=cities)
def test_the_order_of_units_does_not_matter(city: dict[str, Sample]) -> None:
    forward, backward = shrink(city), shrink(dict(reversed(city.items())))

    assert backward.overall == pytest.approx(forward.overall)
    assert backward.between == pytest.approx(forward.between, rel=1e-6, abs=1e-9)


@given(city=cities)
def test_the_variance_between_units_solves_its_equation(city: dict[str, Sample]) -> None:
    within = within_variance(city.values())
    means = np.array([unit.mean for unit in city.values()])
    variances = np.array([within / unit.n for unit in city.values()])

    between = paule_mandel(means, variances)

    if between:
        found = cochran_q(means, variances, between=between)
        assert found == pytest.approx(len(city) - 1, rel=1e-3)
    else:
        assert cochran_q(means, variances) <= len(city) - 1 + 1e-9


def test_units_that_do_not_differ_are_all_drawn_to_the_overall_mean() -> None:
    found = shrink({"a": Sample(40, 3.4, 0.3), "b": Sample(90, 3.4, 0.2)})

    assert found.between == 0
    assert {estimate.mean for estimate in found.by_unit.values()} == {found.overall}
    assert found.band("a") is found.band("b") is ShrinkageBand.NOT_DISTINGUISHABLE


def test_units_without_variance_within_keep_their_own_means() -> None:
    found = shrink({"a": Sample(30, 4.0), "b": Sample(30, 2.0)})

    assert found.by_unit["a"].mean == pytest.approx(4.0)
    assert found.by_unit["b"].mean == pytest.approx(2.0)


@pytest.mark.parametrize(
    ("desk", "band"),
    [
        (Sample(400, 3.9, 0.3), ShrinkageBand.ABOVE),
        (Sample(400, 2.8, 0.3), ShrinkageBand.BELOW),
        (Sample(400, 3.39, 0.3), ShrinkageBand.NOT_DISTINGUISHABLE),
        (Sample(4, 3.6, 0.3), ShrinkageBand.NOT_DISTINGUISHABLE),
    ],
)
def test_a_desk_leaves_the_middle_band_only_when_the_answers_show_it(
    desk: Sample, band: ShrinkageBand
) -> None:
    assert shrink(city_with(desk)).band("desk") is band


def test_a_wider_interval_puts_fewer_desks_into_a_band() -> None:
    found = shrink(city_with(Sample(40, 3.62, 0.3)))

    assert found.band("desk", confidence=0.8) is ShrinkageBand.ABOVE
    assert found.band("desk", confidence=0.998) is ShrinkageBand.NOT_DISTINGUISHABLE


def test_a_single_unit_is_its_own_overall_mean() -> None:
    found = shrink({"only": Sample(50, 3.2, 0.3)})

    assert found.by_unit["only"].mean == found.overall == pytest.approx(3.2)
    assert found.band("only") is ShrinkageBand.NOT_DISTINGUISHABLE


def test_a_unit_that_was_not_estimated_has_no_band() -> None:
    with pytest.raises(KeyError):
        shrink(city_with(Sample(40, 3.5, 0.3))).band("elsewhere")


def test_there_is_nothing_to_estimate_without_units() -> None:
    with pytest.raises(NoSample):
        shrink({})


@given(q=st.floats(min_value=0, max_value=100))
def test_a_single_unit_has_no_variance_between(q: float) -> None:
    assert moment_estimate(q, np.array([10.0])) == 0
