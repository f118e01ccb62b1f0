"""Signs of invented ratings: bursts, too many perfect ones, few devices."""

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.statistics.anomaly import (
    all_highest_probability,
    burst_probability,
    concentration,
    is_burst,
    is_unusually_perfect,
)
from portal.statistics.constants import BURST_PROBABILITY
from portal.statistics.moments import NoSample

rates = st.floats(min_value=0.01, max_value=50)


@given(expected=rates, count=st.integers(min_value=0, max_value=200))
def test_more_ratings_in_a_window_are_never_likelier(expected: float, count: int) -> None:
    assert burst_probability(count + 1, expected) <= burst_probability(count, expected)


def test_no_rating_at_all_is_certain() -> None:
    assert burst_probability(0, 1.5) == 1


def test_a_burst_is_rarer_than_its_named_probability() -> None:
    assert BURST_PROBABILITY == 1e-4
    assert is_burst(9, 1.5)
    assert not is_burst(8, 1.5)


@pytest.mark.parametrize("successes", [0, 1, 7, 20])
def test_the_tail_of_perfect_ratings_is_the_exact_sum(successes: int) -> None:
    exact = sum(comb(20, k) * 0.35**k * 0.65 ** (20 - k) for k in range(successes, 21))

    assert all_highest_probability(successes, 20, peer_share=0.35) == pytest.approx(exact)


def test_a_review_starts_only_where_perfect_ratings_are_rarer_than_one_in_a_thousand() -> None:
    assert is_unusually_perfect(40, 60, peer_share=0.35)
    assert not is_unusually_perfect(30, 60, peer_share=0.35)


@given(counts=st.lists(st.integers(min_value=1, max_value=50), min_size=1))
def test_effective_raters_are_at_most_the_devices(counts: list[int]) -> None:
    found = concentration(counts)

    assert 1 - 1e-9 <= found.effective_raters <= len(counts) + 1e-9
    assert max(counts) / sum(counts) == found.top_share


@given(devices=st.integers(min_value=1, max_value=100), each=st.integers(1, 10))
def test_devices_with_equal_counts_are_all_worth_one_rater(devices: int, each: int) -> None:
    assert concentration([each] * devices).effective_raters == pytest.approx(devices)


def test_no_ratings_have_no_concentration() -> None:
    with pytest.raises(NoSample):
        concentration([])
