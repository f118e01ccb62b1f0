"""Summaries of single values, and what no sample can be."""

import pytest
from hypothesis import given

from portal.statistics.moments import NoSample, Sample
from tests.unit.statistics.strategies import answers


def test_summarises_values_with_the_sample_variance() -> None:
    sample = Sample.of([1, 2, 3, 4])

    assert (sample.n, sample.mean) == (4, 2.5)
    assert sample.variance == pytest.approx(5 / 3)
    assert sample.sd == pytest.approx((5 / 3) ** 0.5)


def test_a_single_value_has_no_variance() -> None:
    assert Sample.of([3.5]) == Sample(n=1, mean=3.5, variance=0.0)


def test_there_is_no_sample_of_nothing() -> None:
    with pytest.raises(NoSample):
        Sample.of([])


@pytest.mark.parametrize(("n", "variance"), [(0, 0.0), (-1, 0.0), (5, -0.1)])
def test_refuses_what_no_sample_can_have(n: int, variance: float) -> None:
    with pytest.raises(NoSample):
        Sample(n, 3.0, variance)


@given(values=answers)
def test_the_order_of_values_does_not_matter(values: list[float]) -> None:
    forward, backward = Sample.of(values), Sample.of(values[::-1])

    assert backward.mean == pytest.approx(forward.mean)
    assert backward.variance == pytest.approx(forward.variance, abs=1e-12)
