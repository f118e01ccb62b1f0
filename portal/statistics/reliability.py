"""Whether differences between units are more than noise: ICC, reliability, answers needed."""

from collections.abc import Collection
from dataclasses import dataclass
from math import ceil

from portal.statistics.moments import Sample, SampleTooSmall
from portal.statistics.variance import pooled_variance

# A unit is compared with others from the first on; anything about a person needs the second.
RELIABILITY_FOR_COMPARISON = 0.7
RELIABILITY_FOR_PERSON = 0.8

# Used until the portal has enough desks of its own to estimate the figure from.
DEFAULT_ICC = 0.05
UNITS_FOR_OWN_ICC = 10
UNITS_FOR_BETWEEN = 2

# Floating-point dust below this many places must not ask for one more answer.
DUST_DECIMALS = 9


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


def reliability(n: int, icc: float) -> float:
    """Return how well a mean of ``n`` answers tells units apart: n ICC / (1 + (n - 1) ICC).

    :param n: answers of the unit, 1 or more.
    :param icc: 0 to 1.
    :returns: 0 (noise alone) to 1.

    Source: Spearman (1910) and Brown (1910), the prophecy formula.
    """
    return n * icc / (1 + (n - 1) * icc)


def is_comparable(n: int, icc: float) -> bool:
    """Whether a unit has enough answers to be compared with others in public."""
    return reliability(n, icc) >= RELIABILITY_FOR_COMPARISON


def answers_needed(target: float, icc: float) -> int | None:
    """Return the smallest n whose reliability reaches ``target``: ceil(R/(1-R) (1-ICC)/ICC).

    :param target: reliability R wanted, 0 inclusive to 1 exclusive.
    :param icc: 0 to 1.
    :returns: 1 or more; None when the ICC is 0, because then no number is enough.
    """
    if icc <= 0:
        return None
    return max(1, ceil(round(target / (1 - target) * (1 - icc) / icc, DUST_DECIMALS)))
