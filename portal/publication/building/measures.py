"""The city-wide numbers that intervals and comparisons of a release rest on."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from portal.publication.exact_sums.inputs import ReleaseInputs
from portal.publication.figures.disclosure_rules import (
    CHANNELS,
    COUNT_STEP,
    Group,
    count_bounds,
    whole_points,
)
from portal.publication.figures.documents import PlaceKind
from portal.publication.figures.figures import Interval, Method
from portal.statistics.classes import Spread
from portal.statistics.constants import (
    ANSWERS_FOR_OWN_VARIANCE,
    DEFAULT_ICC,
    DEFAULT_WITHIN_VARIANCE,
    UNITS_FOR_OWN_VARIANCE,
)
from portal.statistics.intervals import bounded_mean, largest_variance, spread_of, variance_of
from portal.statistics.moments import Sample, pooled_variance
from portal.statistics.shrinkage import icc_in_use
from portal.survey.index import IKM_PER_INDEX_POINT

VARIANCE_DECIMALS = 2
ICC_DECIMALS = 3
RESPONDENTS_FOR_VARIANCE = 2
# The variance of an error that is anywhere within one step with the same chance, in squared steps.
ROUNDING_VARIANCE = 1 / 12


@dataclass(frozen=True, slots=True)
class Measures:
    """Variance of composites within units and ICC between them, as coarse as published.

    ``within`` is in squared points of the scale 1 to 4. ``units`` took part, rounded down to 5;
    None where they were too few for numbers of their own, so that both numbers are defaults.
    """

    within: float = DEFAULT_WITHIN_VARIANCE
    icc: float = DEFAULT_ICC
    units: int | None = None

    def sample(self, value: Decimal, *, n: int) -> Sample:
        """Return a published figure as a sample with the pooled variance, for comparisons.

        Only published numbers enter, so what follows from it discloses nothing more. The
        variance is held at the most that a mean so near an end of the scale can have.

        :param value: the IKM as shown.
        :param n: respondents as shown, 2 or more.
        """
        mean = float(value) / IKM_PER_INDEX_POINT
        return Sample(n=n, mean=mean, variance=min(self.within, largest_variance(mean, n=n)))

    def spread(self, sample: Sample) -> Spread:
        """Return how far the answers behind a figure spread; only this class is published."""
        return spread_of(sample, pooled=self.within)

    def interval(self, value: Decimal, *, n: int, step: Decimal, spread: Spread) -> Interval:
        """Return the 95 % interval of a published figure in whole IKM points.

        Only published numbers enter: the fewest respondents that are shown as ``n``, the most
        variance that the class of spread allows, and the error of rounding to ``step``.

        :param value: the IKM as shown.
        :param n: respondents as shown.
        :param step: how coarse the value is, in IKM points.
        """
        fewest, _ = count_bounds(n)
        mean = float(value) / IKM_PER_INDEX_POINT
        variance = variance_of(spread, pooled=self.within, mean=mean, n=fewest)
        rounding = (float(step) / IKM_PER_INDEX_POINT) ** 2 * ROUNDING_VARIANCE
        ends = bounded_mean(Sample(fewest, mean, variance + fewest * rounding))
        lower, upper = whole_points(ends.lower, ends.upper)
        return Interval(lower=lower, upper=upper)

    def method(self) -> Method:
        """Return the numbers as the documents state them."""
        return Method(
            within_variance=Decimal(str(self.within)), icc=Decimal(str(self.icc)), desks=self.units
        )


def measures_from(samples: Collection[Sample]) -> Measures:
    """Return the measures of units, in any order; defaults where they are too few to be stated."""
    counted = [each for each in samples if each.n >= RESPONDENTS_FOR_VARIANCE]
    if (
        len(counted) < UNITS_FOR_OWN_VARIANCE
        or sum(each.n for each in counted) < ANSWERS_FOR_OWN_VARIANCE
    ):
        return Measures()
    return Measures(
        within=round(pooled_variance(counted), VARIANCE_DECIMALS),
        icc=round(icc_in_use(counted), ICC_DECIMALS),
        units=COUNT_STEP * (len(counted) // COUNT_STEP),
    )


def measures_of(inputs: ReleaseInputs, *, months: Sequence[str] = ()) -> Measures:
    """Compute the release's measures from the verified ratings of its month.

    :param months: other months to compute them from.
    """
    months = months or (inputs.period,)
    channels = CHANNELS[Group.VERIFIED]
    return measures_from(
        [
            sums.sample()
            for address, place in inputs.city.places.items()
            if place.kind is PlaceKind.DESK
            and (sums := inputs.archive.sums(address, months=months, channels=channels)).n
        ]
    )
