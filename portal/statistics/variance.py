"""How much answers vary inside units, pooled over all of them."""

from collections.abc import Collection

from portal.statistics.moments import Sample, SampleTooSmall

# Answers that are all alike leave no variance; this floor, far below the resolution of a
# composite (1/2520 point), keeps every weight finite.
LEAST_VARIANCE = 1e-9


def pooled_variance(units: Collection[Sample]) -> float:
    """Return the mean square within units, MSW = sum((n-1) s^2) / (N - K).

    :param units: K samples, in any order.
    :returns: squared points of the scale, 0 or more.
    :raises SampleTooSmall: when no unit has two answers.

    Source: Fisher (1925), Statistical methods for research workers, analysis of variance.
    """
    degrees_of_freedom = sum(unit.n - 1 for unit in units)
    if degrees_of_freedom < 1:
        raise SampleTooSmall("a variance within units needs a unit with two answers")
    return sum((unit.n - 1) * unit.variance for unit in units) / degrees_of_freedom


def within_variance(units: Collection[Sample]) -> float:
    """Return the pooled variance, held at ``LEAST_VARIANCE`` so that it can divide.

    :raises SampleTooSmall: when no unit has two answers.
    """
    return max(LEAST_VARIANCE, pooled_variance(units))
