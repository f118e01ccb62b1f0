"""What is missing in the organisation and waits for somebody."""

from datetime import date

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from portal.organisation.calendar.models import VisitsServed
from portal.organisation.people.officer_models import Posting
from portal.organisation.places.models import Agency, Desk


def has_agency(session: Session) -> bool:
    """Return whether there is any agency, retired ones included."""
    return bool(session.scalar(select(exists().where(Agency.id.is_not(None)))))


def desks_without_officer(session: Session, *, agency_id: int | None, on: date) -> int:
    """Return how many desks that are there on ``on`` have nobody posted on that day.

    :param agency_id: only desks of this agency (None: of the whole city).
    """
    serves = exists().where(
        and_(
            Posting.desk_id == Desk.id,
            Posting.starts_on <= on,
            or_(Posting.ends_on.is_(None), Posting.ends_on >= on),
        )
    )
    return _count(session, ~serves, agency_id=agency_id, on=on)


def desks_without_visits(session: Session, *, agency_id: int, period: str, on: date) -> int:
    """Return for how many desks of an agency the visits of a month are not known.

    :param period: a month such as ``2026-11``.
    """
    known = exists().where(and_(VisitsServed.desk_id == Desk.id, VisitsServed.period == period))
    return _count(session, ~known, agency_id=agency_id, on=on)


def _count(
    session: Session, condition: ColumnElement[bool], *, agency_id: int | None, on: date
) -> int:
    query = (
        select(func.count())
        .select_from(Desk)
        .where(condition, or_(Desk.retired_on.is_(None), Desk.retired_on > on))
    )
    if agency_id is not None:
        query = query.where(Desk.agency_id == agency_id)
    return session.scalar(query) or 0
