"""Empirical-Bayes estimates of unit means, and the band each unit falls into."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

import numpy as np

from portal.statistics.constants import CONFIDENCE
from portal.statistics.distributions import normal_quantile
from portal.statistics.heterogeneity import paule_mandel, weighted_mean
from portal.statistics.intervals import Interval
from portal.statistics.moments import NoSample, Sample
from portal.statistics.variance import within_variance


class Band(StrEnum):
    """What can honestly be said of a unit beside the overall mean; never a rank."""

    ABOVE = "above"
    BELOW = "below"
    NOT_DISTINGUISHABLE = "not_distinguishable"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A unit's mean drawn towards the overall mean.

    ``weight`` (0 to 1) is the share of the unit's own mean in ``mean``; ``mean`` and ``sd``, the
    posterior standard deviation, are points of the scale.
    """

    mean: float
    sd: float
    weight: float

    def interval(self, *, confidence: float = CONFIDENCE) -> Interval:
        """Return mean +- z sd, in points of the scale."""
        half = normal_quantile(confidence) * self.sd
        return Interval(lower=self.mean - half, upper=self.mean + half)


@dataclass(frozen=True, slots=True)
class Shrinkage:
    """All units' estimates, the overall mean and the variance between units they rest on."""

    overall: float
    between: float
    by_unit: Mapping[str, Estimate]

    def band(self, unit: str, *, confidence: float = CONFIDENCE) -> Band:
        """Return the band of ``unit``: whether its interval leaves the overall mean out.

        :raises KeyError: for a unit that was not estimated.
        """
        interval = self.by_unit[unit].interval(confidence=confidence)
        if interval.is_above(self.overall):
            return Band.ABOVE
        return Band.BELOW if interval.is_below(self.overall) else Band.NOT_DISTINGUISHABLE


def shrink(units: Mapping[str, Sample]) -> Shrinkage:
    """Estimate every unit's mean with the strength of all of them.

    v = MSW / n; tau^2 by Paule-Mandel; mu = sum(w m) / sum(w) with w = 1 / (v + tau^2);
    B = tau^2 / (tau^2 + v); theta = mu + B (m - mu); posterior sd = sqrt(B v).

    :param units: sample of each unit by its code; the order does not matter.
    :raises NoSample: for no units.
    :raises SampleTooSmall: when no unit has two answers.

    Source: Efron and Morris (1975), Data analysis using Stein's estimator and its
    generalizations; Paule and Mandel (1982) for tau^2.
    """
    if not units:
        raise NoSample("there is no unit to estimate")
    within = within_variance(units.values())
    means = np.array([unit.mean for unit in units.values()])
    variances = np.array([within / unit.n for unit in units.values()])
    between = paule_mandel(means, variances)
    overall = weighted_mean(means, 1 / (variances + between))
    estimates = {
        code: _estimate(unit, overall=overall, within=within, between=between)
        for code, unit in units.items()
    }
    return Shrinkage(overall=overall, between=between, by_unit=estimates)


def _estimate(unit: Sample, *, overall: float, within: float, between: float) -> Estimate:
    """Return the posterior of one unit under a normal prior around ``overall``."""
    variance = within / unit.n
    weight = between / (between + variance)
    return Estimate(
        mean=overall + weight * (unit.mean - overall),
        sd=sqrt(weight * variance),
        weight=weight,
    )
