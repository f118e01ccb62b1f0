"""Who serves at which desk, for the pages and files of desks."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from portal.organisation.people.models import Officer, Posting, StaffNumber
from portal.organisation.places.queries import known_desks


def recent_officers(
    session: Session, desk_id: int, *, since: date, on: date
) -> Sequence[Row[int, str, str]]:
    """Return number, badge name and badge number of who served at a desk, by badge name.

    :param since: the first of the days that count, up to and including ``on``.
    """
    served = select(Posting.officer_id).where(
        Posting.desk_id == desk_id,
        Posting.starts_on <= on,
        or_(Posting.ends_on.is_(None), Posting.ends_on >= since),
    )
    query = (
        select(Officer.id, Officer.badge_name, Officer.badge_number)
        .where(Officer.id.in_(served))
        .order_by(Officer.badge_name, Officer.id)
    )
    return session.execute(query).all()


def desks_without_officer(session: Session, *, agency_id: int | None, on: date) -> int:
    """Return how many desks that are there on ``on`` have nobody posted on that day.

    :param agency_id: only desks of this agency (None: of the whole city).
    """
    desk = known_desks().c
    serves = exists().where(
        and_(
            Posting.desk_id == desk.id,
            Posting.starts_on <= on,
            or_(Posting.ends_on.is_(None), Posting.ends_on >= on),
        )
    )
    query = select(func.count(desk.id)).where(
        ~serves, or_(desk.retired_on.is_(None), desk.retired_on > on)
    )
    if agency_id is not None:
        query = query.where(desk.agency_id == agency_id)
    return session.scalar(query) or 0


def officers_with_badge(session: Session) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return number, names, badge number and last day of who has a badge, by staff number."""
    query = select(
        Officer.number, Officer.name, Officer.badge_name, Officer.badge_number, Officer.retired_on
    )
    rows = session.execute(query.where(Officer.badge_number != "").order_by(Officer.number))
    return rows.all()


def every_posting(session: Session) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return staff number, code of the desk, first and last day of each posting, in this order.

    Of who has no staff number there are none.
    """
    desks = known_desks()
    query = (
        select(Officer.number, desks.c.code, Posting.starts_on, Posting.ends_on)
        .join(Officer, Officer.id == Posting.officer_id)
        .join(desks, desks.c.id == Posting.desk_id)
        .where(Officer.number.is_not(None))
        .order_by(desks.c.code, Posting.starts_on, Officer.number)
    )
    return session.execute(query).all()


def people_by_any_number(session: Session) -> Mapping[str, int]:
    """Return everybody's own number by each staff number they have or had."""
    rows = session.execute(select(StaffNumber.number, StaffNumber.person_id))
    return {row.number: row.person_id for row in rows}
