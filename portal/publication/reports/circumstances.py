"""Context of a report's figures: notes that explain them, promises that follow from them."""

from sqlalchemy.orm import Session

from portal.organisation.calendar import queries as calendar_queries
from portal.organisation.places.catalogue import Catalogue
from portal.publication.figures.documents import Lesson, Note, ReleaseKind, ReleaseState
from portal.publication.releases.queries import releases
from portal.publication.reports.content import ReportPlace
from portal.time.months import CalendarPeriod


def notes_of(
    session: Session, place: ReportPlace, *, span: CalendarPeriod, catalogue: Catalogue
) -> tuple[Note, ...]:
    """Return the dated notes on a place that touch the span, earliest first."""
    found = []
    for note in calendar_queries.dated_notes(session):
        desk = catalogue.desks.get(note.desk_id) if note.desk_id is not None else None
        is_here = note.agency_id == place.agency_id and (
            place.unit_id is None or desk is None or desk.unit_id == place.unit_id
        )
        if is_here and note.starts_on <= span.last_day and note.ends_on >= span.first_day:
            where = catalogue.name_in_agency(desk) if desk else place.agency_name
            found.append(Note(str(note.kind), where, note.text, note.starts_on, note.ends_on))
    return tuple(found)


def lessons_of(session: Session, *, span: CalendarPeriod) -> tuple[Lesson, ...]:
    """Return what was promised at the sign-off of the span's releases, earliest first."""
    signed = [
        Lesson(each.period, each.reflection, each.signed_by)
        for each in releases(session, kind=ReleaseKind.MONTHLY)
        if each.state is ReleaseState.PUBLISHED
        and each.period in span.months
        and each.reflection
        and each.signed_by
    ]
    return tuple(sorted(signed, key=lambda lesson: lesson.period))
