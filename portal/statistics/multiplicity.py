"""Protection against false alarms where many units are tested at once."""

from collections.abc import Sequence

from scipy import stats


def benjamini_hochberg(p_values: Sequence[float]) -> tuple[float, ...]:
    """Return adjusted p-values that control the false discovery rate.

    adjusted p_(i) = min over j >= i of p_(j) K / j.

    :param p_values: one per test, 0 to 1, in any order; may be empty.
    :returns: in the order given, each at least the p-value it belongs to and at most 1.

    Source: Benjamini and Hochberg (1995), Controlling the false discovery rate.
    """
    if not p_values:
        return ()
    adjusted = stats.false_discovery_control(p_values, method="bh")
    return tuple(float(value) for value in adjusted)
