"""Exclusions in a report: whole desks, channels and months, by a published rule."""

from collections.abc import Iterable, Iterator

from sqlalchemy.orm import Session

from portal.organisation.places.catalogue import Catalogue
from portal.publication.figures.documents import Exclusion, PlaceKind
from portal.publication.reports.content import ReportPlace, Uncounted
from portal.publication.reports.request import SumsImpossible
from portal.rating.mixing.anomaly_queries import exclusions
from portal.rating.mixing.possible import ImpossibleTally
from portal.rating.mixing.sum_queries import TallyBook, TallyRow
from portal.time.months import CalendarPeriod


def counted_rows(
    session: Session, rows: Iterable[TallyRow], *, unit_id: int | None
) -> list[TallyRow]:
    """Return the tallies that count: without what was excluded, of one unit where it is named."""
    excluded = {(each.desk_id, each.channel, each.period) for each in exclusions(session)}
    return [
        row
        for row in rows
        if (row.desk_id, row.channel, row.period) not in excluded
        and (unit_id is None or row.unit_id == unit_id)
    ]


def exclusions_of(
    session: Session, place: ReportPlace, *, span: CalendarPeriod, catalogue: Catalogue
) -> tuple[Exclusion, ...]:
    """Return what was left out of a place's span, the earliest decision first."""
    found = []
    for each in exclusions(session):
        desk = catalogue.desks[each.desk_id]
        is_here = desk.agency_id == place.agency_id and place.unit_id in {None, desk.unit_id}
        if is_here and each.period in span.months:
            found.append(
                Exclusion(desk.code, str(each.channel), each.period, each.reason, each.decided_on)
            )
    return tuple(found)


def is_own(tally: ImpossibleTally, place: ReportPlace) -> bool:
    """Whether a tally is about the place as a whole, and about no desk or service in it."""
    cell = tally.cell
    return cell.desk_id is None and cell.service_id is None and cell.unit_id == place.unit_id


def impossible_in(
    book: TallyBook, *, place: ReportPlace, span: CalendarPeriod
) -> Iterator[ImpossibleTally]:
    """Give the tallies of a place's span that cannot be true; each is a desk's or a service's.

    :raises SumsImpossible: when one is the place's own, so that nothing is left to say.
    """
    for each in book.impossible:
        cell = each.cell
        if cell.period not in span.months or place.unit_id not in {None, cell.unit_id}:
            continue
        if is_own(each, place):
            raise SumsImpossible(f"sums of {place.address} in {cell.period} cannot be true")
        yield each


def uncounted_in(
    impossible: Iterable[ImpossibleTally], *, catalogue: Catalogue
) -> Iterator[Uncounted]:
    """Say of which parts of a place ratings are not counted."""
    for each in impossible:
        cell = each.cell
        places = (
            (PlaceKind.DESK, cell.desk_id, catalogue.desks),
            (PlaceKind.SERVICE, cell.service_id, catalogue.services),
            (PlaceKind.UNIT, cell.unit_id, catalogue.units),
        )
        kind, name = next((kind, known[id_].name) for kind, id_, known in places if id_ is not None)
        yield Uncounted(kind, name, str(cell.channel), cell.period)
