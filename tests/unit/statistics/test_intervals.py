"""Intervals keep to their scale, hold what they are about, and treat both ends alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.statistics.constants import CONFIDENCE
from portal.statistics.intervals import (
    ConfidenceInterval,
    bounded_mean,
    dispersion,
    t_interval,
    wilson,
)
from portal.statistics.moments import NoSample, Sample, SampleTooSmall
from tests.unit.statistics.strategies import confidences, samples

trials = st.integers(min_value=1, max_value=10_000)


def width(interval: ConfidenceInterval) -> float:
    return interval.upper - interval.lower


@given(n=trials, confidence=confidences, draw=st.data())
def test_wilson_stays_within_the_scale_and_holds_the_share(
    n: int, confidence: float, draw: st.DataObject
) -> None:
    successes = draw.draw(st.integers(0, n))

    interval = wilson(successes, n, confidence=confidence)

    assert 0 <= interval.lower <= successes / n <= interval.upper <= 1
    assert width(interval) > 0


@given(n=trials, draw=st.data())
def test_wilson_treats_successes_and_failures_alike(n: int, draw: st.DataObject) -> None:
    successes = draw.draw(st.integers(0, n))
    interval, mirrored = wilson(successes, n), wilson(n - successes, n)

    assert interval.lower == pytest.approx(1 - mirrored.upper, abs=1e-12)


def test_more_answers_narrow_and_more_confidence_widens_a_share() -> None:
    assert width(wilson(80, 100)) < width(wilson(8, 10))
    assert width(wilson(8, 10)) < width(wilson(8, 10, confidence=0.99))


def test_a_share_of_nothing_has_no_interval() -> None:
    with pytest.raises(NoSample):
        wilson(0, 0)


@given(sample=samples, confidence=confidences)
def test_a_mean_has_an_interval_within_one_to_four_that_holds_it(
    sample: Sample, confidence: float
) -> None:
    interval = bounded_mean(sample, confidence=confidence)

    assert 1 <= interval.lower <= sample.mean + 1e-12
    assert sample.mean - 1e-12 <= interval.upper <= 4
    assert width(interval) > 0


@given(sample=samples)
def test_turning_the_scale_round_turns_the_interval_round(sample: Sample) -> None:
    mirrored = bounded_mean(Sample(sample.n, 5 - sample.mean, sample.variance))
    interval = bounded_mean(sample)

    assert interval.lower == pytest.approx(5 - mirrored.upper, abs=1e-9)


@given(sample=samples)
def test_dispersion_is_highest_for_answers_at_the_ends_alone(sample: Sample) -> None:
    assert 0 < dispersion(sample) <= sample.n / (sample.n - 1) + 1e-9


def test_answers_at_the_two_ends_are_dispersed_like_a_share() -> None:
    sample = Sample.of([1.0] * 500 + [4.0] * 500)

    assert dispersion(sample) == pytest.approx(1000 / 999)


@pytest.mark.parametrize("level", [1.0, 2.5, 4.0])
def test_answers_all_alike_still_leave_doubt(level: float) -> None:
    sample = Sample.of([level] * 30)

    interval = bounded_mean(sample)

    assert dispersion(sample) == 1
    assert interval.lower <= level <= interval.upper
    assert width(interval) > 0.2


@pytest.mark.parametrize("end", [1.0, 4.0])
def test_a_mean_at_an_end_has_no_dispersion_of_its_own(end: float) -> None:
    assert dispersion(Sample(30, end, 0.25)) == 1


def test_two_answers_already_rule_something_out() -> None:
    assert width(bounded_mean(Sample.of([3.0, 4.0]))) < 3


def test_a_single_answer_leaves_the_whole_scale_open() -> None:
    assert bounded_mean(Sample.of([4.0])) == ConfidenceInterval(lower=1, upper=4)


def test_more_answers_alike_narrow_the_interval() -> None:
    few, many = Sample(30, 3.4, 0.3), Sample(300, 3.4, 0.3)

    assert width(bounded_mean(many)) < width(bounded_mean(few))
    assert width(bounded_mean(few)) < width(bounded_mean(few, confidence=0.998))


def test_the_interval_near_the_top_leans_to_the_middle_where_t_leaves_the_scale() -> None:
    sample = Sample.of([4.0] * 9 + [1.0])

    assert t_interval(sample).upper > 4
    assert bounded_mean(sample).upper < 4


@given(sample=samples)
def test_an_interval_by_t_has_the_mean_in_its_middle(sample: Sample) -> None:
    assert t_interval(sample).centre == pytest.approx(sample.mean)


def test_a_single_answer_has_no_interval_by_t() -> None:
    with pytest.raises(SampleTooSmall):
        t_interval(Sample.of([3.0]))


def test_an_interval_is_above_or_below_only_as_a_whole() -> None:
    interval = ConfidenceInterval(lower=3.0, upper=3.4)

    assert interval.is_above(2.99)
    assert not interval.is_above(3.0)
    assert interval.is_below(3.41)
    assert not interval.is_below(3.4)


def test_the_usual_confidence_is_ninety_five_percent() -> None:
    assert CONFIDENCE == 0.95
    assert wilson(8, 10) == wilson(8, 10, confidence=0.95)
