"""The funnel of desks: limits that narrow with the number of answers, wider where units differ.

For staff only: it starts an internal review and never shames one desk in public.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

import numpy as np

from portal.statistics.constants import FUNNEL_LIMITS, WINSORISED_SHARE
from portal.statistics.intervals import ConfidenceInterval, binomial_quantile, normal_quantile
from portal.statistics.moments import LEAST_VARIANCE, NoSample, Sample, moment_estimate


class FunnelPosition(StrEnum):
    """Where a unit stands in the funnel, by its inner and outer limits."""

    FAR_BELOW = "far_below"
    BELOW = "below"
    INSIDE = "inside"
    ABOVE = "above"
    FAR_ABOVE = "far_above"


def position(z: float) -> FunnelPosition:
    """Return the position of a unit from its standardised difference to the target.

    :param z: difference in standard errors, best with overdispersion included; a value exactly
        on a limit is still within it.
    """
    inner, outer = (normal_quantile(limit) for limit in FUNNEL_LIMITS)
    if abs(z) <= inner:
        return FunnelPosition.INSIDE
    if z > 0:
        return FunnelPosition.FAR_ABOVE if z > outer else FunnelPosition.ABOVE
    return FunnelPosition.FAR_BELOW if z < -outer else FunnelPosition.BELOW


def mean_limits(
    n: int, target: float, *, within: float, confidence: float, between: float = 0.0
) -> ConfidenceInterval:
    """Return the funnel's limits at ``n`` answers: target +- z sqrt(sigma_w^2 / n + tau^2).

    :param n: answers, 1 or more.
    :param target: overall mean, 1 to 4.
    :param within: pooled variance within units, squared points.
    :param confidence: one of ``FUNNEL_LIMITS``.
    :param between: additive overdispersion tau^2, squared points; 0 gives the naive limits.
    :returns: points of the scale; at small ``n`` the limits may leave it.

    Source: Spiegelhalter (2005), Funnel plots for comparing institutional performance.
    """
    half = normal_quantile(confidence) * sqrt(within / n + between)
    return ConfidenceInterval(lower=target - half, upper=target + half)


def share_limits(n: int, target: float, *, confidence: float) -> ConfidenceInterval:
    """Return normal limits of a share around a known target: p +- z sqrt(p (1 - p) / n).

    :param n: answers, 1 or more.
    :param target: overall share, 0 to 1.
    :returns: ends within 0 to 1.

    Source: Spiegelhalter (2005), appendix on proportions.
    """
    half = normal_quantile(confidence) * sqrt(target * (1 - target) / n)
    return ConfidenceInterval(lower=max(0.0, target - half), upper=min(1.0, target + half))


def exact_share_limits(n: int, target: float, *, confidence: float) -> ConfidenceInterval:
    """Return exact limits of a share: binomial quantiles divided by ``n``.

    :param n: answers, 1 or more; right for small ``n``, where the normal limits are too narrow.
    :param target: overall share, 0 to 1.
    :returns: ends within 0 to 1, whole multiples of 1 / ``n``.

    Source: Spiegelhalter (2005), appendix on proportions.
    """
    tail = (1 - confidence) / 2
    return ConfidenceInterval(
        lower=binomial_quantile(tail, n, share=target) / n,
        upper=binomial_quantile(1 - tail, n, share=target) / n,
    )


@dataclass(frozen=True, slots=True)
class Overdispersion:
    """The spread of units around the target.

    ``z`` holds the naive standardised difference of each unit by its code, ``winsorised_ends``
    the two values that z is held between, ``phi`` the mean square of z held so, ``between`` the
    additive tau^2 in squared points, ``standard_errors`` those of the naive z.
    """

    z: Mapping[str, float]
    standard_errors: Mapping[str, float]
    winsorised_ends: tuple[float, float]
    phi: float
    between: float

    @property
    def z_additive(self) -> Mapping[str, float]:
        """Each unit's z with tau^2 added to its variance; what the funnel judges by."""
        return {
            code: z / sqrt(1 + self.between / self.standard_errors[code] ** 2)
            for code, z in self.z.items()
        }

    @property
    def z_multiplicative(self) -> Mapping[str, float]:
        """Each unit's z divided by sqrt(phi), where phi is above 1."""
        return {code: z / sqrt(max(1.0, self.phi)) for code, z in self.z.items()}


def overdispersion(
    units: Mapping[str, Sample], target: float, *, within: float, trim: float = WINSORISED_SHARE
) -> Overdispersion:
    """Measure the spread of unit means around ``target`` beyond sampling error.

    z = (m - target) / (sigma_w / sqrt(n)), held between its 10th and 90th percentile (linear
    interpolation); phi = mean(z^2); w = n / sigma_w^2;
    tau^2 = max(0, (K phi - (K - 1)) / (sum(w) - sum(w^2) / sum(w))).

    :param units: sample of each of K units by its code; the order does not matter.
    :param target: overall mean, 1 to 4.
    :param within: pooled variance within units, squared points; held at ``LEAST_VARIANCE``.
    :param trim: share pulled in at each end, 0 to below one half.
    :raises NoSample: for no units.

    Source: Spiegelhalter (2005), Handling over-dispersion of performance indicators.
    """
    if not units:
        raise NoSample("there is no unit to measure")
    errors = {code: sqrt(max(within, LEAST_VARIANCE) / unit.n) for code, unit in units.items()}
    z = {code: (unit.mean - target) / errors[code] for code, unit in units.items()}
    values = np.array(list(z.values()))
    lowest, highest = (float(end) for end in np.quantile(values, [trim, 1 - trim]))
    phi = float(np.mean(np.clip(values, lowest, highest) ** 2))
    weights = np.array([error**-2 for error in errors.values()])
    return Overdispersion(
        z=z,
        standard_errors=errors,
        winsorised_ends=(lowest, highest),
        phi=phi,
        between=moment_estimate(len(values) * phi, weights),
    )
