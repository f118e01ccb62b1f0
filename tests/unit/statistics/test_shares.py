"""Shares drawn towards the overall share: bounds, limits and equal units."""

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.statistics.moments import NoSample, SampleTooSmall
from portal.statistics.shares import HIGHEST_CORRELATION, SampleShare, prior_of_shares


@st.composite
def shares(draw: st.DrawFn) -> SampleShare:
    n = draw(st.integers(min_value=2, max_value=300))
    return SampleShare(draw(st.integers(0, n)), n)


units = st.lists(shares(), min_size=2, max_size=12)


@given(units=units)
def test_an_estimate_lies_between_the_units_own_share_and_the_overall_share(
    units: list[SampleShare],
) -> None:
    prior = prior_of_shares(units)

    for unit in units:
        low, high = sorted((unit.successes / unit.n, prior.overall))
        assert low - 1e-12 <= prior.mean_of(unit) <= high + 1e-12


@given(units=units)
def test_an_interval_stays_within_the_scale(units: list[SampleShare]) -> None:
    prior = prior_of_shares(units)

    for unit in units:
        interval = prior.interval_of(unit)
        assert 0 <= interval.lower <= interval.upper <= 1


@given(units=units)
def test_the_correlation_is_between_nothing_and_its_cap(units: list[SampleShare]) -> None:
    prior = prior_of_shares(units)

    assert 0 <= prior.correlation <= HIGHEST_CORRELATION
    assert prior.answers >= 1


def test_equal_units_are_all_drawn_to_the_overall_share() -> None:
    prior = prior_of_shares([SampleShare(8, 10), SampleShare(80, 100)])

    assert prior.answers == inf
    assert prior.reliability(100) == 0
    assert prior.mean_of(SampleShare(0, 10)) == prior.overall == 0.8
    assert (
        prior.interval_of(SampleShare(0, 10)).lower
        == prior.interval_of(SampleShare(0, 10)).upper
        == 0.8
    )


@pytest.mark.parametrize("successes", [0, 20])
def test_units_that_all_agree_completely_have_that_share(successes: int) -> None:
    prior = prior_of_shares([SampleShare(successes, 20), SampleShare(successes, 20)])

    assert prior.mean_of(SampleShare(successes, 20)) == successes / 20


def test_units_at_opposite_ends_still_weigh_one_answer_of_the_prior() -> None:
    prior = prior_of_shares([SampleShare(0, 20), SampleShare(20, 20)])

    assert prior.answers == 1
    assert prior.alpha == prior.beta == 0.5
    assert 0 < prior.mean_of(SampleShare(0, 20)) < 0.05


def test_more_confidence_widens_the_interval() -> None:
    prior = prior_of_shares([SampleShare(30, 60), SampleShare(55, 60), SampleShare(20, 60)])
    usual, wide = (prior.interval_of(SampleShare(30, 60), confidence=each) for each in (0.95, 0.99))

    assert wide.lower < usual.lower < 0.5 < usual.upper < wide.upper


@pytest.mark.parametrize("units", [[], [SampleShare(3, 4)], [SampleShare(1, 1), SampleShare(0, 1)]])
def test_a_prior_needs_two_units_and_one_with_two_answers(units: list[SampleShare]) -> None:
    with pytest.raises(SampleTooSmall):
        prior_of_shares(units)


@pytest.mark.parametrize(("successes", "n"), [(0, 0), (-1, 5), (6, 5)])
def test_refuses_what_no_share_can_be(successes: int, n: int) -> None:
    with pytest.raises(NoSample):
        SampleShare(successes, n)
