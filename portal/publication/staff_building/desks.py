"""The funnel of desks, made of nothing but their public documents."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from portal.publication.building.measures import Measures
from portal.publication.figures.documents import PlaceDocument, ReleaseStamp
from portal.publication.figures.reasons import Reason
from portal.publication.figures.staff_figures import AbsentDesk, FunnelDesk, FunnelDocument
from portal.publication.staff_building.comparing import Field, field_of
from portal.statistics.constants import LEAST_RESPONSE_PERCENT
from portal.statistics.moments import Sample

DESKS_TO_COMPARE = 2


@dataclass(frozen=True, slots=True)
class _Taken:
    """A desk that takes part, with the value it is judged by."""

    document: PlaceDocument
    value: Decimal
    is_adjusted: bool
    sample: Sample

    def desk(self, field: Field) -> FunnelDesk:
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
