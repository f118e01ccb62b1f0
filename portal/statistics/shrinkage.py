"""Fair comparison of units: adjusted for what they offer, drawn towards the mean, in bands."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

import numpy as np

from portal.statistics.constants import CONFIDENCE, DEFAULT_ICC, UNITS_FOR_OWN_ICC
from portal.statistics.intervals import ConfidenceInterval, normal_quantile
from portal.statistics.moments import (
    NoSample,
    Sample,
    SampleTooSmall,
    paule_mandel,
    pooled_variance,
    weighted_mean,
    within_variance,
)


class ShrinkageBand(StrEnum):
    """What can honestly be said of a unit beside the overall mean; never a rank."""

    ABOVE = "above"
    BELOW = "below"
    NOT_DISTINGUISHABLE = "not_distinguishable"


@dataclass(frozen=True, slots=True)
class ShrunkMean:
    """A unit's mean drawn towards the overall mean.

    ``weight`` (0 to 1) is the share of the unit's own mean in ``mean``; ``mean`` and ``sd``, the
    posterior standard deviation, are points of the scale.
    """

    mean: float
    sd: float
    weight: float

    def interval(self, *, confidence: float = CONFIDENCE) -> ConfidenceInterval:
        """Return mean +- z sd, in points of the scale."""
        half = normal_quantile(confidence) * self.sd
        return ConfidenceInterval(lower=self.mean - half, upper=self.mean + half)


@dataclass(frozen=True, slots=True)
class Shrinkage:
    """All units' estimates, the overall mean and the variance between units they rest on."""

    overall: float
    between: float
    by_unit: Mapping[str, ShrunkMean]

    def band(self, unit: str, *, confidence: float = CONFIDENCE) -> ShrinkageBand:
        """Return the band of ``unit``: whether its interval leaves the overall mean out.

        :raises KeyError: for a unit that was not estimated.
        """
        interval = self.by_unit[unit].interval(confidence=confidence)
        if interval.is_above(self.overall):
            return ShrinkageBand.ABOVE
        return (
            ShrinkageBand.BELOW
            if interval.is_below(self.overall)
            else ShrinkageBand.NOT_DISTINGUISHABLE
        )


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


def _estimate(unit: Sample, *, overall: float, within: float, between: float) -> ShrunkMean:
    """Return the posterior of one unit under a normal prior around ``overall``."""
    variance = within / unit.n
    weight = between / (between + variance)
    return ShrunkMean(
        mean=overall + weight * (unit.mean - overall),
        sd=sqrt(weight * variance),
        weight=weight,
    )


class ServiceWithoutMean(LookupError):
    """A unit has answers for a service whose city-wide mean is not given."""


@dataclass(frozen=True, slots=True)
class CaseMix:
    """A unit's mean beside what its mix of services leads to expect, in points of the scale."""

    observed: float
    expected: float
    city_mean: float

    @property
    def difference(self) -> float:
        """Observed minus expected; above 0 is better than its services are elsewhere."""
        return self.observed - self.expected

    @property
    def adjusted(self) -> float:
        """The mean the unit would have with the city's mix of services."""
        return self.difference + self.city_mean


def indirectly_standardised(
    services: Mapping[str, Sample], *, service_means: Mapping[str, float], city_mean: float
) -> CaseMix:
    """Adjust a unit's mean for its services: observed - expected + city mean.

    observed = sum(n_s m_s) / n; expected = sum(n_s mu_s) / n, mu_s the city's mean of service s.

    :param services: the unit's sample of each service it gave, by the service's code.
    :param service_means: the city's mean of at least those services, 1 to 4.
    :param city_mean: the city's overall mean, 1 to 4.
    :raises NoSample: for no services.
    :raises ServiceWithoutMean: for a service that ``service_means`` lacks.

    Source: Yule (1934), On some points relating to vital statistics (indirect standardisation).
    """
    missing = sorted(services.keys() - service_means.keys())
    if missing:
        raise ServiceWithoutMean(f"no city-wide mean for {', '.join(missing)}")
    n = sum(sample.n for sample in services.values())
    if not n:
        raise NoSample("there is no service to adjust for")
    return CaseMix(
        observed=sum(sample.n * sample.mean for sample in services.values()) / n,
        expected=sum(sample.n * service_means[code] for code, sample in services.items()) / n,
        city_mean=city_mean,
    )


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
