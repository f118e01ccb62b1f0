"""How far one unit's answers spread, in three classes that tell little about any single answer."""

from portal.statistics.classes import Spread
from portal.statistics.constants import EVEN_UP_TO, POOLED_WEIGHT, USUAL_UP_TO
from portal.statistics.intervals import ANSWERS_FOR_T, SCALE_HIGHEST, SCALE_LOWEST
from portal.statistics.moments import Sample


def shrunk_variance(sample: Sample, *, pooled: float) -> float:
    """Return a unit's variance, drawn towards the pooled one the more, the fewer answers it has.

    (5 pooled + (n - 1) s^2) / (5 + n - 1).

    :param sample: composites of the unit's respondents.
    :param pooled: variance within all units, squared points of the scale 1 to 4.
    :returns: squared points of the scale, between both variances.
    """
    own = sample.n - 1
    return (POOLED_WEIGHT * pooled + own * sample.variance) / (POOLED_WEIGHT + own)


def spread_of(sample: Sample, *, pooled: float) -> Spread:
    """Return the class of a unit's shrunk variance; each upper bound is inclusive."""
    variance = shrunk_variance(sample, pooled=pooled)
    if variance <= EVEN_UP_TO * pooled:
        return Spread.EVEN
    return Spread.USUAL if variance <= USUAL_UP_TO * pooled else Spread.DIVIDED


def largest_variance(mean: float, *, n: int) -> float:
    """Return the largest variance (denominator n - 1) that ``n`` answers of this mean can have.

    :param mean: 1 to 4; the largest is reached when all answers lie at the two ends.
    :param n: 2 or more.
    """
    return (mean - SCALE_LOWEST) * (SCALE_HIGHEST - mean) * n / (n - 1)


def variance_of(spread: Spread, *, pooled: float, mean: float, n: int) -> float:
    """Return the variance that an interval of a unit rests on: the most its class allows.

    :param pooled: variance within all units, squared points of the scale 1 to 4.
    :returns: squared points of the scale; for a divided unit the most that its mean allows.
    """
    most = largest_variance(mean, n=max(n, ANSWERS_FOR_T))
    if spread is Spread.DIVIDED:
        return most
    bound = EVEN_UP_TO if spread is Spread.EVEN else USUAL_UP_TO
    return min(bound * pooled, most)
