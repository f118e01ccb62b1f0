"""City-wide numbers that intervals rest on; bands against the city, case-mix adjusted figures."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from portal.publication.exact_sums.inputs import ReleaseInputs
from portal.publication.figures.disclosure_rules import (
    CHANNELS,
    COARSE_STEP,
    COUNT_STEP,
    Group,
    count_bounds,
    rounded_to,
    whole_points,
)
from portal.publication.figures.documents import CITY_ADDRESS, Place, PlaceKind
from portal.publication.figures.figures import (
    Band,
    Comparison,
    Figure,
    Interval,
    Method,
    Reason,
    ResponseShare,
)
from portal.statistics.classes import Spread
from portal.statistics.constants import (
    ANSWERS_FOR_OWN_VARIANCE,
    DEFAULT_ICC,
    DEFAULT_WITHIN_VARIANCE,
    LEAST_RESPONSE_PERCENT,
    UNITS_FOR_OWN_VARIANCE,
)
from portal.statistics.intervals import bounded_mean, largest_variance, spread_of, variance_of
from portal.statistics.moments import Sample, pooled_variance
from portal.statistics.reliability import is_comparable
from portal.statistics.shrinkage import Shrinkage, icc_in_use, indirectly_standardised, shrink
from portal.survey.index import IKM_PER_INDEX_POINT, CompositeSums
from portal.time.months import Month

VARIANCE_DECIMALS = 2
ICC_DECIMALS = 3
RESPONDENTS_FOR_VARIANCE = 2
# The variance of an error that is anywhere within one step with the same chance, in squared steps.
ROUNDING_VARIANCE = 1 / 12
UNITS_TO_COMPARE = 2
QUARTERS = 4
Shown = Mapping[str, tuple[Figure, ResponseShare]]


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


def measures_of(inputs: ReleaseInputs, *, months: Sequence[Month] = ()) -> Measures:
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


def comparisons(
    inputs: ReleaseInputs, shown: Shown, *, measures: Measures
) -> dict[str, Comparison]:
    """Return a comparison per address; agencies, units, services and desks each among themselves.

    :param shown: headline and response share of every place.
    """
    estimates = {
        kind: _estimates(inputs, shown, kind=kind, measures=measures)
        for kind in (PlaceKind.AGENCY, PlaceKind.UNIT, PlaceKind.SERVICE, PlaceKind.DESK)
    }
    return {
        address: _comparison(
            inputs,
            inputs.city.places[address],
            figures=shown[address],
            estimate=estimates[inputs.city.places[address].kind],
            icc=measures.icc,
        )
        for address in shown
        if address != CITY_ADDRESS
    }


def _estimates(
    inputs: ReleaseInputs, shown: Shown, *, kind: PlaceKind, measures: Measures
) -> Shrinkage | None:
    samples = {
        address: measures.sample(figure.value, n=figure.n or 0)
        for address, (figure, _) in shown.items()
        if inputs.city.places[address].kind is kind
        and not _unfit(figure)
        and figure.value is not None
    }
    return shrink(samples) if len(samples) >= UNITS_TO_COMPARE else None


def _unfit(figure: Figure) -> Reason | None:
    """Return why a figure takes no part in any comparison."""
    if figure.value is None:
        return Reason.NOT_SHOWN
    if not figure.is_verified:
        return Reason.UNVERIFIED_ONLY
    return Reason.LOW_RELIABILITY if figure.has_few_answers else None


def _comparison(
    inputs: ReleaseInputs,
    place: Place,
    *,
    figures: tuple[Figure, ResponseShare],
    estimate: Shrinkage | None,
    icc: float,
) -> Comparison:
    figure, response = figures
    reason = _unfit(figure)
    if reason is None and response.value is not None and response.value < LEAST_RESPONSE_PERCENT:
        reason = Reason.LOW_RESPONSE
    if reason is None and (estimate is None or not is_comparable(figure.n or 0, icc)):
        reason = Reason.LOW_RELIABILITY
    adjusted = None if _unfit(figure) else _adjusted(inputs, place.address, figure=figure)
    if reason or estimate is None:
        return Comparison(band=None, adjusted=adjusted, suppressed=reason)
    return Comparison(band=Band(estimate.band(place.address)), adjusted=adjusted)


def in_quarters(counts: Mapping[str, int]) -> dict[str, int]:
    """Return about how many quarters of all ratings each service has; those without one are out.

    Whoever knows what the services reach in the city reads a place's mix from its adjusted
    figure. Of 30 ratings a quarter hides seven, of more ratings more.
    """
    total = sum(counts.values())
    parts = {service: (QUARTERS * n + total // 2) // (total or 1) for service, n in counts.items()}
    return {service: part for service, part in parts.items() if part}


def _adjusted(inputs: ReleaseInputs, address: str, *, figure: Figure) -> Decimal | None:
    """Return the IKM with the city's mix of services, as coarse as the figure itself.

    None where most of a place's ratings are for services that nobody else gives: then there is
    nothing to compare them with.
    """
    months = figure.period.months
    own = inputs.archive.mix(address, months=months)
    city = inputs.archive.mix(CITY_ADDRESS, months=months)
    parts = in_quarters({service: sums.n for service, sums in own.items()})
    shared = sum(part for service, part in parts.items() if city[service].n > own[service].n)
    if figure.value is None or not parts or 2 * shared < sum(parts.values()):
        return None
    whole = sum(city.values(), CompositeSums())
    mix = indirectly_standardised(
        {service: Sample(part, float(own[service].mean)) for service, part in parts.items()},
        service_means={service: float(sums.mean) for service, sums in city.items()},
        city_mean=float(whole.mean),
    )
    # The published value stands for the observed mean, so that nothing finer shows through.
    index = float(figure.value) / IKM_PER_INDEX_POINT - mix.expected + mix.city_mean
    within_scale = Fraction(min(4.0, max(1.0, index))) * IKM_PER_INDEX_POINT
    return rounded_to(within_scale, figure.step or COARSE_STEP)
