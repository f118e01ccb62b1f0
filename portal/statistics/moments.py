"""How many answers a unit has, their mean and variance, inside units and between them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq


class NoSample(ValueError):
    """A statistic was asked for where there is no answer or no unit."""


class SampleTooSmall(ValueError):
    """A statistic needs more answers, or more units, than there are."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Composites of one unit (desk, agency, city): ``n`` respondents and their two moments.

    ``mean`` is in points of the 1 to 4 scale; ``variance`` has the denominator n - 1 and is 0
    for a single respondent.

    :raises NoSample: for ``n`` below 1 or a variance below 0.
    """

    n: int
    mean: float
    variance: float = 0.0

    def __post_init__(self) -> None:
        if self.n < 1 or self.variance < 0:
            raise NoSample(f"no sample has n={self.n} and variance={self.variance}")

    @classmethod
    def of(cls, values: Sequence[float]) -> Self:
        """Summarise single values, in any order.

        :raises NoSample: for no values.
        """
        if not values:
            raise NoSample("there is no value to summarise")
        variance = float(np.var(values, ddof=1)) if len(values) > 1 else 0.0
        return cls(n=len(values), mean=float(np.mean(values)), variance=variance)

    @property
    def sd(self) -> float:
        """The standard deviation in points of the scale."""
        return sqrt(self.variance)


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


Floats = NDArray[np.float64]

# The root is wanted to the last digits a double holds.
ROOT_TOLERANCE = 1e-15


def weighted_mean(means: Floats, weights: Floats) -> float:
    """Return sum(w m) / sum(w); both arrays have one entry a unit, in the same order."""
    return float(np.sum(weights * means) / np.sum(weights))


def cochran_q(means: Floats, variances: Floats, *, between: float = 0.0) -> float:
    """Return Q(t) = sum((m - mu(t))^2 / (v + t)), t the variance between units.

    :param variances: squared standard error of each mean, above 0.

    Source: Cochran (1954), The combination of estimates from different experiments.
    """
    weights = 1 / (variances + between)
    return float(np.sum(weights * (means - weighted_mean(means, weights)) ** 2))


def moment_estimate(q: float, weights: Floats) -> float:
    """Return max(0, (Q - (K - 1)) / (sum w - sum w^2 / sum w)); 0 for a single unit.

    :param q: Cochran's Q at no variance between units, or a robust stand-in for it.
    :param weights: 1 / squared standard error of each unit.

    Source: DerSimonian and Laird (1986), Meta-analysis in clinical trials.
    """
    excess = q - (len(weights) - 1)
    if excess <= 0 or len(weights) == 1:
        return 0.0
    return float(excess / (np.sum(weights) - np.sum(weights**2) / np.sum(weights)))


def paule_mandel(means: Floats, variances: Floats) -> float:
    """Return the t >= 0 that solves Q(t) = K - 1, or 0 where Q(0) is already no larger.

    :param means: one entry a unit, at least one.
    :param variances: squared standard error of each mean, above 0, in the same order.
    :returns: squared points of the scale.

    Source: Paule and Mandel (1982), Consensus values and weighting factors.
    """
    target = len(means) - 1

    def excess(between: float) -> float:
        return cochran_q(means, variances, between=between) - target

    if target == 0 or excess(0.0) <= 0:
        return 0.0
    # Q(t) is at most sum((m - mean)^2) / t, so the root lies below the variance of the means;
    # twice that keeps rounding from moving the bound onto the root.
    highest = 2 * float(np.var(means, ddof=1))
    return float(brentq(excess, 0.0, highest, xtol=ROOT_TOLERANCE))
