"""What invented or missing ratings do to a mean, and how well an anonymity set hides a rater."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.statistics.anonymity_set import (
    audit_detection,
    audits_needed,
    day_anonymity_set,
    refused_share,
)
from portal.statistics.bias import nonresponse_bias, nonresponse_bounds, stuffing_shift
from portal.statistics.moments import Sample

means = st.floats(min_value=1, max_value=4)
shares = st.floats(min_value=0, max_value=1)


@given(mean=means, n=st.integers(1, 1000), stuffed=st.integers(0, 1000))
def test_the_shift_is_what_recomputing_the_mean_gives(mean: float, n: int, stuffed: int) -> None:
    together = (n * mean + 4 * stuffed) / (n + stuffed)

    assert stuffing_shift(Sample(n, mean), stuffed) == pytest.approx(together - mean, abs=1e-9)


@given(mean=means, share=shares)
def test_bounds_hold_the_mean_of_all_visitors_whatever_the_silent_think(
    mean: float, share: float
) -> None:
    bounds = nonresponse_bounds(mean, share)

    assert 1 - 1e-9 <= bounds.lower <= mean + 1e-9
    assert mean - 1e-9 <= bounds.upper <= 4 + 1e-9
    assert bounds.upper - bounds.lower == pytest.approx(3 * (1 - share), abs=1e-9)


def test_everybody_answering_leaves_no_doubt() -> None:
    bounds = nonresponse_bounds(3.4, 1.0)

    assert bounds.lower == bounds.upper == 3.4


def test_answering_that_has_nothing_to_do_with_the_score_brings_no_bias() -> None:
    assert nonresponse_bias(0.0, 0.6, response_variation=1.0) == 0


@given(ratings=st.integers(0, 500), days=st.integers(1, 31))
def test_more_ratings_a_day_hide_a_rater_better(ratings: int, days: int) -> None:
    fewer, more = day_anonymity_set(ratings, days), day_anonymity_set(ratings + 1, days)

    assert more.mean > fewer.mean >= 1
    assert more.alone_probability < fewer.alone_probability <= 1


@given(share=st.floats(min_value=0.001, max_value=0.999))
def test_the_audit_is_the_smallest_that_is_sure_enough(share: float) -> None:
    needed = audits_needed(share)

    assert audit_detection(share, needed) >= 0.95 - 1e-9
    assert audit_detection(share, needed - 1) < 0.95


def test_a_surer_audit_checks_more_tickets() -> None:
    assert audits_needed(0.05, confidence=0.99) > audits_needed(0.05)


def test_an_audit_of_honest_tickets_finds_nothing() -> None:
    assert audit_detection(0.0, 60) == 0


@given(raters=st.integers(1, 500), addresses=st.integers(1, 500))
def test_one_rating_per_address_refuses_fewer_with_more_addresses(
    raters: int, addresses: int
) -> None:
    refused = refused_share(raters, addresses)

    assert -1e-9 <= refused_share(raters, addresses + 1) <= refused + 1e-9 <= 1 + 1e-9


def test_a_rater_alone_is_never_refused() -> None:
    assert refused_share(1, 4) == pytest.approx(0)
