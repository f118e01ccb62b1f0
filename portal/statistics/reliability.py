"""Whether differences between units are more than noise: ICC, reliability, answers needed."""

from collections.abc import Collection
from dataclasses import dataclass

from portal.statistics.constants import DEFAULT_ICC, UNITS_FOR_OWN_ICC
from portal.statistics.moments import Sample, SampleTooSmall
from portal.statistics.variance import pooled_variance

UNITS_FOR_BETWEEN = 2


@dataclass(frozen=True, slots=True)
class VarianceComponents:
    """The one-way analysis of variance of K units with N answers in all.

    ``within`` (MSW), ``mean_square_between`` (MSB) and ``between`` are squared points of the
    scale; ``typical_n`` is the n0 that stands for a unit's size when sizes differ.
    """

    answers: int
    grand_mean: float
    within: float
    mean_square_between: float
    typical_n: float
    between: float

    @property
    def icc(self) -> float:
        """The share of variance that lies between units, 0 to 1; 0 where nothing varies."""
        total = self.between + self.within
        return self.between / total if total else 0.0


def variance_components(units: Collection[Sample]) -> VarianceComponents:
    """Split the variance of composites into within and between units of unequal size.

    MSB = sum(n (m - M)^2) / (K - 1); n0 = (N - sum(n^2)/N) / (K - 1);
    between = max(0, (MSB - MSW) / n0).

    :raises SampleTooSmall: for fewer than two units, or when no unit has two answers.

    Source: Searle, Casella and McCulloch (1992), Variance components, unbalanced one-way ANOVA.
    """
    if len(units) < UNITS_FOR_BETWEEN:
        raise SampleTooSmall(f"variance between units needs two units, not {len(units)}")
    within = pooled_variance(units)
    degrees_of_freedom = len(units) - 1
    answers = sum(unit.n for unit in units)
    grand_mean = sum(unit.n * unit.mean for unit in units) / answers
    squares = sum(unit.n * (unit.mean - grand_mean) ** 2 for unit in units)
    typical_n = (answers - sum(unit.n**2 for unit in units) / answers) / degrees_of_freedom
    return VarianceComponents(
        answers=answers,
        grand_mean=grand_mean,
        within=within,
        mean_square_between=squares / degrees_of_freedom,
        typical_n=typical_n,
        between=max(0.0, (squares / degrees_of_freedom - within) / typical_n),
    )


def icc_in_use(units: Collection[Sample]) -> float:
    """Return the units' own ICC(1), or ``DEFAULT_ICC`` from fewer than ten units.

    :returns: 0 to 1.
    :raises SampleTooSmall: when ten units or more hold one answer each.
    """
    if len(units) < UNITS_FOR_OWN_ICC:
        return DEFAULT_ICC
    return variance_components(units).icc
