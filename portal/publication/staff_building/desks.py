"""The fair comparison of units, and the funnel of desks made of their public documents."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from portal.publication.building.measures import Measures
from portal.publication.figures.documents import PlaceDocument, ReleaseStamp
from portal.publication.figures.figures import Interval, Reason
from portal.publication.figures.staff_figures import (
    AbsentDesk,
    Funnel,
    FunnelDesk,
    FunnelDocument,
    Limits,
    Position,
    Standing,
)
from portal.statistics.constants import FUNNEL_LIMITS, LEAST_RESPONSE_PERCENT
from portal.statistics.funnel import mean_limits, overdispersion, position
from portal.statistics.moments import Sample
from portal.statistics.shrinkage import ShrinkageBand, shrink
from portal.survey.index import HIGHEST_IKM, IKM_PER_INDEX_POINT, LOWEST_IKM, rounded_half_up

LIMIT_DECIMALS = 1
CURVE_POINTS = 8


@dataclass(frozen=True, slots=True)
class FunnelField:
    """All units of one comparison: the target, how far they spread, and where each stands.

    ``target`` is in points of the scale 1 to 4; ``within`` and ``between`` in squared points.
    """

    target: float
    within: float
    between: float
    bands: Mapping[str, ShrinkageBand]
    positions: Mapping[str, Position]

    def funnel(self, *, least: int, most: int) -> Funnel:
        """Return the limits from ``least`` to ``most`` answers, closer where they bend more."""
        return Funnel(
            target=_ikm(self.target),
            units=len(self.positions),
            limits=tuple(self.limits(n) for n in sorted(set(_steps(least, most)))),
        )

    def limits(self, n: int) -> Limits:
        """Return the limits at ``n`` answers, on the scale of the IKM."""
        inner, outer = (self._interval(n, confidence=each) for each in FUNNEL_LIMITS)
        return Limits(n, inner, outer)

    def standing(self, unit: str, *, n: int) -> Standing:
        """Return where a unit stands; ``n`` is the number of answers it is shown with."""
        return Standing(self.positions[unit], self.limits(n))

    def _interval(self, n: int, *, confidence: float) -> Interval:
        ends = mean_limits(
            n, self.target, within=self.within, confidence=confidence, between=self.between
        )
        return Interval(_ikm(ends.lower), _ikm(ends.upper), Decimal(str(confidence)))


def field_of(units: Mapping[str, Sample], *, within: float) -> FunnelField:
    """Compare ``units``, two or more, with all of them together.

    :param within: variance of answers within units, squared points of the scale 1 to 4.
    """
    estimate = shrink(units)
    spread = overdispersion(units, estimate.overall, within=within)
    return FunnelField(
        target=estimate.overall,
        within=within,
        between=spread.between,
        bands={unit: estimate.band(unit) for unit in units},
        positions={unit: Position(position(z)) for unit, z in spread.z_additive.items()},
    )


def _steps(least: int, most: int) -> Iterable[int]:
    """Give numbers of answers from ``least`` to ``most``, each a fixed factor above the last."""
    factor = (most / least) ** (1 / (CURVE_POINTS - 1))
    return (round(least * factor**step) for step in range(CURVE_POINTS))


def _ikm(index: float) -> Decimal:
    """Return a point of the scale 1 to 4 as IKM, held within what an IKM can be."""
    scaled = rounded_half_up(Fraction(index) * IKM_PER_INDEX_POINT, LIMIT_DECIMALS)
    return min(max(scaled, Decimal(LOWEST_IKM)), Decimal(HIGHEST_IKM))


DESKS_TO_COMPARE = 2


@dataclass(frozen=True, slots=True)
class _Taken:
    """A desk that takes part, with the value it is judged by."""

    document: PlaceDocument
    value: Decimal
    is_adjusted: bool
    sample: Sample

    def desk(self, field: FunnelField) -> FunnelDesk:
        place = self.document.place
        return FunnelDesk(
            desk=place,
            agency=_agency(self.document),
            figure=self.document.headline,
            value=self.value,
            is_adjusted=self.is_adjusted,
            standing=field.standing(place.address, n=self.sample.n),
        )


def desk_funnel(
    desks: Iterable[PlaceDocument], *, stamp: ReleaseStamp, measures: Measures
) -> FunnelDocument:
    """Return where every desk with a verified figure of 30 ratings or more stands.

    What the public may not see of a desk takes no part: its figure would be a person's, or rest
    on too few. The mix of services is taken out where the public comparison does so.

    :param desks: the documents of this release.
    """
    documents = list(desks)
    absent = tuple(
        AbsentDesk(each.place, _agency(each), reason)
        for each in documents
        if (reason := _absence(each))
    )
    taken = [found for each in documents if (found := _taken(each, measures))]
    if len(taken) < DESKS_TO_COMPARE:
        return FunnelDocument(stamp, None, (), absent)
    field = field_of(
        {each.document.place.address: each.sample for each in taken}, within=measures.within
    )
    sizes = [each.sample.n for each in taken]
    return FunnelDocument(
        release=stamp,
        funnel=field.funnel(least=min(sizes), most=max(sizes)),
        desks=tuple(each.desk(field) for each in taken),
        absent=absent,
    )


def _absence(document: PlaceDocument) -> Reason | None:
    """Return why a desk takes no part, or None."""
    figure, response = document.headline, document.response
    if figure.suppressed:
        return figure.suppressed
    if not figure.is_verified:
        return Reason.UNVERIFIED_ONLY
    if figure.has_few_answers:
        return Reason.LOW_RELIABILITY
    is_thin = response.value is not None and response.value < LEAST_RESPONSE_PERCENT
    return Reason.LOW_RESPONSE if is_thin else None


def _agency(document: PlaceDocument) -> str:
    """Return the code of the agency a desk belongs to; above it stands the city alone."""
    return str(document.parents[1].code)


def _taken(document: PlaceDocument, measures: Measures) -> _Taken | None:
    figure = document.headline
    adjusted = document.comparison.adjusted if document.comparison else None
    value = figure.value if adjusted is None else adjusted
    if _absence(document) or value is None:
        return None
    sample = measures.sample(value, n=figure.n or 0)
    return _Taken(document, value, adjusted is not None, sample)
