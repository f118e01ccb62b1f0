"""The staff's part of a month's release: texts by address, which the public never gets."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping

from portal.publication.building.measures import measures_of
from portal.publication.exact_sums.inputs import ReleaseInputs
from portal.publication.figures.documents import PlaceDocument, PlaceKind, address_of
from portal.publication.figures.encoding import to_json
from portal.publication.figures.staff_figures import (
    FUNNEL_ADDRESS,
    OfficerRow,
    OfficersDocument,
    officer_address,
    officers_address,
    services_address,
)
from portal.publication.staff_building.desks import desk_funnel
from portal.publication.staff_building.officer_ranges import (
    Cell,
    ClosedSpan,
    closed_spans,
    excluded_cells,
    people_by_cell,
    shown_to_heads,
)
from portal.publication.staff_building.officers import Officers, compared_officers
from portal.publication.staff_building.services_compared import services_compared
from portal.rating.mixing.sum_queries import OfficerTallyRow
from portal.time.months import MonthRange


def staff_bodies(inputs: ReleaseInputs, *, desks: Iterable[PlaceDocument]) -> Mapping[str, str]:
    """Return what staff may read with this release, as JSON by address.

    :param desks: the public documents of the desks.
    """
    closed = closed_spans(
        inputs.officers,
        least_mean=lambda month: inputs.book.in_month(month).least_mean,
        left_out=excluded_cells(inputs.city.catalogue, inputs.archive.left_out_at),
        parted=inputs.parted,
    )
    officers = compared_officers(closed, stamp=inputs.stamp)
    fresh = [each for each in closed if each.span.last == inputs.period]
    bodies = {officer_address(each.officer_id): to_json(officers.document(each)) for each in fresh}
    shown = _shown_to_heads(inputs, closed)
    whole = _seen_whole(inputs, officers, closed=closed, shown=shown)
    for agency, rows in _rows_by_agency(inputs, officers, shown=shown, whole=whole).items():
        bodies[officers_address(agency)] = to_json(OfficersDocument(inputs.stamp, tuple(rows)))
    if compared := services_compared(officers, inputs=inputs):
        for officer in officers.years:
            document = compared.document(officer, is_withheld=officer not in whole)
            bodies[services_address(officer)] = to_json(document)
    funnel = desk_funnel(desks, stamp=inputs.stamp, measures=measures_of(inputs))
    return {**bodies, FUNNEL_ADDRESS: to_json(funnel)}


def _shown_to_heads(
    inputs: ReleaseInputs, closed: Collection[ClosedSpan]
) -> tuple[ClosedSpan, ...]:
    """Return the spans that heads may see: of those who served at no other agency in one."""
    return shown_to_heads(
        [each for each in closed if len(_agencies(inputs, each)) == 1],
        named=_named(inputs),
        ratings=_ratings(inputs, closed),
    )


def _seen_whole(
    inputs: ReleaseInputs,
    officers: Officers,
    *,
    closed: Collection[ClosedSpan],
    shown: Collection[ClosedSpan],
) -> frozenset[int]:
    """Return the officers of whom a head may see every span of the year, all at one agency."""
    spans = Counter(each.officer_id for each in closed)
    seen = Counter(each.officer_id for each in shown)
    return frozenset(
        officer
        for officer, year in officers.years.items()
        if seen[officer] == spans[officer] and len(_agencies(inputs, year)) == 1
    )


def _rows_by_agency(
    inputs: ReleaseInputs,
    officers: Officers,
    *,
    shown: Collection[ClosedSpan],
    whole: Collection[int],
) -> Mapping[str, list[OfficerRow]]:
    """Return what each agency's head sees of the spans that close with this release.

    A head reads of no other agency: a span in which an officer served at two is no head's.
    """
    rows: dict[str, list[OfficerRow]] = {
        agency: [] for agency in inputs.city.catalogue.agencies_by_code
    }
    for each in shown:
        if each.span.last == inputs.period:
            (agency,) = _agencies(inputs, each)
            rows[agency].append(officers.row(each, is_whole=each.officer_id in whole))
    return rows


def _named(inputs: ReleaseInputs) -> Mapping[Cell, Mapping[int, int]]:
    of_officer: defaultdict[int, list[OfficerTallyRow]] = defaultdict(list)
    for row in inputs.officers:
        of_officer[row.officer_id].append(row)
    named: defaultdict[Cell, dict[int, int]] = defaultdict(dict)
    for officer, rows in of_officer.items():
        for cell, people in people_by_cell(rows).items():
            named[cell][officer] = people
    return named


def _ratings(inputs: ReleaseInputs, closed: Iterable[ClosedSpan]) -> Mapping[Cell, int]:
    """Return the ratings of every desk and month in which an officer's span lies."""
    desks = inputs.city.catalogue.desks
    cells = {cell for each in closed for cell in each.cells}
    return {
        (desk, month): sum(
            inputs.archive.desks(
                address_of(PlaceKind.DESK, desks[desk].code), months=MonthRange(month, month).months
            ).values()
        )
        for desk, month in cells
    }


def _agencies(inputs: ReleaseInputs, closed: ClosedSpan) -> frozenset[str]:
    """Return the codes of the agencies at whose desks an officer's answers were given."""
    catalogue = inputs.city.catalogue
    return frozenset(catalogue.agency_of_desk(desk).code for desk, _ in closed.cells)
