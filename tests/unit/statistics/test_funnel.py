"""The funnel: limits that nest and narrow, overdispersion that only ever calms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.statistics.constants import FUNNEL_LIMITS
from portal.statistics.funnel import (
    FunnelPosition,
    exact_share_limits,
    mean_limits,
    overdispersion,
    position,
    share_limits,
)
from portal.statistics.moments import NoSample, Sample, within_variance
from portal.statistics.shrinkage import variance_components
from tests.unit.statistics.strategies import cities

INNER, OUTER = FUNNEL_LIMITS
sizes = st.integers(min_value=1, max_value=5_000)


@given(n=sizes)
def test_outer_limits_enclose_inner_limits_and_both_narrow(n: int) -> None:
    inner = mean_limits(n, 3.4, within=0.3, confidence=INNER)
    outer = mean_limits(n, 3.4, within=0.3, confidence=OUTER)
    later = mean_limits(n + 1, 3.4, within=0.3, confidence=INNER)

    assert outer.lower < inner.lower < later.lower < 3.4 < later.upper < inner.upper < outer.upper


@given(n=sizes, between=st.floats(min_value=0.001, max_value=1))
def test_overdispersion_widens_the_limits_and_never_lets_them_close(n: int, between: float) -> None:
    naive = mean_limits(n, 3.4, within=0.3, confidence=OUTER)
    wide = mean_limits(n, 3.4, within=0.3, confidence=OUTER, between=between)

    assert wide.lower < naive.lower
    assert wide.upper - 3.4 > 3.09 * between**0.5


@given(n=sizes, target=st.floats(min_value=0.01, max_value=0.99))
def test_limits_of_a_share_stay_within_the_scale_around_the_target(n: int, target: float) -> None:
    for limits in (share_limits, exact_share_limits):
        interval = limits(n, target, confidence=OUTER)
        assert 0 <= interval.lower <= interval.upper <= 1
    assert share_limits(n, target, confidence=OUTER).lower < target
    assert target < share_limits(n, target, confidence=OUTER).upper


@pytest.mark.parametrize(
    ("z", "where"),
    [
        (0.0, FunnelPosition.INSIDE),
        (1.95, FunnelPosition.INSIDE),
        (-1.95, FunnelPosition.INSIDE),
        (1.97, FunnelPosition.ABOVE),
        (-1.97, FunnelPosition.BELOW),
        (3.08, FunnelPosition.ABOVE),
        (-3.08, FunnelPosition.BELOW),
        (3.1, FunnelPosition.FAR_ABOVE),
        (-3.1, FunnelPosition.FAR_BELOW),
    ],
)
def test_a_unit_stands_where_its_limits_put_it(z: float, where: FunnelPosition) -> None:
    assert position(z) is where


@given(city=cities)
def test_accounting_for_overdispersion_never_moves_a_unit_outwards(
    city: dict[str, Sample],
) -> None:
    components = variance_components(city.values())
    within = within_variance(city.values())

    found = overdispersion(city, components.grand_mean, within=within)

    for code, z in found.z.items():
        assert abs(found.z_additive[code]) <= abs(z) + 1e-9
        assert abs(found.z_multiplicative[code]) <= abs(z) + 1e-9


def test_a_calm_city_needs_no_correction() -> None:
    city = {str(desk): Sample(50, 3.4 + desk / 1000, 0.3) for desk in range(10)}

    found = overdispersion(city, 3.4045, within=0.3)

    assert found.between == 0
    assert found.z_additive == found.z == found.z_multiplicative


def test_one_outlier_is_held_back_from_hiding_itself() -> None:
    calm = {str(desk): Sample(100, 3.4 + (-1) ** desk * 0.05, 0.3) for desk in range(20)}
    city = {**calm, "outlier": Sample(100, 2.4, 0.3)}

    held = overdispersion(city, 3.4, within=0.3)
    free = overdispersion(city, 3.4, within=0.3, trim=0.0)

    assert position(held.z_additive["outlier"]) is FunnelPosition.FAR_BELOW
    assert held.between < free.between


def test_answers_all_alike_do_not_divide_by_nothing() -> None:
    found = overdispersion({"a": Sample(30, 4.0), "b": Sample(30, 3.0)}, 3.5, within=0.0)

    assert found.between > 0
    assert position(found.z_additive["a"]) is FunnelPosition.INSIDE


def test_there_is_no_funnel_without_units() -> None:
    with pytest.raises(NoSample):
        overdispersion({}, 3.4, within=0.3)
