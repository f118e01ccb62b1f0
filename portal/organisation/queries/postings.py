"""Who served where and when, and how many places an agency has below it."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.organisation.domain.periods import month_bounds, period_of
from portal.organisation.models.people import Posting
from portal.organisation.models.places import Agency, Desk
from portal.organisation.queries.arrangement import unit_in


def officers_by_desk_and_period(session: Session, period: str) -> Mapping[int, frozenset[int]]:
    """Return, by desk, the officers posted there on at least one day of a month.

    A desk without any posting in the month has no entry.

    :param period: a month such as ``2026-11``.
    :raises portal.organisation.domain.periods.PeriodNotAMonth: when it is not one.
    """
    first, last = month_bounds(period)
    query = (
        select(Posting.desk_id, Posting.officer_id)
        .where(Posting.starts_on <= last)
        .where(or_(Posting.ends_on.is_(None), Posting.ends_on >= first))
    )
    served: defaultdict[int, set[int]] = defaultdict(set)
    for desk_id, officer_id in session.execute(query):
        served[desk_id].add(officer_id)
    return {desk_id: frozenset(officers) for desk_id, officers in served.items()}


def desks_where_posted(session: Session, officer_id: int) -> Mapping[int, int]:
    """Return the desks at which an officer serves, served or will serve, with their agencies."""
    query = (
        select(Posting.desk_id, Desk.agency_id)
        .join(Desk, Desk.id == Posting.desk_id)
        .where(Posting.officer_id == officer_id)
    )
    return {row.desk_id: row.agency_id for row in session.execute(query)}


def places_in_service(session: Session, agency_id: int, *, on: date) -> int:
    """Return how many units with a desk, and desks outside units, an agency has in service."""
    query = (
        select(Desk.id, unit_in(period_of(on)).label("unit_id"))
        .where(Desk.agency_id == agency_id)
        .where(or_(Desk.retired_on.is_(None), Desk.retired_on > on))
    )
    rows = session.execute(query).all()
    return len({("desk", row.id) if row.unit_id is None else ("unit", row.unit_id) for row in rows})


def agency_code(session: Session, agency_id: int) -> str | None:
    """Return the code of an agency, or None when there is none."""
    return session.scalar(select(Agency.code).where(Agency.id == agency_id))
