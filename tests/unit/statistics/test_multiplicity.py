"""Adjusted p-values: never smaller, never above one, in the same order."""

from hypothesis import given
from hypothesis import strategies as st

from portal.statistics.multiplicity import benjamini_hochberg, holm

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


@given(p_values=p_values)
def test_holm_is_at_least_as_strict_and_keeps_the_order(p_values: list[float]) -> None:
    adjusted = holm(p_values)

    assert all(
        p <= mild <= strict <= 1 or abs(mild - strict) < 1e-12
        for p, mild, strict in zip(p_values, benjamini_hochberg(p_values), adjusted, strict=True)
    )
    pairs = sorted(zip(p_values, adjusted, strict=True))
    assert [after for _, after in pairs] == sorted(adjusted)


def test_holm_by_hand() -> None:
    # Sorted .01 .02 .04: x 3 = .03, x 2 = .04, x 1 = .04; a fourth of .5 makes x 4, 3, 2, 1.
    assert holm([0.04, 0.01, 0.02]) == (0.04, 0.03, 0.04)
    assert holm([0.01, 0.5, 0.02, 0.04]) == (0.04, 0.5, 0.06, 0.08)
    assert holm([]) == ()
