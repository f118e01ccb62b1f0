"""Bands against the city and case-mix adjusted figures, from published numbers."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from portal.publication.building.measures import Measures
from portal.publication.exact_sums.inputs import ReleaseInputs
from portal.publication.figures.disclosure_rules import COARSE_STEP, rounded_to
from portal.publication.figures.documents import CITY_ADDRESS, Place, PlaceKind
from portal.publication.figures.figures import Band, Comparison, Figure, Reason, ResponseShare
from portal.statistics.constants import LEAST_RESPONSE_PERCENT
from portal.statistics.moments import Sample
from portal.statistics.prophecy import is_comparable
from portal.statistics.shrinkage import Shrinkage, indirectly_standardised, shrink
from portal.survey.index import IKM_PER_INDEX_POINT, CompositeSums

UNITS_TO_COMPARE = 2
QUARTERS = 4
Shown = Mapping[str, tuple[Figure, ResponseShare]]


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
