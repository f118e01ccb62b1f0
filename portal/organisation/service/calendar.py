"""What belongs to days and months: holidays, dated notes, visits served and populations."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.database import begin_write
from portal.organisation.domain import NoteKind
from portal.organisation.domain.periods import month_bounds
from portal.organisation.models.calendar import DatedNote, Holiday, Population, VisitsServed


@dataclass(frozen=True, slots=True)
class NewNote:
    """A note about an agency, or one of its desks, from day to day, both inclusive."""

    agency_id: int
    desk_id: int | None
    kind: NoteKind
    text: str
    starts_on: date
    ends_on: date


class MonthNotBegun(ValueError):
    """Visits cannot have been served in a month that has not begun."""


class NoteEndsBeforeStart(ValueError):
    """A note's last day lies before its first."""


def declare_holiday(session: Session, day: date, *, name: str) -> None:
    """Close the city's desks on ``day``; a day that is a holiday already gets the new name."""
    begin_write(session)
    session.merge(Holiday(day=day, name=name))
    session.commit()


def withdraw_holiday(session: Session, day: date) -> bool:
    """Let ``day`` be a working day again; return whether it was a holiday."""
    begin_write(session)
    found = session.get(Holiday, day)
    if found is not None:
        session.delete(found)
    session.commit()
    return found is not None


def record_visits(
    session: Session, desk_id: int, *, period: str, visits: int, source: str, today: date
) -> None:
    """Write down how many visits a desk served in a month, replacing an earlier count.

    :param period: a month such as ``2026-11``, not after that of ``today``.
    :param visits: nought or more.
    :param source: who or what counted.
    :raises MonthNotBegun: for a month that is still to come.
    """
    first, _ = month_bounds(period)
    if first > today:
        raise MonthNotBegun(period)
    begin_write(session)
    session.merge(VisitsServed(desk_id=desk_id, period=period, visits=visits, source=source))
    session.commit()


def add_note(session: Session, note: NewNote) -> int:
    """Add a dated note and return its id.

    :raises NoteEndsBeforeStart: when it would end before it starts.
    """
    if note.ends_on < note.starts_on:
        raise NoteEndsBeforeStart
    begin_write(session)
    row = DatedNote(
        agency_id=note.agency_id,
        desk_id=note.desk_id,
        kind=note.kind,
        text=note.text,
        starts_on=note.starts_on,
        ends_on=note.ends_on,
    )
    session.add(row)
    session.commit()
    return row.id


def remove_note(session: Session, note_id: int) -> None:
    """Take a dated note away; one that is gone already stays gone."""
    begin_write(session)
    found = session.get(DatedNote, note_id)
    if found is not None:
        session.delete(found)
    session.commit()


def record_population(
    session: Session, agency_id: int, *, year: int, users: int, source: str
) -> None:
    """Write down how many people used an agency's services in a year, one or more."""
    begin_write(session)
    session.merge(Population(agency_id=agency_id, year=year, users=users, source=source))
    session.commit()
