"""How far two means lie apart, worked by hand and against the same numbers turned round."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.statistics.differences import mean_difference
from portal.statistics.moments import Sample, SampleTooSmall

groups = st.builds(Sample, n=st.integers(2, 500), mean=st.floats(1, 5), variance=st.floats(0, 4))


def test_a_difference_by_hand() -> None:
    # Error sqrt(.36 / 36 + .64 / 64) = sqrt(.02); freedom .02^2 / (.01^2/35 + .01^2/63) = 90.
    found = mean_difference(Sample(36, 3.5, 0.36), Sample(64, 3.3, 0.64))

    assert found.difference == pytest.approx(0.2)
    assert found.error == pytest.approx(0.02**0.5)
    assert found.degrees_of_freedom == pytest.approx(90)
    # t = .2 / .141421 = 1.414214 at 90 degrees of freedom.
    assert found.p == pytest.approx(0.16076, abs=1e-4)
    interval = found.interval(0.95)
    assert interval.lower == pytest.approx(0.2 - 1.986675 * 0.1414214, abs=1e-5)
    assert not interval.is_above(0)


@given(one=groups, other=groups, level=st.floats(0.5, 0.999))
def test_turned_round_only_the_sign_changes_and_interval_and_p_agree(
    one: Sample, other: Sample, level: float
) -> None:
    found, turned = mean_difference(one, other), mean_difference(other, one)

    assert turned.difference == -found.difference
    assert turned.p == pytest.approx(found.p)
    interval = found.interval(level)
    is_off_zero = interval.is_above(0) or interval.is_below(0)
    if abs(found.p - (1 - level)) > 1e-9:
        assert is_off_zero is (found.p < 1 - level)


def test_one_alone_is_no_group() -> None:
    with pytest.raises(SampleTooSmall):
        mean_difference(Sample(1, 3.0), Sample(30, 3.0, 0.1))
