"""Estimates as the documents of places say them."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import sqrt

from portal.publication.building.estimates import Estimable
from portal.publication.building.measures import ROUNDING_VARIANCE, Measures
from portal.publication.exact_sums.inputs import ReleaseInputs
from portal.publication.figures.disclosure_rules import (
    LEAST_SHOWN,
    count_bounds,
    rounded_count,
    rounded_ikm,
    rounded_to,
    step_of,
    whole_points,
)
from portal.publication.figures.figures import Estimate, Interval
from portal.publication.figures.withholding import ESTIMATE_STEP, reliability_of
from portal.statistics.constants import CONFIDENCE, DEFAULT_ICC
from portal.statistics.intervals import largest_variance, normal_quantile
from portal.statistics.reliability import between_variance, drawn, error_variance
from portal.survey.index import HIGHEST_IKM, IKM_PER_INDEX_POINT, LOWEST_IKM


@dataclass(frozen=True, slots=True)
class Above:
    """The published figure of the place above that an estimate is drawn to.

    ``n`` is its number of respondents as shown, ``step`` how coarse its value is.
    """

    address: str
    value: Decimal
    n: int
    step: Decimal


def published_estimate(
    inputs: ReleaseInputs, estimable: Estimable, *, measures: Measures
) -> Estimate:
    """Return a place's estimate, drawn to the figure above as it is published."""
    whole = estimable.above.sums
    above = Above(
        address=estimable.above.address,
        value=rounded_ikm(whole.ikm(), n=whole.n),
        n=rounded_count(whole.n),
        step=step_of(whole.n),
    )
    exact = estimable.cell.sums.ikm()
    return estimate_of(exact, above=above, measures=measures, least_mean=inputs.rules.least_mean)


def estimate_of(exact: Fraction, *, above: Above, measures: Measures, least_mean: int) -> Estimate:
    """Return the estimate of a place as it is published.

    :param exact: the unrounded IKM of its answers.
    :param least_mean: respondents that a mean needs; an estimate has fewer.
    """
    weight = reliability_of(measures.icc, least_mean=least_mean)
    mean = drawn(exact, toward=Fraction(above.value), reliability=Fraction(weight))
    value = rounded_to(mean, ESTIMATE_STEP)
    return Estimate(
        value=value,
        step=ESTIMATE_STEP,
        interval=_interval(value, weight=float(weight), above=above, measures=measures),
        toward=above.address,
        reliability=weight,
        n_from=LEAST_SHOWN,
        n_to=least_mean - 1,
    )


def _interval(value: Decimal, *, weight: float, above: Above, measures: Measures) -> Interval:
    """Return the interval from published numbers alone: of ten answers, divided as can be.

    The variance is the largest that a mean half a step further inwards can have, so that an
    estimate at an end of the scale is not called certain.
    """
    half_step = ESTIMATE_STEP / 2
    inward = min(max(value, LOWEST_IKM + half_step), HIGHEST_IKM - half_step)
    spread = largest_variance(float(inward) / IKM_PER_INDEX_POINT, n=LEAST_SHOWN)
    between = between_variance(within=measures.within, icc=max(measures.icc, DEFAULT_ICC))
    variance = error_variance(
        sampling=spread / LEAST_SHOWN, between=between + _error(above, measures), reliability=weight
    )
    half = normal_quantile(CONFIDENCE) * sqrt(variance + _rounding(ESTIMATE_STEP))
    middle = float(value) / IKM_PER_INDEX_POINT
    return Interval(*whole_points(middle - half, middle + half))


def _error(above: Above, measures: Measures) -> float:
    """Return how far the figure above may be off, squared: by chance and by its rounding."""
    fewest, _ = count_bounds(above.n)
    return measures.within / fewest + _rounding(above.step)


def _rounding(step: Decimal) -> float:
    return (float(step) / IKM_PER_INDEX_POINT) ** 2 * ROUNDING_VARIANCE
