"""What a published rule leaves out of every figure: a desk, a channel and a month at a time."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from portal.organisation.places.catalogue import Catalogue
from portal.publication.domain.documents import Exclusion
from portal.publication.domain.report_spans import ReportSpan
from portal.publication.report.content import ReportPlace
from portal.rating.queries import TallyRow, exclusions


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
    session: Session, place: ReportPlace, *, span: ReportSpan, catalogue: Catalogue
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
