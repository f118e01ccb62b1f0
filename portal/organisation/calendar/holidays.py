"""The city's working days: its own list of holidays and Indonesia's public holidays."""

from datetime import date, timedelta
from functools import lru_cache

from sqlalchemy.orm import Session

from portal.organisation.calendar import queries as calendar_queries
from portal.time.working_days import WorkingDays

HORIZON_DAYS = 120


@lru_cache(maxsize=8)
def public_holidays(year: int) -> frozenset[date]:
    """Return Indonesia's public holidays of ``year``.

    Source: the ``holidays`` package, country ID; collective leave is the city's own list.
    """
    # The package is large: only a worker that counts working days ever loads it.
    from holidays import country_holidays  # noqa: PLC0415 - loaded late

    return frozenset(country_holidays("ID", years=year))


def working_days_around(session: Session, day: date) -> WorkingDays:
    """Return the calendar, right from 120 days before ``day`` to 120 days after it."""
    horizon = timedelta(days=HORIZON_DAYS)
    return working_days(session, first=day - horizon, last=day + horizon)


def working_days(session: Session, *, first: date, last: date) -> WorkingDays:
    """Return the calendar, right at least from ``first`` to ``last``, both inclusive."""
    own = calendar_queries.holidays_between(session, first=first, last=last)
    years = range(first.year, last.year + 1)
    return WorkingDays(frozenset(own).union(*(public_holidays(year) for year in years)))
