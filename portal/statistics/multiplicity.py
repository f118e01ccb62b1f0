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


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """Return adjusted p-values that control the chance of any false finding.

    adjusted p_(i) = max over j <= i of min(1, (K - j + 1) p_(j)), j from 1.

    :param p_values: one per test, 0 to 1, in any order; may be empty.
    :returns: in the order given, each at least the p-value it belongs to and at most 1.

    Source: Holm (1979), A simple sequentially rejective multiple test procedure.
    """
    order = sorted(range(len(p_values)), key=lambda place: p_values[place])
    adjusted, highest = [0.0] * len(p_values), 0.0
    for rank, place in enumerate(order):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[place]))
        adjusted[place] = highest
    return tuple(adjusted)
