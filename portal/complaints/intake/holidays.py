"""Which days are holidays for promises: the city's own list and Indonesia's public holidays."""

from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from functools import lru_cache

from sqlalchemy.orm import Session

from portal.organisation.calendar import queries as calendar_queries

HORIZON_DAYS = 120


@lru_cache(maxsize=8)
def public_holidays(year: int) -> frozenset[date]:
    """Return Indonesia's public holidays of ``year``.

    Source: the ``holidays`` package, country ID; collective leave is the city's own list.
    """
    # The package is large: only a worker that handles complaints ever loads it.
    from holidays import country_holidays  # noqa: PLC0415

    return frozenset(country_holidays("ID", years=year))


def holidays_around(session: Session, day: date) -> AbstractSet[date]:
    """Return the holidays from 120 days before ``day`` to 120 days after it."""
    horizon = timedelta(days=HORIZON_DAYS)
    return holidays_from(session, first=day - horizon, last=day + horizon)


def holidays_from(session: Session, *, first: date, last: date) -> AbstractSet[date]:
    """Return at least the holidays from ``first`` to ``last``, both inclusive."""
    own = calendar_queries.holidays_between(session, first=first, last=last)
    years = range(first.year, last.year + 1)
    return frozenset(own).union(*(public_holidays(year) for year in years))
