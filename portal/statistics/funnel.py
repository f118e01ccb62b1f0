"""The funnel of desks: limits that narrow with the number of answers, and where a desk stands.

For staff only: it starts an internal review and never shames one desk in public.
"""

from enum import StrEnum
from math import sqrt

from portal.statistics.constants import FUNNEL_LIMITS
from portal.statistics.distributions import binomial_quantile, normal_quantile
from portal.statistics.intervals import Interval


class Position(StrEnum):
    """Where a unit stands in the funnel, by its inner and outer limits."""

    FAR_BELOW = "far_below"
    BELOW = "below"
    INSIDE = "inside"
    ABOVE = "above"
    FAR_ABOVE = "far_above"


def position(z: float) -> Position:
    """Return the position of a unit from its standardised difference to the target.

    :param z: difference in standard errors, best with overdispersion included; a value exactly
        on a limit is still within it.
    """
    inner, outer = (normal_quantile(limit) for limit in FUNNEL_LIMITS)
    if abs(z) <= inner:
        return Position.INSIDE
    if z > 0:
        return Position.FAR_ABOVE if z > outer else Position.ABOVE
    return Position.FAR_BELOW if z < -outer else Position.BELOW


def mean_limits(
    n: int, target: float, *, within: float, confidence: float, between: float = 0.0
) -> Interval:
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
    return Interval(lower=target - half, upper=target + half)


def share_limits(n: int, target: float, *, confidence: float) -> Interval:
    """Return normal limits of a share around a known target: p +- z sqrt(p (1 - p) / n).

    :param n: answers, 1 or more.
    :param target: overall share, 0 to 1.
    :returns: ends within 0 to 1.

    Source: Spiegelhalter (2005), appendix on proportions.
    """
    half = normal_quantile(confidence) * sqrt(target * (1 - target) / n)
    return Interval(lower=max(0.0, target - half), upper=min(1.0, target + half))


def exact_share_limits(n: int, target: float, *, confidence: float) -> Interval:
    """Return exact limits of a share: binomial quantiles divided by ``n``.

    :param n: answers, 1 or more; right for small ``n``, where the normal limits are too narrow.
    :param target: overall share, 0 to 1.
    :returns: ends within 0 to 1, whole multiples of 1 / ``n``.

    Source: Spiegelhalter (2005), appendix on proportions.
    """
    tail = (1 - confidence) / 2
    return Interval(
        lower=binomial_quantile(tail, n, share=target) / n,
        upper=binomial_quantile(1 - tail, n, share=target) / n,
    )
