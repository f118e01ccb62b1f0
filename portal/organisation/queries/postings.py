"""Who served where and when."""

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.organisation.domain.periods import month_bounds
from portal.organisation.models.people import Posting


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


def desks_where_posted(session: Session, officer_id: int) -> frozenset[int]:
    """Return the desks at which an officer serves or ever served."""
    query = select(Posting.desk_id).where(Posting.officer_id == officer_id)
    return frozenset(session.scalars(query))
