"""Use cases of the calendar: holidays, dated notes, visits served and populations."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from portal.organisation.calendar.domain import MonthlyVisits
from portal.organisation.calendar.models import DatedNote, Holiday, Population, VisitsServed
from portal.organisation.places.catalogue import NoteKind
from portal.storage.database import begin_write
from portal.time.months import Month, month_bounds


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


def declare_holidays(session: Session, names: Mapping[date, str]) -> None:
    """Close the city's desks on the days of ``names``; a day that is free gets the new name."""
    begin_write(session)
    for day, name in names.items():
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


def record_visits(session: Session, counts: Iterable[MonthlyVisits], *, today: date) -> None:
    """Write down how many visits desks served in months, replacing earlier counts.

    :param counts: nought or more visits each, for months not after that of ``today``.
    :raises MonthNotBegun: for a month that is still to come; then nothing is written.
    """
    found = list(counts)
    for count in found:
        if month_bounds(count.period)[0] > today:
            raise MonthNotBegun(count.period)
    begin_write(session)
    for period in {count.period for count in found}:
        in_month = [count for count in found if count.period == period]
        _replace_month(session, period, counts=in_month)
    session.commit()


def _replace_month(session: Session, period: Month, *, counts: Sequence[MonthlyVisits]) -> None:
    rows = {
        count.desk_id: {
            "desk_id": count.desk_id,
            "period": period,
            "visits": count.visits,
            "source": count.source,
        }
        for count in counts
    }
    session.execute(
        delete(VisitsServed).where(VisitsServed.period == period, VisitsServed.desk_id.in_(rows))
    )
    session.execute(insert(VisitsServed), list(rows.values()))


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
