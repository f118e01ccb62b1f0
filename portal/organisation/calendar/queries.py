"""Opening hours, holidays, working days, dated notes, visits served and populations."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from portal.organisation.calendar.domain import CalendarNote, MonthlyVisits, ServedPeople
from portal.organisation.calendar.models import DatedNote, Holiday, Population, VisitsServed
from portal.organisation.places.catalogue import NoteKind
from portal.organisation.places.queries import known_desks
from portal.storage.prepared import Question, prepared
from portal.time.months import Month
from portal.time.working_days import WorkingDays


@prepared()
def _holidays(first: Any, last: Any) -> Question:
    days = select(Holiday.day, Holiday.name).where(Holiday.day.between(first, last))
    return days.order_by(Holiday.day)


def holidays_between(session: Session, *, first: date, last: date) -> Mapping[date, str]:
    """Return the names of holidays from ``first`` to ``last``, both inclusive, in order."""
    return {row.day: row.name for row in _holidays.rows(session, first=first, last=last)}


def dated_notes(session: Session) -> tuple[CalendarNote, ...]:
    """Return every dated note, the earliest first."""
    rows = session.scalars(select(DatedNote).order_by(DatedNote.starts_on, DatedNote.id))
    return tuple(
        CalendarNote(
            id=row.id,
            agency_id=row.agency_id,
            desk_id=row.desk_id,
            kind=NoteKind(row.kind),
            text=row.text,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
        )
        for row in rows
    )


def visits_served(session: Session, periods: Collection[Month]) -> tuple[MonthlyVisits, ...]:
    """Return the visits each desk served in ``periods`` (months), by desk and month.

    A desk and month without an entry is not known, which is not nought.
    """
    query = (
        select(VisitsServed.desk_id, VisitsServed.period, VisitsServed.visits, VisitsServed.source)
        .where(VisitsServed.period.in_(periods))
        .order_by(VisitsServed.desk_id, VisitsServed.period)
    )
    return tuple(MonthlyVisits(**row._mapping) for row in session.execute(query))


def latest_visits(session: Session, desk_id: int, *, periods: Collection[Month]) -> int | None:
    """Return the visits of the latest of ``periods`` in which a desk's were counted, or None."""
    query = (
        select(VisitsServed.visits)
        .where(VisitsServed.desk_id == desk_id, VisitsServed.period.in_(periods))
        .order_by(VisitsServed.period.desc())
        .limit(1)
    )
    return session.scalar(query)


def desks_without_visits(session: Session, *, agency_id: int, period: Month, on: date) -> int:
    """Return for how many desks of an agency the visits of a month are not known.

    :param period: a month such as ``2026-11``.
    """
    desk = known_desks().c
    known = exists().where(VisitsServed.desk_id == desk.id, VisitsServed.period == period)
    query = select(func.count(desk.id)).where(
        ~known,
        or_(desk.retired_on.is_(None), desk.retired_on > on),
        desk.agency_id == agency_id,
    )
    return session.scalar(query) or 0


def populations(session: Session) -> Mapping[tuple[int, int], ServedPeople]:
    """Return how many people agencies served, by agency id and year."""
    rows = session.scalars(select(Population).order_by(Population.agency_id, Population.year))
    return {
        (row.agency_id, row.year): ServedPeople(users=row.users, source=row.source) for row in rows
    }


HORIZON_DAYS = 120


@lru_cache(maxsize=8)
def public_holidays(year: int) -> frozenset[date]:
    """Return Indonesia's public holidays of ``year``.

    Source: the ``holidays`` package, country ID; collective leave is the city's own list.
    """
    # The package is large: only a worker that counts working days ever loads it.
    from holidays import country_holidays  # noqa: PLC0415 - large, for working days only

    return frozenset(country_holidays("ID", years=year))


def working_days_around(session: Session, day: date) -> WorkingDays:
    """Return the calendar, right from 120 days before ``day`` to 120 days after it."""
    horizon = timedelta(days=HORIZON_DAYS)
    return working_days(session, first=day - horizon, last=day + horizon)


def working_days(session: Session, *, first: date, last: date) -> WorkingDays:
    """Return the calendar, right at least from ``first`` to ``last``, both inclusive."""
    own = holidays_between(session, first=first, last=last)
    years = range(first.year, last.year + 1)
    return WorkingDays(frozenset(own).union(*(public_holidays(year) for year in years)))
