"""Adjusted p-values: never smaller, never above one, in the same order."""

from hypothesis import given
from hypothesis import strategies as st

from portal.statistics.multiplicity import benjamini_hochberg

p_values = st.lists(st.floats(min_value=0, max_value=1, allow_subnormal=False), min_size=1)


@given(p_values=p_values)
def test_adjusting_never_makes_a_finding_stronger(p_values: list[float]) -> None:
    adjusted = benjamini_hochberg(p_values)

    assert all(p <= after <= 1 for p, after in zip(p_values, adjusted, strict=True))


@given(p_values=p_values)
def test_adjusting_keeps_the_order_of_findings(p_values: list[float]) -> None:
    pairs = sorted(zip(p_values, benjamini_hochberg(p_values), strict=True))
    adjusted = [after for _, after in pairs]

    assert adjusted == sorted(adjusted)


def test_a_single_test_needs_no_adjustment() -> None:
    assert benjamini_hochberg([0.03]) == (0.03,)


def test_no_tests_give_no_values() -> None:
    assert benjamini_hochberg([]) == ()
